import pytest

from links import named
from publishing import markdown
from tests.support import factories

pytestmark = pytest.mark.django_db


def everywhere():
    return {
        address: {kind for kind, _pk in places} for address, places in named.everywhere().items()
    }


def test_addresses_stand_in_fields_and_in_texts():
    factories.source(address="https://report.example/2012")
    factories.agency(site="https://help.example/")
    factories.entry(answer="See [here](https://text.example/a) and <http://text.example/b>.")
    assert everywhere() == {
        "https://report.example/2012": {"impact.source"},
        "https://help.example/": {"faq.agency"},
        "https://text.example/a": {"faq.entry"},
        "http://text.example/b": {"faq.entry"},
    }


def test_what_is_not_public_is_not_asked_about():
    factories.source(address="https://draft.example/", live=False)
    factories.entry(answer="See [here](https://draft.example/).", live=False)
    assert everywhere() == {}


def test_only_the_web_outside_this_site_is_looked_at(settings):
    settings.SITE_URL = "https://www.example.org"
    factories.entry(
        answer="[a](/faq/) [b](mailto:a@b.example) [c](tel:123) [d](https://www.example.org/x)"
        " [e](#p1) `https://code.example/` [g](https://outside.example/)"
        f" [h](https://long.example/{'x' * 3_000})"
    )
    assert set(everywhere()) == {"https://outside.example/"}


def test_places_of_one_page_are_one_address():
    factories.source(address="https://report.example/#page=2")
    factories.entry(answer="[a](https://report.example/#x) [b](https://report.example/)")
    assert everywhere() == {"https://report.example/": {"impact.source", "faq.entry"}}


def test_the_cost_does_not_grow_with_the_content(django_assert_num_queries):
    for number in range(20):
        factories.entry(answer=f"[a](https://e{number}.example/)")
        factories.source(address=f"https://s{number}.example/")
    with django_assert_num_queries(3):
        assert len(everywhere()) == 40


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("[a](https://a.example/) and [b](https://b.example/ 'title')", ["a", "b"]),
        ("[a](https://a.example/) [again](https://a.example/)", ["a"]),
        ("[by name][1]\n\n[1]: https://a.example/", ["a"]),
        ("`[a](https://a.example/)`", []),
        ("A bare https://a.example/ is no link.", []),
    ],
)
def test_the_links_of_a_text_are_those_its_readers_get(text, links):
    assert markdown.links_in(text) == tuple(f"https://{each}.example/" for each in links)
