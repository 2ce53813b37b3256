"""Write text and YAML so that a reader finds either the old file or the whole new one."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from catalog.errors import BadInput
from catalog.yaml_text import resolve


class SixDecimals(float):
    """A figure that is written with six decimals."""


class _Dumper(yaml.CSafeDumper):
    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  # what occurs twice is written twice
        return True


def _six(dumper: yaml.CSafeDumper, value: SixDecimals) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:float", f"{value:.6f}")


def _text(dumper: yaml.CSafeDumper, value: str) -> yaml.ScalarNode:
    """Text, in quotes where our reader (YAML 1.2) would take it for something else: `08`, `1e5`."""
    style = None if isinstance(resolve(value), str) else "'"
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(SixDecimals, _six)
_Dumper.add_representer(str, _text)


def to_yaml(data: Any) -> str:
    """Plain data as YAML, keys in their order, the same bytes for the same data."""
    text: str = yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)
    return text


def to_flow(data: Any) -> str:
    """The same on one line, as it may stand inside braces: `{level: 1, evidence: seen}`."""
    text: str = yaml.dump(
        [data], Dumper=_Dumper, sort_keys=False, allow_unicode=True, default_flow_style=True, width=2**31 - 1
    )
    return text.strip()[1:-1]


def write_file(path: Path, text: str, inputs: Sequence[Path] = ()) -> None:
    """Write beside, then rename: an interrupted write leaves the old file whole.

    A link is followed; a device or pipe is written to, not replaced. Raises BadInput where the file cannot be
    written, and where it is one of the `inputs`.
    """
    try:
        if path.is_dir():
            raise BadInput.one(str(path), "this is a folder; name a file to write")
        for source in inputs:
            if path.exists() and source.exists() and path.samefile(source):
                raise BadInput.one(str(path), "this is what was read; name another file to write")
        if path.exists() and not path.is_file():
            path.write_text(text, encoding="utf-8", newline="\n")
        else:
            _replace(path.resolve() if path.is_symlink() else path, text)
    except OSError as error:
        raise BadInput.one(str(path), f"the file cannot be written: {error.strerror or error}") from None
    except ValueError:
        raise BadInput.one(str(path), "the file cannot be written: no path can hold these characters") from None


def _replace(path: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:50]}.", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        Path(name).chmod(mode)
        Path(name).replace(path)
    finally:  # after the rename there is nothing of this name
        with contextlib.suppress(OSError):
            Path(name).unlink()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
