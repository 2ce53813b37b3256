"""What an import brought, what it had to assume, and what was wrong in the source."""

from __future__ import annotations

from typing import Any

from catalog.counted import counted


def import_lines(data: dict[str, Any]) -> list[str]:
    lines = [f"{_place(f)}: {f['text']} [{f['rule']}]" for f in data["findings"]]
    counts = ", ".join(f"{count} {rule}" for rule, count in data["counts"].items())
    size = (
        f"{counted(data['practices'], 'practice')} with {counted(data['levels'], 'level')}, "
        f"of {counted(data['principles'], 'principle')} in {counted(data['pillars'], 'pillar')}, "
        f"{counted(data['edges'], 'prerequisite')}, longest chain {data['longest_chain']}"
    )
    lines.append(f"Wrote {data['output']}: {size}.")
    lines.append(
        f"Wrong in the source, and reported above: {counts}." if counts else "Nothing was wrong in the source."
    )
    lines += [f"Assumed {what}: {sentence}" for what, sentence in data["assumed"].items()]
    return lines


def _place(finding: dict[str, Any]) -> str:
    """File, line and key, as far as there are any."""
    line = "" if finding["line"] is None else f":{finding['line']}"
    return f"{finding['file']}{line}" + (f": {finding['key']}" if finding["key"] else "")
