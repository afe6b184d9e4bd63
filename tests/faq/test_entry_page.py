import datetime

import pytest

from faq.models import Entry
from impact.models import Measurement, Statistic
from tests.support import factories

pytestmark = pytest.mark.django_db


def shown(client):
    return client.get("/faq/what/").content.decode()


@pytest.fixture
def answer():
    factories.figure(slug="relief", value=100, title="People helped")
    return factories.entry(slug="what", answer="First.\n\nThen {{ figure:relief }} were helped.")


@pytest.mark.usefixtures("answer")
@pytest.mark.parametrize(
    ("model", "changed", "words"),
    [
        (Measurement, {"value": 250}, "250 people"),
        (Measurement, {"how_counted": "from court records"}, "From court records."),
        (
            Measurement,
            {"status": "confirmed", "confirmed_on": datetime.date(2026, 3, 2)},
            '<span class="status confirmed">Confirmed</span>',
        ),
        (Statistic, {"title": "People set free"}, "People set free"),
        (Statistic, {"live": False}, "[figure “relief” not found]"),
        (Entry, {"answer": "{{ figure:relief }} came first."}, 'id="p1"><a'),
        (Entry, {"answer": "First.\n\nNothing is known."}, "Nothing is known."),
    ],
)
def test_a_paragraph_follows_whatever_it_shows(client, model, changed, words):
    before = shown(client)
    model._base_manager.update(**changed)
    after = shown(client)
    assert after != before
    assert words in after
