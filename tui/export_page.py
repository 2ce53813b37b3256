"""What was exported, and what of a catalog is not in it or not as it was."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from integrations.frameworks.lens_export import Exported


def export_data(exported: Exported, output: str) -> dict[str, Any]:
    return {
        "format": "aws-lens",
        "output": output,
        "bytes": len(exported.text.encode()),
        "pillars": exported.pillars,
        "questions": exported.questions,
        "choices": exported.choices,
        "findings": [asdict(left) for left in exported.left],
    }


def export_lines(exported: Exported, output: str) -> list[str]:
    figures = f"{exported.choices} choices of {exported.questions} questions in {exported.pillars} pillars"
    return [f"Wrote {output}: {figures}, {len(exported.text.encode()) / 1000:.0f} KB."]


def left_lines(exported: Exported) -> list[str]:
    return [f"{left.id}: {left.text} [{left.rule}]" for left in exported.left]
