"""Whether the program that starts is whole, in copies of its four packages."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.tui.running import ROOT, Ran, start
from tui.installation import PACKAGES, damaged


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The four packages, copied side by side."""
    found = tmp_path / "copy"
    for name in PACKAGES:
        shutil.copytree(ROOT / name, found / name, ignore=shutil.ignore_patterns("__pycache__"))
    return found


def schema(copy: Path, before: Path | None = None, code: str = "from tui.cli import main; main()") -> Ran:
    """What the copy says and gives when it is asked for a schema, which every one of its packages but one serves."""
    path = os.pathsep.join(str(folder) for folder in (before, copy) if folder)
    return start("schema", "catalog", cwd=copy.parent, path=path, code=code)


def broken(*lines: str) -> Ran:
    said = "".join(f"  {line}\n" for line in lines)
    return (
        3,
        "",
        f"colonnade: another distribution has replaced a part of this program:\n{said}"
        "Install Colonnade in an environment of its own, for instance: uv tool install colonnade\n",
    )


def test_whole(copy: Path) -> None:
    """A whole copy runs."""
    status, out, err = schema(copy)

    assert (0, "{\n", "") == (status, out[:2], err)


def test_the_copy_is_what_runs(copy: Path) -> None:
    """The copy comes before the checkout, so that the tests below look at what they think."""
    code = "import tui, sys; sys.stdout.write(tui.__file__)"

    assert (0, str(copy / "tui" / "__init__.py"), "") == schema(copy, code=code)


@pytest.mark.parametrize("name", PACKAGES)
def test_replaced(copy: Path, name: str) -> None:
    """A package whose `__init__.py` is another distribution's is named."""
    (copy / name / "__init__.py").write_text('"""A calendar of holidays."""\n')

    assert broken(f"the package '{name}' is no longer Colonnade's") == schema(copy)


@pytest.mark.parametrize("name", [name for name in PACKAGES if name != "tui"])
def test_missing(copy: Path, name: str) -> None:
    """A package that is gone is named."""
    shutil.rmtree(copy / name)

    assert broken(f"the package '{name}' is missing beside the others") == schema(copy)


def test_without_init(copy: Path) -> None:
    """A package whose `__init__.py` is gone is named, though Python would import the rest of it."""
    (copy / "planner" / "__init__.py").unlink()

    assert broken("the package 'planner' is missing beside the others") == schema(copy)


def test_binary_in_place_of_a_package(copy: Path) -> None:
    """An `__init__.py` that is no text is not ours."""
    (copy / "planner" / "__init__.py").write_bytes(b"\xff\xfe\0")

    assert broken("the package 'planner' is missing beside the others") == schema(copy)


@pytest.mark.parametrize("name", [name for name in PACKAGES if name != "tui"])
def test_shadowed(copy: Path, tmp_path: Path, name: str) -> None:
    """A package that another of the same name comes before is named."""
    other = tmp_path / "other"
    (other / name).mkdir(parents=True)
    (other / name / "__init__.py").write_text('"""Another."""\n')

    assert broken(f"the package '{name}' of another distribution comes before Colonnade's") == schema(copy, other)


def test_shadowed_by_a_module(copy: Path, tmp_path: Path) -> None:
    """A module in one file hides a package too."""
    other = tmp_path / "other"
    other.mkdir()
    (other / "planner.py").touch()

    assert broken("the package 'planner' of another distribution comes before Colonnade's") == schema(copy, other)


def test_all_damage_is_named(copy: Path) -> None:
    """Everything that is wrong is said at once."""
    shutil.rmtree(copy / "catalog")
    (copy / "planner" / "__init__.py").write_text("")
    shutil.rmtree(copy / "integrations")

    assert broken(
        "the package 'catalog' is missing beside the others",
        "the package 'planner' is no longer Colonnade's",
        "the package 'integrations' is missing beside the others",
    ) == schema(copy)


@pytest.mark.parametrize(
    ("module", "said"),
    [
        ("tui/commands/root.py", "tui.commands.root cannot be imported (No module named 'tui.commands.root')"),
        ("planner/schemas.py", "planner.schemas cannot be imported (No module named 'planner.schemas')"),
    ],
)
def test_module_is_missing(copy: Path, module: str, said: str) -> None:
    """A module that another distribution took with it is named, whether the start or the command needs it."""
    (copy / module).unlink()

    assert broken(said) == schema(copy)


def test_missing_dependency_is_no_damage(copy: Path) -> None:
    """A dependency that is not installed is not blamed on another distribution."""
    code = "import sys; sys.modules['pydantic'] = None\nfrom tui.cli import main; main()"
    status, out, err = schema(copy, code=code)

    assert (70, "", "a defect in Colonnade: ModuleNotFoundError: import of pydantic halted") == (status, out, err[:69])


def test_this_checkout() -> None:
    """The checkout that the tests run in is whole."""
    assert [] == damaged(ROOT)
