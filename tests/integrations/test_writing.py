"""Where a file may be written, and what is left when it may not."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from catalog.errors import BadInput
from integrations.writing import write_file


def test_a_link_is_followed(tmp_path: Path) -> None:
    """The file that a link leads to is written, and the link stays."""
    (tmp_path / "real.yaml").write_text("old")
    (tmp_path / "link.yaml").symlink_to("real.yaml")

    write_file(tmp_path / "link.yaml", "new")

    assert ((tmp_path / "link.yaml").is_symlink(), (tmp_path / "real.yaml").read_text()) == (True, "new")


def test_a_link_to_nothing_yet_is_followed(tmp_path: Path) -> None:
    """A link whose target does not exist makes the target."""
    (tmp_path / "link.yaml").symlink_to("real.yaml")

    write_file(tmp_path / "link.yaml", "new")

    assert ((tmp_path / "link.yaml").is_symlink(), (tmp_path / "real.yaml").read_text()) == (True, "new")


def test_a_pipe_is_written_to(tmp_path: Path) -> None:
    """A pipe, as a device, gets the text and is still a pipe afterwards."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    heard: list[str] = []
    reader = threading.Thread(target=lambda: heard.append(pipe.read_text()))
    reader.start()

    write_file(pipe, "text")
    reader.join()

    assert (heard, pipe.is_fifo()) == (["text"], True)


@pytest.mark.parametrize("name", ["workload.yaml", "./workload.yaml", "link.yaml", "hard.yaml"])
def test_what_was_read_is_not_overwritten(tmp_path: Path, name: str) -> None:
    """A file that was read is refused as output, whatever it is called, and keeps its text."""
    source = tmp_path / "workload.yaml"
    source.write_text("mine")
    (tmp_path / "link.yaml").symlink_to(source)
    (tmp_path / "hard.yaml").hardlink_to(source)

    with pytest.raises(BadInput, match="this is what was read; name another file to write"):
        write_file(tmp_path / name, "plan", [source])

    assert source.read_text() == "mine"
