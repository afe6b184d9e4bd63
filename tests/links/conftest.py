import pytest

from tests.support import outside_servers


@pytest.fixture
def site():
    """A server that stands for the outside."""
    with outside_servers.running() as running:
        yield running
