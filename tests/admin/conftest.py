import pytest

from tests.support import factories


@pytest.fixture
def editor(db, client):
    """A browser signed in as an editor."""
    client.force_login(factories.user("Editor", username="editor"))
    return client
