"""Whether the program that starts is whole: its four packages have names that other distributions use too."""

from __future__ import annotations

import os.path  # not pathlib, nor importlib.util: every start pays for what is imported here
import sys
from importlib.machinery import PathFinder

PACKAGES = ("catalog", "planner", "integrations", "tui")
MARK = '"""Colonnade: '


def check_installation(error: ImportError | None = None) -> None:
    """End with a clear message where another distribution replaced or hides one of the packages.

    With an `error` of an import, the message names it where the packages themselves look right.
    """
    wrong = damaged(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
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


def damaged(root: str) -> list[str]:
    """What is wrong with the packages that should lie side by side in `root`, a sentence each."""
    wrong = []
    for name in PACKAGES:
        own = os.path.join(root, name, "__init__.py")
        try:
            with open(own, encoding="utf-8") as file:
                ours = file.read().startswith(MARK)
        except (OSError, UnicodeDecodeError):
            wrong.append(f"the package '{name}' is missing beside the others")
            continue
        if not ours:
            wrong.append(f"the package '{name}' is no longer Colonnade's")
            continue
        spec = PathFinder.find_spec(name)
        if spec is None or spec.origin is None or os.path.realpath(spec.origin) != os.path.realpath(own):
            wrong.append(f"the package '{name}' of another distribution comes before Colonnade's")
    return wrong
