import pytest
import time_machine
from django.db import OperationalError, connection
from django.test import Client

from faq.models import Entry
from feedback import counting, senders, views
from feedback.models import Count, Hour
from publishing import actions
from tests.support import factories
from tests.support.moments import NOON

pytestmark = pytest.mark.django_db
HERE = {"Sec-Fetch-Site": "same-origin", "Origin": "null"}


@pytest.fixture(autouse=True)
def _nobody_known(monkeypatch):
    monkeypatch.setattr(views, "_senders", senders.Senders())


@pytest.fixture(autouse=True)
def _stopped_clocks(monkeypatch):
    """Presses count by the hour of the day, and by the seconds between two."""
    monkeypatch.setattr(views, "monotonic", lambda: 1.0)
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def reader():
    # No token is asked for, also where Django asks for tokens.
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def entry(db):
    return factories.entry(slug="what-is-it", question="What is it?")


def press(reader, answer="yes", *, slug="what-is-it", headers=HERE, **extra):
    return reader.post(f"/helpful/faq/{slug}/", {"answer": answer}, headers=headers, **extra)


def counts():
    return {each.answer: each.count for each in Count.objects.all()}


def main(response):
    page = response.content.decode()
    return page[page.index("<main") : page.index("</main>")]


def test_an_answer_asks_its_readers_without_script_cookie_or_token(reader, entry):
    response = reader.get("/faq/what-is-it/")
    page = response.content.decode()
    form = page[page.index('<form method="post"') : page.index("</form>")]
    assert 'action="/helpful/faq/what-is-it/"' in form
    assert form.count("<button") == 2
    assert "<input" not in form
    assert not response.cookies


def test_readers_are_asked_about_answers_alone(reader, entry):
    figure = factories.figure()
    for address in (figure.get_absolute_url(), "/faq/", "/", "/handout/"):
        assert "/helpful/" not in reader.get(address).content.decode(), address


def test_versions_and_previews_ask_nothing(reader, entry, client):
    actions.record_all_outside(first_by="fixtures")
    assert "/helpful/" in reader.get("/faq/what-is-it/").content.decode()
    assert "/helpful/" not in reader.get("/faq/what-is-it/v/1/").content.decode()


def test_where_browsers_would_not_say_where_a_form_comes_from_nobody_is_asked(
    reader, entry, settings
):
    settings.SITE_URL = "http://www.example.org"
    assert "/helpful/" not in reader.get("/faq/what-is-it/").content.decode()


def test_yes_is_counted_and_thanked_for(reader, entry):
    response = press(reader)
    assert (response.status_code, response["Location"]) == (303, "/helpful/faq/what-is-it/yes/")
    assert counts() == {"yes": 1}
    thanks = reader.get(response["Location"])
    assert thanks.status_code == 200
    assert "Thank you" in main(thanks)
    assert "<form" not in main(thanks)
    assert 'href="/faq/what-is-it/"' in main(thanks)
    assert not response.cookies
    assert not thanks.cookies
    assert thanks["Surrogate-Key"] == "faq.entry:what-is-it"


def test_no_is_counted_and_asks_for_one_of_four_reasons(reader, entry):
    asked = main(reader.get(press(reader, "no")["Location"]))
    assert counts() == {"no": 1}
    assert asked.count("<button") == 4
    assert "I could not tell where a figure comes from" in asked
    assert "<input" not in asked
    assert "<textarea" not in asked


@pytest.mark.parametrize("reason", ["not-found", "hard", "unsourced", "wrong"])
def test_a_reason_is_counted_beside_the_no(reader, entry, reason):
    press(reader, "no")
    response = press(reader, reason)
    assert counts() == {"no": 1, reason: 1}
    assert "<form" not in main(reader.get(response["Location"]))


def test_whoever_found_something_wrong_learns_whom_to_write_to(reader, entry, settings):
    settings.CONTACT_EMAIL = ""
    assert "mailto:" not in main(reader.get("/helpful/faq/what-is-it/wrong/"))
    settings.CONTACT_EMAIL = "figures@example.org"
    assert "mailto:figures@example.org" in main(reader.get("/helpful/faq/what-is-it/wrong/"))
    assert "mailto:" not in main(reader.get("/helpful/faq/what-is-it/hard/"))


def test_a_double_click_counts_once_and_thanks_twice(reader, entry):
    assert [press(reader).status_code for _each in range(2)] == [303, 303]
    assert counts() == {"yes": 1}


def test_two_readers_count_twice(reader, entry):
    for address in ("192.0.2.1", "192.0.2.2"):
        press(reader, REMOTE_ADDR=address)
    assert counts() == {"yes": 2}


