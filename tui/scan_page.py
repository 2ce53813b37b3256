"""What a scan of a repository found, and what it could not look into."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from catalog.counted import counted
from catalog.model import Catalog
from integrations.repository import Scan
from planner.baseline import Decision
from tui.proposals_page import proposals_data, proposals_page

FEW = 10
"""Of what was left out, so many are named."""


def scan_data(catalog: Catalog, scan: Scan, decisions: Sequence[Decision], *, written: bool) -> dict[str, Any]:
    """The proposals with `evidence` as files and lines, and what the scan went through and left out."""
    data = proposals_data(catalog, decisions)
    for row in (*data["proposals"], *data["kept"]):
        row["evidence"] = [{"file": e.path, "line": e.line} for e in scan.found.of(row["practice"])]
    return {
        **data,
        "files": scan.files,
        "opened": scan.opened,
        "links": scan.links,
        "catalogs_and_workloads": scan.own,
        "skipped": [{"path": skipped.path, "reason": skipped.why} for skipped in scan.skipped],
        "practices_with_signals": practices_with_signals(catalog),
        "written": written,
    }


def practices_with_signals(catalog: Catalog) -> int:
    return sum(bool(practice.signals) for practice in catalog.practices)


def scan_page(catalog: Catalog, decisions: Sequence[Decision]) -> RenderableType:
    return proposals_page(catalog, decisions)


def scan_summary(catalog: Catalog, scan: Scan, written: str) -> RenderableType:
    """What was gone through and left out; `written` says whether the workload has the proposals now."""
    rows: list[RenderableType] = []
    if scan.skipped:
        rows.append(Text(f"Not looked into, or not wholly ({len(scan.skipped)}):", style="bold"))
        rows += [f"  {skipped.path}: {skipped.why}" for skipped in scan.skipped[:FEW]]
        rows += [f"  and {len(scan.skipped) - FEW} more; --json names them all"] if len(scan.skipped) > FEW else []
    links = f", {counted(scan.links, 'link')} not followed" if scan.links else ""
    own = f", {counted(scan.own, 'catalog or workload', 'catalogs and workloads')} passed over" if scan.own else ""
    rows.append(
        f"Scanned {counted(scan.files, 'file')}, looked into {scan.opened:,}{links}{own}; found evidence for "
        f"{len(scan.found.level)} of {practices_with_signals(catalog)} practices that have signals. {written}"
    )
    return Group(*rows)
