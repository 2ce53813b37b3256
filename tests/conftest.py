"""What holds for all tests."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import settings

from tests import stress

settings.register_profile("colonnade", deadline=None, derandomize=True)  # no clock, the same cases every time
settings.load_profile("colonnade")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--stress", action="store_true", help="run the tests marked 'stress' at their full size")


def pytest_configure(config: pytest.Config) -> None:
    stress.FULL = config.getoption("--stress")


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Takes a sentence with a figure that a test has measured; it is printed after all tests of `make stress`."""
    return lambda text: record_property("figure", text)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not stress.FULL:
        return
    reports = [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]
    for report in reports:
        for text in [value for name, value in report.user_properties if name == "figure"]:
            terminalreporter.write_line(f"{report.nodeid}: {text}")
