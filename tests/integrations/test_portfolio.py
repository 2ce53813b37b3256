"""Work on executors, and the files of a portfolio."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import pytest

from catalog import loader
from integrations import executors, portfolio
from integrations.executors import InProcess
from planner.portfolio import Place, in_parallel
from tests.builders import catalog_data, practice, write


def double(number: int) -> int:
    return 2 * number


def die_on_three(number: int) -> int:
    """Ends its process at once for 3."""
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def lost(number: int, _error: Exception) -> int:
    return -number


class Slow(Executor):
    """Does nothing until it is told to; `most` is how many jobs it ever held at once."""

    def __init__(self) -> None:
        self.held: list[Future[Any]] = []
        self.most = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.held.append(future)
        self.most = max(self.most, sum(not f.done() for f in self.held))
        if len(self.held) % 2 == 0:  # the second of each pair is done at once
            future.set_result(fn(*args, **kwargs))
            self.held[-2].set_result(-1)
        return future


def test_every_job_has_a_result() -> None:
    """All results arrive, however many workers there are."""
    for workers in (1, 2, 100):
        assert [0, 2, 4, 6, 8] == sorted(in_parallel(Place(InProcess(), workers), double, range(5), lost))


def test_no_more_jobs_are_out_than_two_for_each_worker() -> None:
    """A thousand jobs are handed over a few at a time."""
    slow = Slow()
    assert 1000 == len(list(in_parallel(Place(slow, 2), double, range(1000), lost)))
    assert slow.most <= 4


def test_an_error_of_one_job_is_its_own() -> None:
    """What a function raises is told for its job; the others have their results."""

    def half(number: int) -> int:
        return 6 // number

    assert [0, 2, 3, 6] == sorted(in_parallel(Place(InProcess(), 1), half, [0, 1, 2, 3], lost))


def test_what_was_not_begun_is_cancelled() -> None:
    """When the consumer stops, the jobs that wait are cancelled."""

    class Never(Slow):
        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            if not self.held:
                return super().submit(fn, *args, **kwargs)
            done: Future[Any] = Future()
            done.set_result(0)
            return done

    never = Never()
    results = in_parallel(Place(never, 1), double, range(10), lost)
    assert 0 == next(results)
    results.close()  # type: ignore[attr-defined]
    assert never.held[0].cancelled()


def test_a_worker_that_dies_loses_its_jobs_and_no_more_is_lost() -> None:
    """Where a process is killed, its job and those that no process is left for are told; nothing hangs."""
    with executors.local(2) as place:
        results = sorted(in_parallel(place, die_on_three, range(6), lost))
    assert {0, 1, 2, 3, 4, 5} == {abs(result) for result in results}
    assert -3 in results


def test_a_place_that_is_gone_loses_what_it_had(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing comes and nobody is there any more, every job is told as lost; nothing hangs."""

    class Gone(Slow):
        def submit(self, *_: Any, **__: Any) -> Future[Any]:
            return Future()

    monkeypatch.setattr("planner.portfolio.LISTEN", 0)
    assert [-3, -2, -1] == sorted(in_parallel(Place(Gone(), 1, lambda: False), double, [1, 2, 3], lost))


def test_a_catalog_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker reads a catalog again only when one of its files has changed."""
    read: list[int] = []
    load = loader.load
    monkeypatch.setattr(loader, "load", lambda paths: read.append(1) or load(paths))
    path = write(tmp_path / "catalog.yaml", catalog_data(practice("a")))
    first, again = portfolio.cached_load([path]), portfolio.cached_load([path])
    assert (True, 1) == (first is again, len(read))
    write(path, catalog_data(practice("a"), practice("b")))
    assert ["a", "b"] == [p.id for p in portfolio.cached_load([path]).practices]


def test_few_catalogs_are_kept(tmp_path: Path) -> None:
    """The memory of a worker does not grow with the number of catalogs."""
    for n in range(10):
        portfolio.cached_load([write(tmp_path / f"{n}.yaml", catalog_data(practice("a")))])
    assert portfolio.KEPT == len(portfolio._catalogs)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("workload: a\n", True),
        ('"workload": a\n', True),
        ("# a comment\nworkload : a\n", True),
        ("schema: colonnade/plan@1\nworkload: a\n", False),
        ("catalog: a\n", False),
        ("x:\n  workload: a\n", False),
        ("", False),
    ],
)
def test_what_is_a_workload(tmp_path: Path, text: str, expected: bool) -> None:
    """A file with the key `workload` on the outside and without `schema` is a workload."""
    path = tmp_path / "file.yaml"
    path.write_text(text)
    assert expected == portfolio.is_workload(path)
