"""Public instances with known reference values, read from the folder of reference data."""

from __future__ import annotations

import os
from pathlib import Path

from planner.optimiser.problem import Item, Need, Problem

REFERENCE = Path(os.environ.get("COLONNADE_REFERENCE_DATA", Path(__file__).parents[3] / "shared" / "data"))
PLANNING = REFERENCE / "planning"
COST = "cost"


def newman1(folder: Path = PLANNING / "minelib") -> Problem:
    """The constrained pit limit problem of MineLib's newman1: 1,060 blocks, 6 periods, 2 resources.

    Espinoza, Goycoolea, Moreno, Newman 2013, "MineLib: a library of open pit mining problems", Annals of Operations
    Research 206. Tonnages have two decimals, and are counted in hundredths.
    """
    sections = _sections(folder / "newman1.cpit")
    head = sections["head"]
    horizon, rate = int(head["NPERIODS"][0]), float(head["DISCOUNT_RATE"][0])
    limits: dict[str, dict[int, int]] = {}
    for resource, period, _, limit in sections["RESOURCE_CONSTRAINT_LIMITS"].values():
        limits.setdefault(f"r{resource}", {})[int(period)] = round(float(limit) * 100)
    values = {block: float(value) for block, value in sections["OBJECTIVE_FUNCTION"].values()}
    efforts: dict[str, dict[str, int]] = {}
    for block, resource, amount in sections["RESOURCE_CONSTRAINT_COEFFICIENTS"].values():
        if whole := round(float(amount) * 100):
            efforts.setdefault(block, {})[f"r{resource}"] = whole
    needs: dict[str, tuple[Need, ...]] = {}
    for line in (folder / "newman1.prec").read_text().splitlines():
        block, _, *before = line.split()
        needs[block] = tuple(Need(f"b{b}") for b in before)
    items = tuple(Item(f"b{b}", values[b], efforts.get(b, {}), needs.get(b, ())) for b in values)
    capacity = {name: tuple(found[t] for t in range(horizon)) for name, found in sorted(limits.items())}
    return Problem(horizon, 1 / (1 + rate), capacity, items)


def _sections(path: Path) -> dict[str, dict[str, list[str]]]:
    """The lines of each section, split into words, by their number; of the head by the word before the colon."""
    found: dict[str, dict[str, list[str]]] = {"head": {}}
    name = ""
    for line in path.read_text().splitlines():
        key, colon, rest = line.partition(":")
        if colon and rest.strip():
            found["head"][key.strip()] = rest.split()
        elif colon:
            name = key.strip()
            found[name] = {}
        elif name and len(line.split()) > 1:
            found[name][str(len(found[name]))] = line.split()
    return found


def next_release(name: str, ratio: float, folder: Path = PLANNING / "nrp") -> Problem:
    """A next release problem: requirements with costs, customers who pay when all that they ask for is there.

    One sprint holds `ratio` of the cost of all requirements. Bagnall, Rayward-Smith, Whittley 2001, "The next release
    problem", Information and Software Technology 43; instances by Xuan, Jiang, Ren, Luo 2012.
    """
    numbers = iter((folder / f"{name}.txt").read_text().split())

    def take() -> int:
        return int(next(numbers))

    costs = [take() for _ in range(take()) for _ in range(take())]
    needs: dict[int, list[int]] = {}
    for _ in range(take()):
        before, after = take(), take()
        needs.setdefault(after, []).append(before)
    items = [
        Item(f"r{n}", 0.0, {COST: cost}, tuple(Need(f"r{b}") for b in sorted(set(needs.get(n, ())))))
        for n, cost in enumerate(costs, 1)
    ]
    for customer in range(take()):
        profit = take()
        wanted = sorted({take() for _ in range(take())})
        items.append(Item(f"c{customer}", float(profit), {}, tuple(Need(f"r{w}") for w in wanted)))
    return Problem(1, 1.0, {COST: (int(ratio * sum(costs) + 1e-9),)}, tuple(items))
