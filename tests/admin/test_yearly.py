"""The yearly round: figures side by side, one draft each, checked and published together."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from impact.models import Measurement, Statistic
from impact.yearly import rounds
from publishing import actions, history
from publishing.models import Revision
from tests.support import admin_addresses, admin_drafts, factories
from tests.support.admin_drafts import words
from tests.support.html_forms import filled

State = Revision.State
NOW = datetime.datetime(2026, 11, 24, 14, 2, tzinfo=datetime.UTC)
YEAR = 2025


@pytest.fixture(autouse=True)
def _at_one_time(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def editor(client, db):
    person = factories.user("Editor", first_name="Amina")
    client.force_login(person)
    return person


def url(year=YEAR):
    return reverse("admin:impact_statistic_yearly", args=[year])


def yearly(year=2024, value=2400, **values):
    """A figure counted every year, with the value of one year."""
    title = values.pop("title", "People brought relief")
    given = {name: values.pop(name) for name in ("form", "qualifier", "said_in") if name in values}
    made = factories.statistic(title=title, yearly=True, **values)
    factories.measurement(
        statistic=made,
        key=str(year),
        value=Decimal(value),
        period_from=f"{year}-01-01",
        period_to=f"{year}-12-31",
        **given,
    )
    return made


def sent(client, year=YEAR):
    return filled(client.get(url(year)), "yearly_form")


def save(client, figure, button="_save", year=YEAR, form=None, **typed):
    form = sent(client, year) if form is None else form
    changes = {f"{figure.pk}-{name}": value for name, value in typed.items()}
    return client.post(url(year), {**form, **changes, button: ""})


def newest(figure):
    return history.data(history.head(figure.pk))


def values(figure):
    return {each["key"]: each for each in newest(figure)["parts"]["measurements"].values()}


def test_a_value_becomes_a_draft_and_nothing_public_changes(client, editor):
    source = factories.source(slug="report-2025")
    figure = yearly(qualifier="more-than")
    response = save(
        client,
        figure,
        value="3,100",
        qualifier="about",
        said_in="report-2025",
        period_note="the last quarter is estimated",
    )
    assert response.url == url()
    added = values(figure)["2025"]
    assert (added["qualifier"], added["value"]) == ("about", "3100.0000")
    assert (added["period_from"], added["period_to"]) == ("2025-01-01", "2025-12-31")
    assert added["said_in"] == [source.slug]
    assert added["period_note"] == "the last quarter is estimated"
    assert (added["status"], added["form"]) == ("as-stated", "number")
    assert history.head(figure.pk).state == State.DRAFT
    assert Measurement.objects.get().key == "2024"
    said = words(client.get(url()))
    assert "1 draft saved at 14:02. The public text has not changed." in said
    assert "1 of 1 ready · nothing is public yet" in said
    assert 'value="3100"' in said


def test_the_year_before_stands_beside_its_field(client, editor):
    source = factories.source(title="Annual report 2024")
    figure = yearly(qualifier="more-than", said_in=source, sentence="found relief")
    said = words(client.get(url()))
    assert "<b>more than 2,400 people</b>, 2024" in said
    assert "Annual report 2024" in said
    assert "… found relief" in said
    assert sent(client)[f"{figure.pk}-said_in"] == [source.slug]
    assert sent(client)[f"{figure.pk}-qualifier"] == ["more-than"]


def test_a_source_of_long_ago_is_not_taken_over_unasked(client, editor):
    figure = yearly(2012, said_in=factories.source(slug="handout"))
    assert f"{figure.pk}-said_in" not in {
        name for name, chosen in sent(client).items() if chosen != [""]
    }
    save(client, figure, value="3100")
    assert values(figure)["2025"]["said_in"] is None


def test_only_public_figures_counted_every_year_are_asked_for(client, editor):
    yearly(title="Asked for")
    factories.figure(title="Counted once")
    yearly(title="Not public", live=False)
    rows = client.get(url()).context["round"].rows
    assert [str(row.statistic) for row in rows] == ["Asked for"]


def test_no_figure_needs_a_reason_and_is_told_to_readers_in_time(client, editor):
    figure = yearly()
    save(client, figure, because="the count was not finished")
    assert newest(figure)["fields"]["not_counted"] == "2025: the count was not finished"
    assert "2025" not in values(figure)
    said = words(client.get(url()))
    assert "1 of 1 ready" in said
    head = history.head(figure.pk)
    actions.publish(revisions=[head], by=editor, note="No figure for 2025.", force=True)
    page = words(Client().get(f"/impact/{figure.slug}/"))
    assert "figure for 2025: the count was not finished" in page


def test_a_value_takes_the_place_of_a_reason_and_back(client, editor):
    figure = yearly()
    save(client, figure, because="not finished")
    save(client, figure, because="", value="2500")
    assert newest(figure)["fields"]["not_counted"] == ""
    assert "2025" in values(figure)
    save(client, figure, because="withdrawn by the counters", value="")
    assert "2025" not in values(figure)
    assert Measurement.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"value": "many"}, "Write a number in digits, such as 3100 or 3,100."),
        ({"value": "3,5"}, "Write a number in digits"),
        ({"value": "1e5"}, "Write a number in digits"),
        ({"value": "NaN"}, "Write a number in digits"),
        ({"value": "٣٤"}, "Write a number in digits"),
        ({"value": "9" * 60}, "Write a number in digits"),
        ({"value": "9" * 16}, "The value must be below 1,000,000,000,000,000, and"),
        ({"value": "9" * 30}, "no more than 24 digits"),
        ({"value": "-5"}, "Only a change in percent can be below zero."),
        ({"value": "2500.12345"}, "no more than 4 decimal places"),
        ({"value": "2500", "because": "none"}, "not both"),
        ({"period_note": "estimated"}, "This note needs a value"),
        ({"value": "2500", "period_note": "x" * 201}, "at most 200 characters"),
        ({"value": "2500", "qualifier": "roughly"}, "Select a valid choice"),
        ({"value": "2500", "said_in": "nowhere"}, "Select a valid choice"),
        ({"value": "\x00"}, "Null characters are not allowed."),
    ],
)
def test_what_cannot_be_kept_is_told_and_stays_in_the_form(client, editor, typed, sentence):
    figure = yearly()
    response = save(client, figure, **typed)
    assert response.status_code == 422
    said = words(response)
    assert sentence in said
    assert "1 line waits for you and is not saved." in said
    assert "2025" not in values(figure)
    for name, text in typed.items():
        if name not in ("said_in", "qualifier") and "\x00" not in text:
            assert filled(response, "yearly_form")[f"{figure.pk}-{name}"] == [text]


@pytest.mark.parametrize("typed", ["3100", "3,100", "3 100", "3\u00a0100", "3\u202f100", " 3100 "])
def test_numbers_are_read_as_spreadsheets_write_them(client, editor, typed):
    figure = yearly()
    save(client, figure, value=typed)
    assert values(figure)["2025"]["value"] == "3100.0000"


def test_a_fall_is_typed_with_either_minus(client, editor):
    figure = yearly(form="change", value=-79)
    save(client, figure, value="−60")
    assert values(figure)["2025"]["value"] == "-60.0000"
    assert values(figure)["2025"]["form"] == "change"


def test_good_lines_are_saved_beside_one_that_waits(client, editor):
    good, bad = yearly(title="Good"), yearly(title="Bad")
    form = sent(client)
    form[f"{good.pk}-value"] = "2500"
    form[f"{bad.pk}-value"] = "many"
    response = client.post(url(), {**form, "_ask": ""})
    assert response.status_code == 422
    assert values(good)["2025"]["value"] == "2500.0000"
    assert "1 of 2 ready" in words(response)
    assert history.head(good.pk).state == State.DRAFT


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        ("24000", "2025 is ten times 2024."),
        ("7300", "2025 is more than three times 2024."),
        ("240", "2024 was ten times 2025."),
        ("0", "2025 is zero, and 2024 was not."),
    ],
)
def test_a_value_far_from_the_last_is_asked_about_once(client, editor, typed, question):
    figure = yearly()
    response = save(client, figure, value=typed)
    assert response.status_code == 422
    assert f"{question} Is that right?" in words(response)
    assert "Yes, it is" in words(response)
    assert f'href="#id_{figure.pk}-value"' in words(response)
    assert "2025" not in values(figure)
    form = filled(response, "yearly_form")
    assert save(client, figure, form=form).status_code == 422
    assert save(client, figure, form=form, confirmed=typed).status_code == 302
    assert Decimal(values(figure)["2025"]["value"]) == Decimal(typed)
    assert save(client, figure).status_code == 302


def test_the_answer_is_about_one_number_alone(client, editor):
    figure = yearly()
    response = save(client, figure, value="24000")
    form = filled(response, "yearly_form")
    assert save(client, figure, form=form, value="240000", confirmed="24000").status_code == 422


def test_a_usual_value_is_not_asked_about(client, editor):
    for typed in ("7199", "801", "2400"):
        assert save(client, yearly(), value=typed).status_code == 302


def test_opening_it_again_shows_what_is_drafted_and_changes_it(client, editor):
    figure = yearly()
    save(client, figure, value="2500")
    assert sent(client)[f"{figure.pk}-value"] == ["2500"]
    save(client, figure, value="2600")
    assert {key: each["value"] for key, each in values(figure).items()} == {
        "2024": "2400.0000",
        "2025": "2600.0000",
    }
    number = history.head(figure.pk).number
    assert "Nothing differs" in words(client.post(url(), sent(client) | {"_save": ""}, follow=True))
    assert history.head(figure.pk).number == number


def test_sending_the_form_twice_adds_nothing_twice(client, editor):
    figure = yearly()
    form = sent(client)
    save(client, figure, form=form, value="2500")
    number = history.head(figure.pk).number
    response = client.post(url(), {**form, f"{figure.pk}-value": "2500"}, follow=True)
    assert "Already saved at 14:02. Nothing was added twice." in words(response)
    assert history.head(figure.pk).number == number


def test_a_value_already_public_is_corrected_elsewhere(client, editor):
    figure = yearly(YEAR)
    said = words(client.get(url()))
    assert "1 of 1 ready · 1 is public" in said
    assert "is public already." in said
    assert f"{admin_addresses.of('change', figure)}?correct=2025" in said
    form = sent(client) | {f"{figure.pk}-value": "1", f"{figure.pk}-opened": "1"}
    client.post(url(), form)
    assert values(figure)["2025"]["value"] == "2400.0000"


def test_a_year_under_another_name_is_found_by_its_time(client, editor):
    figure = yearly()
    factories.measurement(
        statistic=figure, key="last", period_from="2025-01-01", period_to="2025-12-31", value=7
    )
    assert "is public already." in words(client.get(url()))


def test_what_a_colleague_wrote_elsewhere_is_kept(client, editor):
    figure = yearly()
    form = sent(client)
    admin_drafts.saved(figure, factories.user("Writer"), counted="people counted by the police")
    save(client, figure, form=form, value="2500")
    assert newest(figure)["fields"]["counted"] == "people counted by the police"
    assert values(figure)["2025"]["value"] == "2500.0000"


def test_two_people_who_enter_the_same_figure_see_each_other(client, editor):
    figure = yearly()
    form = sent(client)
    other = Client()
    other.force_login(factories.user("Writer", first_name="Wanjiru"))
    save(other, figure, value="2500")
    response = save(client, figure, form=form, value="2600")
    assert response.status_code == 409
    said = words(response)
    assert "Wanjiru entered “2,500 people” at 14:02." in said
    assert 'value="2600"' in said
    assert values(figure)["2025"]["value"] == "2500.0000"
    again = save(client, figure, form=filled(response, "yearly_form"))
    assert again.status_code == 302
    assert values(figure)["2025"]["value"] == "2600.0000"


@pytest.mark.parametrize("opened", ["", "99", "9" * 40, "-1", "x", "\x00"])
def test_a_forged_number_keeps_what_was_typed_and_writes_nothing(client, editor, opened):
    figure = yearly()
    response = save(client, figure, value="2500", opened=opened)
    assert response.status_code in (409, 422)
    assert 'value="2500"' in words(response)
    assert "2025" not in values(figure)
    assert save(client, figure, form=filled(response, "yearly_form")).status_code == 302


def test_all_are_sent_for_a_check_by_one_press(client, editor):
    figures = [yearly(title=f"Figure {number}") for number in range(3)]
    form = sent(client)
    for figure in figures[:2]:
        form[f"{figure.pk}-value"] = "2500"
    response = client.post(url(), {**form, "_ask": ""}, follow=True)
    assert "2 figures sent to the editors." in words(response)
    states = [history.head(figure.pk).state for figure in figures]
    assert states == [State.REVIEW, State.REVIEW, State.PUBLISHED]
    again = client.post(url(), {**sent(client), "_ask": ""}, follow=True)
    assert "No new draft of this year is left to send for a check." in words(again)


def test_one_check_and_one_press_make_all_public_in_the_same_moment(client, editor):
    figures = [yearly(title=f"Figure {number}") for number in range(2)]
    writer = Client()
    writer.force_login(factories.user("Writer"))
    form = sent(writer)
    for figure in figures:
        form[f"{figure.pk}-value"] = "2500"
    writer.post(url(), {**form, "_ask": ""})
    page = client.get(url()).context["together_url"]
    assert "Publish 2 texts together?" in words(client.get(page))
    chosen = [f"{figure.pk}:{history.head(figure.pk).number}" for figure in figures]
    note = {"weight": "major", "major_note": "The figures of 2025."}
    response = client.post("/admin/publish-together/", {"text": chosen, "_now": "", **note})
    assert response.status_code == 302
    assert Measurement.objects.filter(key="2025").count() == 2
    assert "2 of 2 ready · 2 are public" in words(client.get(url()))


def test_preview_leads_to_the_page_of_every_draft(client, editor):
    figure = yearly()
    response = save(client, figure, button="_preview", value="2500")
    assert response.url == f"{url()}#pages"
    page = words(client.get(url()))
    assert admin_addresses.of("draft", figure) in page
    assert "2,500" in words(client.get(admin_addresses.of("draft", figure)))


def test_sentences_tell_whether_they_stay(client, editor):
    figure = yearly(slug="relief", title="Relief")
    entry = factories.entry(
        question="What was done?",
        answer="First.\n\nIn 2024, {{ figure:relief@2024 }} came. It rained."
        "\n\nNow {{ figure:relief }}.",
    )
    admin_drafts.opened(entry)
    page = words(client.get(url()))
    assert "What was done?</b>, paragraph 2" in page
    assert "In 2024, 2,400 people came." in page
    assert "It rained" not in page
    assert "Relief: stays with 2024." in page
    assert "Relief: always shows the newest value, so it moves by itself." in page
    assert f"{admin_addresses.of('change', entry)}#id_answer" in page
    admin_drafts.saved(entry, editor, answer="In 2025, {{ figure:relief@2025 }} came.")
    page = words(client.get(url()))
    assert "Relief: stays with 2025." in page
    assert figure.pk


def test_years_lead_to_one_another_and_no_further_than_this_one(client, editor):
    yearly()
    assert url(2024) in words(client.get(url()))
    assert url(2026) in words(client.get(url()))
    running = words(client.get(url(2026)))
    assert "2026 is not over." in running
    assert url(2027) not in running
    assert [client.get(url(year)).status_code for year in (2027, 9999, 1899, 0)] == [404] * 4


def test_without_yearly_figures_it_says_so(client, editor):
    assert "No public figure that you may edit" in words(client.get(url()))
    assert client.post(url(), {}).status_code == 302


@pytest.mark.parametrize(
    ("role", "status"), [("Writer", 200), ("Editor", 200), ("Manager", 200), ("Office", 200)]
)
def test_people_who_edit_figures_may_enter_them(client, db, role, status):
    client.force_login(factories.user(role, place="kenya" if role == "Office" else ""))
    assert client.get(url()).status_code == status


def test_staff_without_a_role_may_not(client, db):
    figure = yearly()
    client.force_login(factories.user())
    assert client.get(url()).status_code == 403
    assert client.post(url(), {f"{figure.pk}-value": "1"}).status_code == 403
    assert not Revision.objects.exists()


def test_nobody_is_asked_to_sign_in(client, db):
    response = client.get(url())
    assert response.status_code == 302
    assert response.url.startswith(reverse("admin:login"))


def test_an_office_enters_the_figures_of_its_place_alone(client, db):
    kenya = factories.office(slug="kenya")
    own, other = yearly(title="Own", office=kenya), yearly(title="Other")
    client.force_login(factories.user("Office", place="kenya"))
    assert [row.statistic for row in client.get(url()).context["round"].rows] == [own]
    form = sent(client) | {f"{other.pk}-value": "1", f"{other.pk}-opened": "1"}
    save(client, own, form=form, value="2500")
    assert "2025" in values(own)
    assert history.head(other.pk) is None


def test_a_forged_request_is_refused(db):
    forging = Client(enforce_csrf_checks=True)
    forging.force_login(factories.user("Manager"))
    assert forging.post(url()).status_code == 403


def test_the_log_names_who_entered_what(client, editor):
    figure = yearly()
    save(client, figure, value="2500")
    start = words(client.get(reverse("admin:index")))
    assert str(figure) in start


def queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.wide
@pytest.mark.parametrize("page", ["round", "start"])
def test_many_figures_cost_no_more_queries_than_one(client, editor, page):
    address = url() if page == "round" else reverse("admin:index")

    def another(number):
        figure = yearly(slug=f"yearly-{number}", said_in=factories.source())
        entry = factories.entry(answer=f"Now {{{{ figure:yearly-{number} }}}}.")
        admin_drafts.opened(entry)
        save(client, figure, value="2500")

    another(0)
    queries(client, address)
    before = queries(client, address)
    for number in range(1, 6):
        another(number)
    queries(client, address)
    assert queries(client, address) == before


def test_the_start_page_offers_the_last_full_year_and_then_this_one(client, editor):
    figure = yearly()
    said = words(client.get(reverse("admin:index")))
    assert "2025: 0 of 1 entered" in said
    assert "Enter the figures for 2025" in said
    save(client, figure, value="2500")
    assert "2026: 0 of 1 entered" in words(client.get(reverse("admin:index")))
    assert url(2026) in words(client.get(reverse("admin:index")))


def test_the_start_page_offers_nothing_to_who_may_not_enter(client, db):
    client.force_login(factories.user())
    assert "yearly figures" not in words(client.get(reverse("admin:index")))


def test_a_figure_never_looked_at_is_counted_as_it_stands(editor):
    yearly(YEAR)
    assert rounds.of(editor, YEAR).ready == 1
    assert Statistic.objects.count() == 1
