"""Where work is done: in this process, in processes of this machine, or on a Dask cluster."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from typing import Any, ParamSpec, TypeVar

from catalog.errors import BadInput
from planner.errors import NotNow
from planner.portfolio import Place

P = ParamSpec("P")
T = TypeVar("T")

CONNECT = 10
"""Seconds to wait for a cluster to answer."""


class InProcess(Executor):
    """Does the work at once, in this process: what one worker needs."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def local(workers: int) -> Iterator[Place]:
    """Processes of this machine; leaving them waits for what was begun.

    The processes start afresh (spawn), the same on every system, and leave an interrupt to this process.
    """
    if workers == 1:
        yield Place(InProcess(), 1)
        return
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_deaf_to_interrupts)
    try:
        yield Place(pool, workers)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _deaf_to_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def cluster(address: str) -> Iterator[Place]:
    """The threads of the workers of a Dask cluster.

    Raises BadInput where the extra `cluster` is not installed or the address is none, NotNow where no scheduler
    answers or it has no workers.
    """
    try:
        from distributed import Client
    except ImportError:
        raise BadInput.one("--cluster", "this needs the extra 'cluster': install colonnade[cluster]") from None
    for name in list(logging.root.manager.loggerDict):
        if name.split(".")[0] == "distributed":
            logging.getLogger(name).setLevel(logging.CRITICAL)  # what fails is told by us
    try:
        client: Any = Client(  # type: ignore[no-untyped-call]
            address, timeout=CONNECT, set_as_default=False
        )
    except ValueError as error:
        raise BadInput.one("--cluster", f"'{address}' is no address of a scheduler: {error}") from None
    except OSError:
        raise NotNow(f"no Dask scheduler answered at {address} within {CONNECT} s") from None
    try:
        threads = sum(client.nthreads().values())
        if not threads:
            raise NotNow(f"the Dask scheduler at {address} has no workers")
        yield Place(client.get_executor(pure=False), threads, lambda: client.status in ("running", "connecting"))
    finally:
        with suppress(Exception):  # a scheduler that is gone cannot be taken leave of
            client.close(timeout=1)
