"""The wheel: what is in it, and whether it runs away from the checkout."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = {"catalog", "integrations", "planner", "tui"}


def call(*command: str, cwd: Path, **env: str) -> str:
    """The standard output of a command that must succeed."""
    found = subprocess.run(
        command, cwd=cwd, env={**os.environ, **env}, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert 0 == found.returncode, found.stderr
    return found.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without network."""
    folder = tmp_path_factory.mktemp("wheel")
    call(sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", str(folder), str(ROOT), cwd=folder)
    [found] = folder.iterdir()
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the wheel is installed in, with pip, or with uv where the environment has no pip."""
    folder = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    if importlib.util.find_spec("pip") is None:
        pip = [shutil.which("uv") or "uv", "pip"]
    call(*pip, "install", "--quiet", "--no-deps", "--no-index", "--target", str(folder), str(wheel), cwd=folder)
    return folder


def names(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


def test_top_level(wheel: Path) -> None:
    """The wheel holds the four packages and its own description, nothing that another distribution could own."""
    expected = PACKAGES | {"colonnade-0.1.0.dist-info"}

    assert expected == {name.partition("/")[0] for name in names(wheel)}


def test_modules(wheel: Path) -> None:
    """Every module of the four packages is in the wheel, and no other."""
    expected = {path.relative_to(ROOT).as_posix() for name in PACKAGES for path in (ROOT / name).rglob("*.py")}

    assert expected == {name for name in names(wheel) if name.endswith(".py")}


@pytest.mark.parametrize("folder", ["catalogs", "examples"])
def test_data(wheel: Path, folder: str) -> None:
    """Every file of the catalogs and examples is in the wheel, as it is in the checkout."""
    expected = {
        path.relative_to(ROOT / "data").as_posix() for path in (ROOT / "data" / folder).rglob("*") if path.is_file()
    }
    start = "catalog/_data/"

    assert expected == {name.removeprefix(start) for name in names(wheel) if name.startswith(f"{start}{folder}/")}


@pytest.mark.parametrize(
    "path",
    [
        "catalogs/five-pillars/five-pillars.yaml",
        "examples/fraud-scoring.yaml",
        "schemas/catalog.schema.json",
        "schemas/workload.schema.json",
        "schemas/plan.schema.json",
    ],
)
def test_what_ships(wheel: Path, path: str) -> None:
    """The catalog, the example and the schemas ship."""
    assert f"catalog/_data/{path}" in names(wheel)


def test_licence(wheel: Path) -> None:
    """The licence ships."""
    assert "colonnade-0.1.0.dist-info/licenses/LICENSE" in names(wheel)


def test_its_own_data(installed: Path, tmp_path: Path) -> None:
    """What is installed reads its own data, not that of a checkout."""
    code = "import sys; from catalog.loader import data_folder; sys.stdout.write(str(data_folder()))"

    assert str(installed / "catalog" / "_data") == call(
        sys.executable, "-c", code, cwd=tmp_path, PYTHONPATH=str(installed)
    )


def test_demo(installed: Path, tmp_path: Path) -> None:
    """What is installed runs the demo in any folder, and writes the plan there."""
    code = "from tui.cli import main; main()"
    call(sys.executable, "-c", code, "demo", cwd=tmp_path, PYTHONPATH=str(installed))

    assert ["plan.yaml"] == [path.name for path in tmp_path.iterdir()]


def test_script(installed: Path, tmp_path: Path) -> None:
    """The command `colonnade` is installed, and finds the catalog that ships."""
    script = installed / "bin" / "colonnade"
    out = call(sys.executable, str(script), "catalog", "lint", cwd=tmp_path, PYTHONPATH=str(installed))

    assert "no findings in" == out[:14]
