"""The count of trials, told at the end of a soak."""

from __future__ import annotations

import pytest

from laws.counting import Tally
from laws.edit_laws import SOAK

TALLY = Tally()


@pytest.fixture(scope="session")
def tally() -> Tally:
    """Where laws count their trials."""
    return TALLY


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Prints the table, for the soak alone."""
    if SOAK and TALLY.laws:
        terminalreporter.section("laws")
        for line in TALLY.table():
            terminalreporter.write_line(line)
