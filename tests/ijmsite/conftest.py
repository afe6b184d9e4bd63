import pytest

from tests.content import kept


@pytest.fixture
def content(db):
    """The seeded content, as the fixtures hold it, each with its first version."""
    kept.put()
