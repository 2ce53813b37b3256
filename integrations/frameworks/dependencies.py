"""What the entries of a foreign catalog wait for: names and ids resolved, and circles opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from integrations.frameworks.foreign import Node, shown

MAX_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry with our id, its name and the framework's own id (empty where it has none), and its maturity level."""

    node: Node
    id: str
    name: str
    uuid: str
    group: str
    level: int | None


@dataclass(frozen=True, slots=True)
class Edge:
    """`later` waits for `before`, both our ids; `node` is where the source says so."""

    node: Node
    later: str
    before: str


class Register:
    """Finds entries by their name or the framework's id; `left_out` names those that are not imported, and why."""

    def __init__(self, entries: Sequence[Entry], left_out: dict[str, str]) -> None:
        self.left_out = left_out
        self.by_uuid: dict[str, Entry] = {}
        self.by_name: dict[str, list[Entry]] = {}
        for entry in entries:
            if entry.uuid:
                self.by_uuid.setdefault(entry.uuid, entry)
            self.by_name.setdefault(entry.name, []).append(entry)
        self.known = [*self.by_name, *self.by_uuid]

    def find(self, node: Node, word: str, later: Entry) -> Entry | None:
        """The entry that `word` names; None, with a finding, where there is none."""
        if word in self.by_uuid:
            return self.by_uuid[word]
        named = self.by_name.get(word, [])
        if not named:
            reason = self.left_out.get(word) or f"names nothing here{node.notes.near(word, self.known)}"
            node.say("dangling-dependency", f"dependsOn: {shown(word)} {reason}; the dependency is left out")
            return None
        chosen = next((entry for entry in named if entry.group == later.group), named[0])
        if len(named) > 1:
            text = f"dependsOn: {shown(word)} names {len(named)} entries; '{chosen.id}' is taken"
            node.say("ambiguous-dependency", text)
        return chosen


def edges(entry: Entry, register: Register) -> list[Edge]:
    """What `entry` says that it waits for, each once; what cannot be understood is reported and left out."""
    depends = entry.node.get("dependsOn")
    if isinstance(depends.value, str) and depends.value.strip():
        depends.say(
            "dependency-shape", f"dependsOn: a list was expected, not {shown(depends.value)}; it is read as one"
        )
        words = [depends]
    elif isinstance(depends.value, list) or depends.value is None:
        words = depends.items("dependsOn")
    else:
        depends.say(
            "dependency-shape", f"dependsOn: a list of names was expected, not {shown(depends.value)}; left out"
        )
        words = []
    found: dict[str, Edge] = {}
    for node in words:
        if not isinstance(node.value, str) or not node.value.strip():
            node.say("dependency-shape", f"dependsOn: a name was expected, not {shown(node.value)}; it is left out")
            continue
        before = register.find(node, " ".join(node.value.split()), entry)
        if before is None:
            continue
        if before.id in found:
            node.say("repeated-dependency", f"dependsOn: {shown(node.value)} is named already")
        found.setdefault(before.id, Edge(node, entry.id, before.id))
    return list(found.values())


def without_circles(needs: dict[str, list[Edge]]) -> dict[str, list[Edge]]:
    """The edges without those that close a circle, each of which is reported with the whole circle.

    A search in depth in the order of the file: an edge to an entry that is still open closes a circle.
    """
    kept: dict[str, list[Edge]] = {name: [] for name in needs}
    done: set[str] = set()
    for start in needs:
        if start in done:
            continue
        path = {start: iter(needs[start])}
        while path:
            name = next(reversed(path))
            edge = next(path[name], None)
            if edge is None:
                done.add(name)
                del path[name]
            elif edge.before in path:
                _report(edge, list(path))
            else:
                kept[name].append(edge)
                if edge.before not in done:
                    path[edge.before] = iter(needs[edge.before])
    return kept


def _report(edge: Edge, path: list[str]) -> None:
    circle = [*path[path.index(edge.before) :], edge.before]
    if len(circle) > MAX_SHOWN:
        circle = [*circle[: MAX_SHOWN - 2], f"… ({len(circle) - MAX_SHOWN + 1} more)", circle[-1]]
    text = f"dependsOn goes in a circle: {' → '.join(circle)}"
    edge.node.say("dependency-cycle", f"{text}; '{edge.later}' waiting for '{edge.before}' is left out")


def report_inversions(needs: dict[str, list[Edge]], entries: dict[str, Entry]) -> None:
    """Report entries that wait for one of a higher maturity level."""
    for found in needs.values():
        for edge in found:
            level, before = entries[edge.later].level, entries[edge.before].level
            if level is not None and before is not None and before > level:
                text = f"an activity of level {level} waits for '{edge.before}', which has level {before}"
                edge.node.say("level-inversion", text)
