import pytest
from django.core.management import call_command

from publishing import actions
from tests.content.seeded import FILES


@pytest.fixture
def content(db):
    """The seeded content, as the fixtures hold it, each with its first version."""
    call_command("loaddata", *FILES, verbosity=0)
    actions.record_all_outside(first_by="fixtures")
