"""Whether the program that starts is whole: its four packages have names that other distributions use too."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

PACKAGES = ("catalog", "planner", "integrations", "tui")
MARK = '"""Colonnade: '


def check_installation(error: ImportError | None = None) -> None:
    """End with a clear message where another distribution replaced or hides one of the packages.

    With an `error` of an import, the message names it where the packages themselves look right.
    """
    wrong = damaged(Path(__file__).parent.parent)
    if not wrong and error is not None and (error.name or "").split(".")[0] in PACKAGES:
        wrong = [f"{error.name} cannot be imported ({error})"]
    if not wrong:
        return
    lines = "".join(f"  {line}\n" for line in wrong)
    sys.stderr.write(
        "colonnade: another distribution has replaced a part of this program:\n"
        f"{lines}"
        "Install Colonnade in an environment of its own, for instance: uv tool install colonnade\n"
    )
    sys.exit(3)


def damaged(root: Path) -> list[str]:
    """What is wrong with the packages that should lie side by side in `root`, a sentence each."""
    wrong = []
    for name in PACKAGES:
        own = root / name / "__init__.py"
        try:
            ours = own.read_text(encoding="utf-8").startswith(MARK)
        except (OSError, UnicodeDecodeError):
            wrong.append(f"the package '{name}' is missing beside the others")
            continue
        if not ours:
            wrong.append(f"the package '{name}' is no longer Colonnade's")
            continue
        spec = importlib.util.find_spec(name)
        if spec is None or spec.origin is None or Path(spec.origin).resolve() != own.resolve():
            wrong.append(f"the package '{name}' of another distribution comes before Colonnade's")
    return wrong
