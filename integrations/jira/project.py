"""What a Jira project is, as found out by asking it: the values that everything else goes by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class IssueType:
    """`fields`: ids of the fields on the create screen; `required`: names by id of those that have no default."""

    id: str
    name: str
    fields: frozenset[str] = frozenset()
    required: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class JiraSite:
    """A project with its board. `style` is team-managed or company-managed; field ids are None where there is none.

    `lacks` are permissions; `degraded` says what will be left out and why; `blocked` what must be mended before
    anything can be written.
    """

    server: str
    deployment: str
    version: str
    id: str
    key: str
    name: str
    style: str
    types: Mapping[str, IssueType] = field(default_factory=dict)
    board: int | None = None
    board_name: str = ""
    points: str | None = None
    epic_link: str | None = None
    epic_name: str | None = None
    sprint: str | None = None
    link_type: str | None = None
    done: tuple[str, ...] = ()
    lacks: frozenset[str] = frozenset()
    remarks: tuple[str, ...] = ()
    degraded: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()

    @property
    def cloud(self) -> bool:
        return self.deployment == "cloud"

    @property
    def api(self) -> str:
        return "/rest/api/3" if self.cloud else "/rest/api/2"

    @property
    def identity(self) -> str:
        """What a ledger is bound to: the server and the number of the project, which no renaming changes."""
        return f"{self.server} {self.id}"

    def has_points(self) -> bool:
        return self.points is not None and "story" in self.types and self.points in self.types["story"].fields
