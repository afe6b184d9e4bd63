"""Two people in one text: what goes together is kept together, what clashes is shown."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.urls import reverse

from publishing import actions, history, records
from publishing.models import Revision
from tests.support import admin_addresses, factories
from tests.support.html_forms import filled
from tests.support.open_forms import Person, newest, page, said

State = Revision.State


@pytest.fixture
def ana(db):
    return Person(first_name="Ana", last_name="Cruz")


@pytest.fixture
def ben(db):
    return Person(first_name="Ben", last_name="Otieno")


@pytest.fixture
def entry(db):
    return factories.entry(answer="One.\n\nTwo.\n\nThree.", question="What?")


def settle(person, response, button="save", **changes):
    """Send the page that shows both texts."""
    url = response.request["PATH_INFO"] + "?" + response.request["QUERY_STRING"]
    sent = filled(response, "settle_form")
    sent |= {name.replace("__", "-"): value for name, value in changes.items()}
    name, _sign, value = button.partition("=")
    return person.client.post(url, {**sent, name: value or "1"}, follow=True)


def test_different_fields_are_kept_together_and_both_are_named(ana, ben, entry):
    mine, hers = ben.opens(entry), ana.opens(entry)
    hers.saves(question="Which?")
    response = mine.saves(answer="One.\n\nTwo, changed.\n\nThree.")
    text = newest(entry)["fields"]
    assert (text["question"], text["answer"]) == ("Which?", "One.\n\nTwo, changed.\n\nThree.")
    (sentence,) = said(response)
    assert "Saved, together with Ana Cruz’s changes." in sentence
    assert "While you were editing, Ana Cruz changed ‘question’" in sentence
    assert "Your ‘answer’ and Ana Cruz’s ‘question’ are both kept." in sentence
    (link,) = re.findall(r'href="([^"]+compare[^"]+)"', sentence)
    assert "<ins>Which</ins>" in page(ben.client.get(link.replace("&amp;", "&")))


def test_different_paragraphs_of_one_text_are_kept_together(ana, ben, entry):
    mine, hers = ben.opens(entry), ana.opens(entry)
    hers.saves(answer="First.\n\nTwo.\n\nThree.")
    mine.saves(answer="One.\r\n\r\nTwo.\r\n\r\nLast.")
    assert newest(entry)["fields"]["answer"] == "First.\n\nTwo.\n\nLast."


def test_tags_of_both_are_kept(ana, ben):
    entry = factories.entry(tags=["courts", "police"])
    mine, hers = ben.opens(entry), ana.opens(entry)
    hers.saves(tags="courts\nlaw")
    mine.saves(tags="courts\npolice\nmoney")
    assert newest(entry)["tags"] == ["courts", "law", "money"]


def test_values_added_by_both_are_kept(ana, ben):
    figure = factories.figure()
    for person, key in ((ana, "2011"), (ben, "2012")):
        person.form = person.opens(figure)
        person.form.types(
            measurements__TOTAL_FORMS="2",
            measurements__1__key=key,
            measurements__1__value="3",
            measurements__1__qualifier="about",
            measurements__1__form="number",
            measurements__1__status="as-stated",
        )
    ana.form.saves()
    ben.form.saves()
    parts = newest(figure)["parts"]["measurements"].values()
    assert sorted(part["key"] for part in parts) == ["2011", "2012", "undated"]


@pytest.fixture
def clash(ana, ben, entry):
    """The page Ben sees: both changed the second paragraph, Ben the question as well."""
    mine, hers = ben.opens(entry), ana.opens(entry)
    hers.saves(answer="One.\n\nTwo, said Ana.\n\nThree.")
    return mine.saves(answer="One.\n\nTwo, said Ben.\n\nThree.", question="By Ben?")


def test_a_clash_shows_both_texts_and_keeps_everything_else(clash, entry, ben):
    shown = page(clash)
    assert "You and Ana Cruz both changed the same words." in shown
    assert "Everything else you typed is already saved as your draft." in shown
    assert "Two<ins>, said Ana</ins>." in shown.replace("\n", "")
    assert "Two<ins>, said Ben</ins>." in shown.replace("\n", "")
    assert not re.search(r"\b(ours|theirs|base|revision|stale|conflict)\b", visible(shown), re.I)
    text = newest(entry)["fields"]
    assert text["question"] == "By Ben?"
    assert text["answer"] == "One.\n\nTwo, said Ana.\n\nThree."
    aside = Revision.objects.get(state=State.ASIDE)
    assert aside.data["fields"]["answer"] == "One.\n\nTwo, said Ben.\n\nThree."
    assert aside.author == ben.user


def visible(shown):
    main = shown[shown.index('<div id="content"') : shown.index('<footer id="footer"')]
    return re.sub(r"<[^>]*>", " ", main)


def test_the_text_written_from_both_becomes_the_draft(clash, entry, ben):
    response = settle(ben, clash, text__0="Two, said both.")
    assert "with the words you chose" in said(response)[0]
    text = newest(entry)["fields"]
    assert text["answer"] == "One.\n\nTwo, said both.\n\nThree."
    assert text["question"] == "By Ben?"


@pytest.mark.parametrize(("side", "words"), [("mine", "said Ben"), ("theirs", "said Ana")])
def test_one_press_takes_the_words_of_one_side(clash, entry, ben, side, words):
    again = settle(ben, clash, f"use=0-{side}", text__0="something else")
    assert filled(again, "settle_form")["text-0"] == [f"Two, {words}."]
    settle(ben, again)
    assert newest(entry)["fields"]["answer"] == f"One.\n\nTwo, {words}.\n\nThree."


def test_the_page_can_be_reloaded_left_and_sent_twice(clash, entry, ben):
    url = clash.request["PATH_INFO"] + "?" + clash.request["QUERY_STRING"]
    count = Revision.objects.count()
    assert visible(page(ben.client.get(url))) == visible(page(ben.client.get(url)))
    assert Revision.objects.count() == count
    settle(ben, clash, text__0="Two, said both.")
    count = Revision.objects.count()
    settle(ben, clash, text__0="Two, said both.")
    assert Revision.objects.count() == count


def test_a_third_person_meanwhile_is_merged_or_shown_in_turn(clash, entry, ana, ben):
    ana.opens(entry).saves(answer="One.\n\nTwo, said Ana.\n\nThree and four.")
    settle(ben, clash, text__0="Two, said both.")
    assert newest(entry)["fields"]["answer"] == "One.\n\nTwo, said both.\n\nThree and four."
    ana.opens(entry).saves(answer="One.\n\nTwo, Ana again.\n\nThree and four.")
    again = settle(ben, clash, text__0="Two, Ben again.")
    assert "You and Ana Cruz both changed the same words." in page(again)
    assert newest(entry)["fields"]["answer"] == "One.\n\nTwo, Ana again.\n\nThree and four."
    settle(ben, again, text__0="Two, at last.")
    assert newest(entry)["fields"]["answer"] == "One.\n\nTwo, at last.\n\nThree and four."


@pytest.fixture
def asked(clash, ben):
    """Ben keeps his text aside and asks Ana; her start page with the question on it."""
    response = settle(ben, clash, "keep")
    assert "Ana Cruz finds your question on the start page" in said(response)[0]
    return Revision.objects.get(state=State.ASIDE)


def questions(person):
    return person.client.get(reverse("admin:index"))


def test_who_is_asked_finds_both_texts_on_the_start_page(asked, entry, ana, ben):
    assert questions(ben).context["asked"] == []
    start = page(questions(ana))
    assert "1 colleague asks which words should stay" in start
    assert "from Ben Otieno, just now" in start
    url = f"{admin_addresses.of('compare', entry)}?to={asked.number}"
    assert f'href="{url}"' in start
    shown = page(ana.client.get(url))
    assert "Ben Otieno typed this while you were editing" in shown
    assert "said <del>Ana</del><ins>Ben</ins>" in shown
    assert "Ben Otieno typed this" not in page(ben.client.get(url))


def test_the_other_text_becomes_the_draft_at_one_press(asked, entry, ana):
    ana.client.post(admin_addresses.of("restore", entry), {"number": asked.number})
    assert newest(entry)["fields"]["answer"] == "One.\n\nTwo, said Ben.\n\nThree."
    assert questions(ana).context["asked"] == []


def test_the_text_stays_as_it_is_at_one_press_of_who_was_asked(asked, entry, ana, ben):
    sent = {"number": asked.number}
    refused = ben.client.post(admin_addresses.of("leave", entry), sent)
    assert "Nobody is waiting for your answer here" in page(refused)
    assert questions(ana).context["asked"] != []
    response = ana.client.post(admin_addresses.of("leave", entry), sent, follow=True)
    assert said(response) == [
        "The text stays as it is. What Ben Otieno typed is kept in the history."
    ]
    assert newest(entry)["fields"]["answer"] == "One.\n\nTwo, said Ana.\n\nThree."
    assert questions(ana).context["asked"] == []
    assert ana.client.post(admin_addresses.of("leave", entry), sent).status_code == 409


def test_whatever_is_saved_afterwards_is_an_answer(asked, entry, ana, ben):
    ben.opens(entry).saves(answer="One.\n\nTwo, said both.\n\nThree.")
    assert questions(ana).context["asked"] == []


def test_what_clashed_with_a_draft_that_is_set_aside_is_not_asked_any_more(asked, entry, ana):
    actions.discard(revision=history.head(entry.pk), by=ana.user)
    assert questions(ana).context["asked"] == []


def test_nobody_is_asked_whose_account_is_closed(clash, entry, ana, ben):
    ana.user.is_active = False
    ana.user.save()
    response = settle(ben, clash, "keep")
    assert "Ask Ana Cruz which words should stay" in said(response)[0]
    assert not Revision.objects.filter(asked_at__isnull=False).exists()


def test_a_chosen_text_keeps_the_rules_of_the_form(ana, ben, entry):
    words = factories.SHORT_ANSWER
    mine, hers = ben.opens(entry), ana.opens(entry)
    hers.saves(short_answer=words + " Ana says so.")
    clash = mine.saves(short_answer=words + " Ben says so.")
    response = settle(ben, clash, text__0="Too short.")
    assert response.status_code == 422
    assert "The short answer has 2 words." in page(response)
    assert filled(response, "settle_form")["text-0"] == ["Too short."]


def test_values_that_are_no_words_are_chosen_whole(ana, ben):
    figure = factories.figure(value=100)
    mine, hers = ben.opens(figure), ana.opens(figure)
    hers.saves(measurements__0__value="120")
    clash = mine.saves(measurements__0__value="130.5")
    shown = page(clash)
    assert "120" in shown
    assert "130.5" in shown
    settle(ben, clash, choice__0="mine")
    (part,) = newest(figure)["parts"]["measurements"].values()
    assert part["value"] == "130.5000"


def test_a_value_one_took_out_and_the_other_changed_is_asked_about(ana, ben):
    figure = factories.statistic()
    factories.measurement(statistic=figure, key="2011", value=1)
    factories.measurement(statistic=figure, key="2012", value=2)
    mine, hers = ben.opens(figure), ana.opens(figure)
    place = [mine.sent[f"measurements-{each}-key"][0] for each in (0, 1)].index("2012")
    hers.saves(**{f"measurements__{place}__value": "77"})
    clash = mine.saves(**{f"measurements__{place}__DELETE": "on"})
    shown = page(clash)
    assert "Measurement ‘2012’" in shown
    assert "taken out" in shown
    assert "77" in shown
    parts = newest(figure)["parts"]["measurements"].values()
    assert sorted(part["key"] for part in parts) == ["2011", "2012"]
    settle(ben, clash, choice__0="mine")
    parts = newest(figure)["parts"]["measurements"].values()
    assert [part["key"] for part in parts] == ["2011"]


def test_nobody_clashes_with_themselves(ana, entry):
    first, second = ana.opens(entry), ana.opens(entry)
    first.saves(question="First tab?", short_answer=factories.SHORT_ANSWER + " More.")
    response = second.saves(question="Second tab?")
    assert "Draft saved" in said(response)[0]
    text = newest(entry)["fields"]
    assert text["question"] == "Second tab?"
    assert text["short_answer"].endswith("More.")
    assert Revision.objects.filter(data__fields__question="First tab?").exists()


def test_what_was_changed_past_the_editor_is_kept_too(ana, entry):
    form = ana.opens(entry)
    type(entry).everything.filter(pk=entry.pk).update(question="By SQL?")
    response = form.saves(answer="Another.")
    assert "Saved, together with Somebody outside the editor’s changes." in said(response)[0]
    assert newest(entry)["fields"]["question"] == "By SQL?"


def test_a_form_sent_after_the_text_was_taken_off_is_kept_as_a_draft(ana, ben, entry):
    form = ana.opens(entry)
    actions.withdraw(obj=entry, by=ben.user, reason="outdated", note="It was out of date.")
    response = form.saves(question="Still here?")
    assert "Ben Otieno took this off the site" in said(response)[0]
    assert "withdrawn, with a draft" in page(response)
    entry.refresh_from_db()
    assert (entry.live, entry.question) == (False, "Still here?")


def test_a_form_sent_after_its_draft_was_published_goes_on_from_there(ana, ben, entry):
    ben.opens(entry).saves(question="By Ben?")
    form = ana.opens(entry)
    actions.publish(revisions=[history.head(entry.pk)], by=ben.user, note="Another question.")
    response = form.saves(answer="By Ana.")
    assert "Ben Otieno made the text public" in said(response)[0]
    text = newest(entry)["fields"]
    assert (text["question"], text["answer"]) == ("By Ben?", "By Ana.")


def test_a_form_sent_after_the_draft_was_deleted_brings_it_back(ana, ben):
    entry = factories.entry(live=False, tags=["courts"])
    form = ana.opens(entry)
    ben.client.post(admin_addresses.of("delete", entry), {"post": "yes"})
    assert not type(entry).everything.exists()
    response = form.saves(question="Still here?")
    assert "It had been deleted meanwhile, and is back as a draft." in said(response)[0]
    row = type(entry).everything.get()
    assert (row.pk, row.question, row.live) == (entry.pk, "Still here?", False)
    assert records.read(row) == newest(entry)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite writes one after the other")
@pytest.mark.django_db(transaction=True)
def test_of_many_edits_in_one_moment_none_is_lost():
    figure = factories.statistic()
    for number in range(25):
        factories.measurement(statistic=figure, key=f"k{number:02}", value=1)
    people = [Person() for _number in range(25)]
    forms = [person.opens(figure) for person in people]

    def send(number):
        try:
            status = forms[number].saves(
                follow=False, **{f"measurements__{number}__value": str(100 + number)}
            )
            return status.status_code, status.url
        finally:
            connections.close_all()

    with ThreadPoolExecutor(25) as pool:
        answers = list(pool.map(send, range(25)))
    assert {status for status, _url in answers} == {302}
    assert not any("settle" in url for _status, url in answers)
    parts = newest(figure)["parts"]["measurements"].values()
    assert sorted(part["value"] for part in parts) == [f"{100 + each}.0000" for each in range(25)]
    assert Revision.objects.filter(state=State.DRAFT).count() == 25
