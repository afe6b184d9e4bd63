"""How large a series is: small with every `make test`, long with `make stress`."""

import os

import pytest

IS_LONG = os.environ.get("STRESS") == "long"


def sized(*, small, long):
    return long if IS_LONG else small


@pytest.fixture
def tried(record_property):
    """`tried(publications=40)`: what a series tried, for the summary; nothing tried fails it."""

    def tried(**figures):
        assert all(figures.values()), f"nothing was tried: {figures}"
        for name, figure in figures.items():
            record_property(name, figure)

    return tried


def pytest_terminal_summary(terminalreporter):
    """What each series tried, in figures."""
    reports = [each for each in terminalreporter.getreports("passed") if each.when == "call"]
    reports += terminalreporter.getreports("failed")
    for report in reports:
        if report.user_properties:
            figures = ", ".join(f"{figure:,} {name}" for name, figure in report.user_properties)
            terminalreporter.write_line(f"tried {report.nodeid.rpartition('::')[2]}: {figures}")
