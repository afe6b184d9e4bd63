"""A reader says whether an answer helped, with a script and without."""

import pytest

from tests.support.axe import violations
from tests.support.html_checker import assert_valid

pytestmark = pytest.mark.browser
ANSWER = "/faq/what-evidence-shows-it-works/"
SAY = "/helpful/faq/what-evidence-shows-it-works/"


def press(reader, name):
    reader.get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
def test_a_reader_says_no_and_why_and_finds_the_way_back(page, site, script):
    reader = page(width=390, script=script)
    reader.goto(ANSWER)
    press(reader, "No")
    reader.wait_for_url(f"**{SAY}no/")
    press(reader, "It is hard to understand")
    reader.wait_for_url(f"**{SAY}hard/")
    assert reader.get_by_role("heading", name="Thank you").is_visible()
    reader.reload()
    reader.go_back()
    reader.wait_for_url(f"**{SAY}no/")
    reader.go_back()
    reader.wait_for_url(f"**{ANSWER}")
    assert not reader.context.cookies()


def test_staff_read_how_often_each_answer_was_given(page, site):
    reader = page()
    reader.goto("/faq/what-is-ijm/")
    press(reader, "Yes")
    reader.wait_for_url("**/yes/")
    counted = (
        "from feedback.models import Count;"
        "print(*Count.objects.filter(answer='yes').values_list('count', flat=True))"
    )
    assert site.manage("shell", "--verbosity=0", "--command", counted).split() == ["1"]


@pytest.mark.parametrize("options", [{"width": 320}, {"width": 1280, "dark": True}])
def test_every_page_of_it_is_accessible_valid_and_fits(page, options):
    reader = page(**options)
    found = []
    for answer in ("yes", "no", "not-found", "wrong"):
        reader.goto(f"{SAY}{answer}/")
        assert not violations(reader), answer
        assert reader.evaluate("document.documentElement.scrollWidth <= innerWidth"), answer
        found.append((answer, reader.request.get(f"{SAY}{answer}/").text()))
    assert_valid(found)


def test_paper_asks_nothing(page):
    paper = page(media="print")
    paper.goto(ANSWER)
    assert not paper.get_by_text("Was this answer helpful?").is_visible()
