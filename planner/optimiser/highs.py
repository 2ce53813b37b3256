"""A HiGHS solver that prints nothing, on one thread, with a fixed seed.

Huangfu and Hall, "Parallelizing the dual revised simplex method", Mathematical Programming Computation 10 (2018).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from highspy import Highs, HighsLp


def solver_of(lp: HighsLp, options: Mapping[str, float | int | str] | None = None) -> Highs:
    """A solver that holds a programme and these options."""
    import highspy

    class Quiet(highspy.Highs):
        """Highs.__init__ switches callbacks on, which prints a line to standard output before it can be told not to."""

        def __init__(self) -> None:
            super(highspy.Highs, self).__init__()

    solver = Quiet()
    for name, value in {"output_flag": False, "threads": 1, "random_seed": 0, **(options or {})}.items():
        solver.setOptionValue(name, value)
    solver.passModel(lp)
    return solver
