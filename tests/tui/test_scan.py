"""`colonnade scan`: three repositories of teams, and what their files argue for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.builders import catalog_data, level, line_of, practice, workload_data, write
from tests.tui.running import ROOT, run

PRACTICES = {
    "infrastructure-as-code": [
        {"file": "*.tf", "level": 1},
        {"file": ".github/workflows/*.{yml,yaml}", "contains": "terraform (plan|apply)", "level": 2},
    ],
    "automated-tests": [
        {"file": "test_*.py", "contains": r"^\s*(async )?def test_", "level": 1},
        {"file": "{pyproject.toml,setup.cfg,pytest.ini}", "contains": r"--cov-fail-under=\d+", "level": 2},
    ],
    "model-packaging": [{"file": "{MLmodel,bentofile.yaml}", "level": 1}],
    "containers": [
        {"file": "{Dockerfile,*.dockerfile}", "level": 1},
        {"file": "{Dockerfile,*.dockerfile}", "contains": r"(?i)^\s*FROM\s+\S+@sha256:[0-9a-f]{64}", "level": 2},
    ],
    "runbooks": [{"file": "docs/runbooks/**", "level": 1}],
}

SERVICE = {
    "Dockerfile": "# the service\nFROM python:3.12\n",
    "infra/main.tf": "resource x y {}\n",
    "infra/.terraform/modules/x.tf": "not ours\n",
    ".gitignore": ".terraform/\n",
    ".github/workflows/deploy.yml": "steps:\n  - run: terraform init\n  - run: terraform apply -auto-approve\n",
    "docs/runbooks/restart.md": "# Restart\n",
    "tests/test_api.py": "import pytest\n\ndef test_health(): ...\n",
}
MODEL = {
    "models/churn/MLmodel": "flavors: {}\n",
    "pyproject.toml": "[tool.pytest.ini_options]\naddopts = '--cov-fail-under=80'\n",
    "tests/unit/test_a.py": "async def test_a(): ...\n",
    "tests/unit/test_b.py": "class Helper: ...\n",
    "train.dockerfile": f"FROM base@sha256:{'0' * 64}\n",
}
NOTEBOOKS = {
    "analysis.ipynb": "{}\n",
    "README.md": "terraform apply, def test_, Dockerfile\n",
    "test_notes.txt": "def test_x\n",
}


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    practices = [practice(id, level(), level(), level(), signals=signals) for id, signals in PRACTICES.items()]
    write(tmp_path / "catalog.yaml", catalog_data(*practices))
    write(tmp_path / "workload.yaml", workload_data())
    return tmp_path


def fill(files: dict[str, str]) -> None:
    for name, text in files.items():
        path = Path("repo") / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def scanned(*options: str) -> Any:
    return json.loads(run("scan", "workload.yaml", "repo", "--json", *options)[1])


def proposals(found: Any) -> dict[str, tuple[int, list[str]]]:
    return {
        row["practice"]: (row["proposed"], [f"{e['file']}:{e['line']}" for e in row["evidence"]])
        for row in found["proposals"]
    }


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (
            SERVICE,
            {
                "automated-tests": (1, ["tests/test_api.py:3"]),
                "containers": (1, ["Dockerfile:1"]),
                "infrastructure-as-code": (2, [".github/workflows/deploy.yml:3"]),
                "runbooks": (1, ["docs/runbooks/restart.md:1"]),
            },
        ),
        (
            MODEL,
            {
                "automated-tests": (2, ["pyproject.toml:2"]),
                "containers": (2, ["train.dockerfile:1"]),
                "model-packaging": (1, ["models/churn/MLmodel:1"]),
            },
        ),
        (NOTEBOOKS, {}),
    ],
    ids=["service", "model", "notebooks"],
)
def test_repositories(files: dict[str, str], expected: dict[str, tuple[int, list[str]]]) -> None:
    """A service with its infrastructure, a model with its tests, and a folder of notebooks give these proposals."""
    fill(files)
    assert proposals(scanned()) == expected


def test_nothing_is_written() -> None:
    """Without --write the workload stays as it is, and the command says how to write."""
    fill(SERVICE)
    before = Path("workload.yaml").read_bytes()
    _, _, err = run("scan", "workload.yaml", "repo")
    assert (Path("workload.yaml").read_bytes(), "--write puts" in err) == (before, True)


def test_write() -> None:
    """With --write the proposals are in the file, marked, and a second scan changes nothing."""
    fill(MODEL)
    assert scanned("--write")["written"] is True
    first = Path("workload.yaml").read_bytes()
    again = scanned("--write")
    entry = yaml.safe_load(first)["baseline"]["automated-tests"]
    assert (entry.pop("assessed").isoformat()[:2], entry) == (
        "20",
        {"level": 2, "evidence": "scan: pyproject.toml:2", "proposed": True},
    )
    assert (Path("workload.yaml").read_bytes(), again["written"]) == (first, False)
    assert [row["new"] for row in again["proposals"]] == [False, False, False]


def test_what_a_person_set() -> None:
    """Levels that a person set are not lowered, a higher one is proposed beside, and not applicable stays."""
    fill(MODEL)
    baseline = {
        "automated-tests": {"level": 3, "evidence": "seen"},
        "containers": {"level": 1, "evidence": "seen"},
        "model-packaging": {"not_applicable": True, "reason": "no models"},
    }
    write(Path("workload.yaml"), workload_data(baseline=baseline))
    found = scanned("--write")
    after = yaml.safe_load(Path("workload.yaml").read_text())["baseline"]
    assert [(row["practice"], row["reason"]) for row in found["kept"]] == [
        ("automated-tests", "level 3 was set already"),
        ("model-packaging", "set as not applicable: no models"),
    ]
    beside = after["containers"].pop("proposed")
    assert (after, beside["level"], beside["evidence"]) == (baseline, 2, "scan: train.dockerfile:1")


def test_accepting_closes_the_gap() -> None:
    """A proposed level is planned over until it is accepted; the gap says that something is proposed."""
    fill(MODEL)
    scanned("--write")
    before = {
        g["practice"]: (g["from"], g["proposed"]) for g in json.loads(run("gaps", "workload.yaml", "--json")[1])["gaps"]
    }
    run("baseline", "accept", "workload.yaml", "containers")
    after = {
        g["practice"]: (g["from"], g["proposed"]) for g in json.loads(run("gaps", "workload.yaml", "--json")[1])["gaps"]
    }
    assert (before["containers"], "containers" in after, after["model-packaging"]) == ((0, 2), False, (0, 1))


def test_page() -> None:
    """The page names each proposal with its evidence, and counts."""
    fill(SERVICE)
    status, out, err = run("scan", "workload.yaml", "repo")
    rows = [" ".join(line.split()) for line in out.splitlines()]
    assert (status, "O containers – → 1 new scan: Dockerfile:1" in rows, rows[-1]) == (
        0,
        True,
        "4 proposals, 4 of them new.",
    )
    assert "Scanned 6 files, looked into 3; found evidence for 4 of 5 practices" in " ".join(err.split())


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nowhere", "nowhere: there is no such folder"),
        ("workload.yaml", "workload.yaml: this is a file; a folder was expected"),
    ],
)
def test_no_repository(name: str, said: str) -> None:
    """Where REPO_DIR is missing or a file, that is said."""
    assert run("scan", "workload.yaml", name) == (3, "", f"colonnade: {said}\n")


def test_bad_signal() -> None:
    """A catalog whose patterns cannot be searched for is refused with file and line."""
    write(Path("catalog.yaml"), catalog_data(practice("a", signals=[{"file": "x", "contains": "(", "level": 1}])))
    status, _, err = run("scan", "workload.yaml", ".")
    assert (status, err.startswith("colonnade: catalog.yaml:"), "is no expression of RE2: missing ): (" in err) == (
        3,
        True,
        True,
    )


def test_this_repository() -> None:
    """In Colonnade's own repository a scan finds the pins, the tests and the checks, and passes by what git ignores."""
    signals = {
        "pins": [{"file": "constraints.txt", "contains": "^pydantic==", "level": 1}],
        "checks": [{"file": "/pyproject.toml", "contains": r"^\[tool\.mypy\]", "level": 1}],
        "decisions": [{"file": "docs/adr/**", "level": 1}],
        "installed": [{"file": "**/site-packages/**", "level": 1}],
    }
    practices = [practice(id, level(), signals=found) for id, found in signals.items()]
    write(Path("catalog.yaml"), catalog_data(*practices))
    found = proposals(json.loads(run("scan", "workload.yaml", str(ROOT), "--json")[1]))
    pins, checks = line_of(ROOT / "constraints.txt", "pydantic=="), line_of(ROOT / "pyproject.toml", "[tool.mypy]")
    assert found == {"checks": (1, [f"pyproject.toml:{checks}"]), "pins": (1, [f"constraints.txt:{pins}"])}


def test_this_repository_by_the_built_in_catalog() -> None:
    """Colonnade has tests, and checks that read the code; it runs no models, and its catalog is no evidence of any."""
    write(Path("workload.yaml"), workload_data(catalog=["five-pillars"]))
    found = proposals(json.loads(run("scan", "workload.yaml", str(ROOT), "--json")[1]))
    assert {practice: level for practice, (level, _) in found.items()} == {"automated-tests": 1, "static-analysis": 1}