@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "null"}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}],
)
def test_a_form_of_another_site_is_refused_in_words(reader, entry, headers):
    response = press(reader, headers=headers)
    assert response.status_code == 403
    assert "This was not counted" in main(response)
    assert response["Cache-Control"] == "no-store"
    assert counts() == {}


def test_one_sender_cannot_press_without_end(reader, entry):
    sent = [press(reader).status_code for _each in range(senders.MOST_AN_HOUR + 1)]
    assert sent[-2:] == [303, 429]
    response = press(reader)
    assert response["Retry-After"] == "3600"
    assert "You can try again in an hour." in main(response)


def test_many_senders_cannot_press_without_end(reader, entry):
    press(reader)
    Hour.objects.update(count=counting.MOST_AN_HOUR)
    assert press(reader, "no").status_code == 429
    assert counts() == {"yes": 1}


@pytest.mark.parametrize("answer", ["", "maybe", "YES", "yes\x00", "y" * 2_000])
def test_an_answer_that_is_none_is_told_so(reader, entry, answer):
    response = press(reader, answer)
    assert response.status_code == 400
    assert "We could not read it." in main(response)
    assert counts() == {}


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"x" * 5_000_000, "application/x-www-form-urlencoded"),
        (b"&".join([b"a=1"] * 300), "application/x-www-form-urlencoded"),
        (b"nonsense", "multipart/form-data; boundary=x"),
        (b"nonsense", "multipart/form-data"),
        (b'{"answer": "yes"}', "application/json"),
        (b"answer=%ff%fe", "application/x-www-form-urlencoded; charset=utf-16"),
        (b"", "application/x-www-form-urlencoded"),
    ],
)
def test_a_body_of_anything_else_is_refused_and_counts_nothing(reader, entry, body, kind):
    response = reader.post("/helpful/faq/what-is-it/", body, content_type=kind, headers=HERE)
    assert response.status_code == 400
    assert counts() == {}


@pytest.mark.parametrize(
    "address",
    [
        "/helpful/faq/nothing/",
        "/helpful/impact/what-is-it/",
        "/helpful/nothing/what-is-it/",
        "/helpful/faq/nothing/yes/",
        "/helpful/faq/what-is-it/maybe/",
    ],
)
def test_what_is_not_there_is_not_found(reader, entry, address):
    assert reader.get(address).status_code == 404


def test_what_is_not_public_takes_no_answers(reader, entry):
    Entry.everything.update(live=False)
    assert press(reader).status_code == 404
    assert counts() == {}


def test_a_page_left_open_over_a_renaming_still_counts(reader, entry):
    actions.record_all_outside(first_by="fixtures")
    Entry.everything.filter(pk=entry.pk).update(slug="what-is-it-now")
    actions.record_all_outside(first_by="fixtures")
    assert press(reader)["Location"] == "/helpful/faq/what-is-it-now/yes/"


def test_the_address_of_the_form_leads_back_to_the_answer(reader, entry):
    response = reader.get("/helpful/faq/what-is-it/")
    assert (response.status_code, response["Location"]) == (302, "/faq/what-is-it/")


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_no_other_method_is_known(reader, entry, method):
    assert getattr(reader, method)("/helpful/faq/what-is-it/").status_code == 405
    assert getattr(reader, method)("/helpful/faq/what-is-it/yes/").status_code == 405


def test_thanks_are_not_for_search_engines(reader, entry):
    page = reader.get("/helpful/faq/what-is-it/yes/").content.decode()
    assert '<meta name="robots" content="noindex">' in page


def test_a_busy_database_is_told_in_words(reader, entry):
    def busy(execute, sql, *rest):
        if sql.startswith("UPDATE"):
            raise OperationalError("database is locked")
        return execute(sql, *rest)

    with connection.execute_wrapper(busy):
        response = press(reader)
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert counts() == {}


def test_the_form_weighs_little(reader, entry, settings):
    def packed():
        headers = {"Accept-Encoding": "gzip"}
        return len(reader.get("/faq/what-is-it/", headers=headers).content)

    asking = packed()
    settings.SITE_URL = "http://www.example.org"
    assert asking - packed() < 400


def test_its_query_counts_stand(reader, entry, django_assert_num_queries):
    press(reader, REMOTE_ADDR="192.0.2.1")
    with django_assert_num_queries(6):
        press(reader, REMOTE_ADDR="192.0.2.2")
    with django_assert_num_queries(2):
        reader.get("/helpful/faq/what-is-it/yes/")


def test_no_row_and_no_log_tells_who_pressed(reader, entry, caplog):
    press(reader, REMOTE_ADDR="192.0.2.77")
    stored = str([list(model.objects.values()) for model in (Count, Hour)])
    assert "192.0.2.77" not in stored + caplog.text
