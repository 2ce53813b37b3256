"""What is compared when one placement is chosen before another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.optimiser.indexed import Indexed
    from planner.optimiser.listing import Schedule


@dataclass(frozen=True, slots=True)
class Terms:
    """What is to be earned: the problem's values, less the price of moving an item from its previous sprint."""

    previous: Mapping[int, int] = field(default_factory=dict)
    price: float = 0.0

    def score(self, schedule: Schedule) -> float:
        """What a placement earns, less what it costs to move there."""
        if not self.price:
            return schedule.objective()
        moved = sum(schedule.at[n] != sprint for n, sprint in self.previous.items())
        return schedule.objective() - self.price * moved

    def gain(self, of: Indexed, n: int, sprint: int) -> float:
        """What one item adds to the score in a sprint; in sprint 0 it is left out."""
        moved = self.price if n in self.previous and self.previous[n] != sprint else 0.0
        return of.value[n] * of.factor[sprint] - moved
