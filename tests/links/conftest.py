import pytest

from tests.links import outside


@pytest.fixture
def site():
    """A server that stands for the outside."""
    with outside.running() as running:
        yield running
