import pytest

from faq.models import Entry
from publishing import actions, redirects
from publishing.models import Redirect, Revision
from tests.support import drafts, factories

pytestmark = pytest.mark.django_db

MAKERS = {
    "/faq/%s/": factories.entry,
    "/impact/%s/": factories.figure,
    "/offices/%s/": factories.office,
}


@pytest.fixture
def editor():
    return factories.user("Editor")


def public(make, slug, **values):
    row = make(slug=slug, **values)
    if hasattr(row, "topic"):
        drafts.public(row.topic)
    return drafts.public(row)


def rename(row, slug, by):
    return drafts.publish(drafts.save(row, by, slug=slug), by=by)


def withdraw(row, by, **options):
    options = {"reason": "wrong", "note": "The report was wrong."} | options
    return actions.withdraw(obj=drafts.fresh(row), by=by, **options)


@pytest.mark.parametrize("address", MAKERS)
def test_a_former_address_leads_to_the_present_one(client, editor, address):
    row = public(MAKERS[address], "first")
    for slug in ("second", "third"):
        rename(row, slug, editor)
    for slug in ("first", "second"):
        response = client.get(address % slug)
        assert (response.status_code, response["Location"]) == (301, address % "third")
    assert client.get(address % "third").status_code == 200


def test_renamed_back_and_forth_no_address_leads_in_a_circle(client, editor):
    row = public(factories.entry, "first")
    for slug in ("second", "first", "second", "first"):
        rename(row, slug, editor)
        assert client.get(f"/faq/{slug}/").status_code == 200
    assert client.get("/faq/second/")["Location"] == "/faq/first/"


def test_an_address_taken_over_shows_who_has_it_now(client, editor):
    row = public(factories.entry, "first", question="Who was first?")
    rename(row, "second", editor)
    other = public(factories.entry, "first", question="Who came later?")
    assert "Who came later?" in client.get("/faq/first/").content.decode()
    rename(other, "third", editor)
    assert client.get("/faq/first/")["Location"] == "/faq/third/"


@pytest.mark.parametrize("address", MAKERS)
def test_what_was_taken_down_says_when_and_why(client, editor, address):
    row = public(MAKERS[address], "gone")
    withdraw(row, editor)
    response = client.get(address % "gone")
    page = response.content.decode()
    assert response.status_code == 410
    assert f"<h1>{row}</h1>" in page
    assert "We took this page down on " in page
    assert ": The report was wrong.</p>" in page
    kind = row._meta.label_lower
    assert response["Surrogate-Key"] == f"{kind}:gone"
    assert not response.cookies


def test_its_former_addresses_say_so_too(client, editor):
    row = public(factories.entry, "first")
    rename(row, "second", editor)
    withdraw(row, editor)
    response = client.get("/faq/first/")
    assert response.status_code == 410
    assert response["Surrogate-Key"] == "faq.entry:first faq.entry:second"


def test_a_later_draft_of_it_shows_nowhere(client, editor):
    row = public(factories.entry, "gone", question="What was public?")
    withdraw(row, editor)
    drafts.save(row, editor, slug="secret-address", question="What is secret?")
    page = client.get("/faq/gone/").content.decode()
    assert "What was public?" in page
    assert "secret" not in page.lower()
    assert client.get("/faq/secret-address/").status_code == 404


def test_the_address_of_a_draft_tells_nothing(client, editor):
    row = public(factories.entry, "draft", live=False)
    drafts.save(row, editor, slug="other-draft")
    drafts.publish(drafts.save(row, editor, slug="public"), by=editor)
    for slug in ("draft", "other-draft", "never"):
        assert client.get(f"/faq/{slug}/").status_code == 404
    assert client.get("/faq/public/").status_code == 200


def test_what_was_replaced_leads_there(client, editor):
    old, new = public(factories.entry, "old"), public(factories.figure, "new")
    withdraw(old, editor, reason="replaced", replaced_by=new)
    response = client.get("/faq/old/")
    assert (response.status_code, response["Location"]) == (301, "/impact/new/")
    rename(new, "newer", editor)
    assert client.get("/faq/old/")["Location"] == "/impact/newer/"


def test_replacements_are_followed_to_the_last_and_never_round(client, editor):
    one, two, three = (public(factories.entry, slug) for slug in ("one", "two", "three"))
    withdraw(one, editor, reason="replaced", replaced_by=two)
    withdraw(two, editor, reason="replaced", replaced_by=three)
    assert client.get("/faq/one/")["Location"] == "/faq/three/"
    Revision.objects.filter(object_id=three.pk).update(key="three")
    drafts.publish(drafts.head(one), by=editor)
    withdraw(three, editor, reason="replaced", replaced_by=drafts.fresh(one))
    withdraw(one, editor, reason="replaced", replaced_by=drafts.public(factories.entry(slug="x")))
    Revision.objects.filter(replaced_by="faq.entry:x").update(replaced_by="faq.entry:two")
    for slug in ("one", "two", "three"):
        assert client.get(f"/faq/{slug}/").status_code == 410


def test_replaced_by_what_is_gone_as_well_it_gives_its_own_reason(client, editor):
    old, new = public(factories.entry, "old"), public(factories.entry, "new")
    withdraw(old, editor, reason="replaced", replaced_by=new, note="See the new one")
    withdraw(new, editor)
    assert ": See the new one.</p>" in client.get("/faq/old/").content.decode()


def test_replaced_by_something_without_a_page_there_is_no_page_to_lead_to(client, editor):
    old = public(factories.entry, "old")
    withdraw(old, editor, reason="replaced", replaced_by=public(factories.source, "report"))
    assert client.get("/faq/old/").status_code == 410


def test_public_again_it_is_simply_there(client, editor):
    row = public(factories.entry, "back")
    withdraw(row, editor)
    drafts.publish(drafts.head(row), by=editor)
    assert client.get("/faq/back/").status_code == 200
    assert drafts.head(row).version is None
    assert drafts.agrees(row)


def test_taken_down_by_sql_it_gives_no_reason_that_nobody_gave(client):
    row = public(factories.entry, "gone")
    Entry.everything.filter(pk=row.pk).update(live=False)
    assert client.get("/faq/gone/").status_code == 404
    actions.record_outside(drafts.fresh(row))
    page = client.get("/faq/gone/")
    assert page.status_code == 410
    assert "We took this page down on" in page.content.decode()
    assert "editor" not in page.content.decode()


def test_a_rename_by_sql_leads_on_too(client):
    row = public(factories.entry, "first")
    Entry.everything.filter(pk=row.pk).update(slug="second")
    assert client.get("/faq/first/")["Location"] == "/faq/second/"
    actions.record_outside(drafts.fresh(row))
    assert redirects.target("faq.entry", "first") == row


def test_an_unknown_address_costs_few_queries(client, django_assert_num_queries):
    client.get("/faq/what/")
    with django_assert_num_queries(4):
        # What is due, the row, who had it, and the questions of the page not found.
        client.get("/faq/what/")


def test_html_in_a_name_or_reason_is_text(client, editor):
    row = public(factories.entry, "gone", question="<b>Bold</b>?")
    withdraw(row, editor, note="<script>alert(1)</script>")
    page = client.get("/faq/gone/").content.decode()
    assert "<b>Bold" not in page
    assert "<script>alert" not in page


@pytest.mark.wide
def test_every_redirect_of_a_long_history_ends_in_one_step(client, editor):
    rows = [public(factories.entry, f"start-{n}") for n in range(3)]
    for turn in range(4):
        for number, row in enumerate(rows):
            rename(row, f"step-{(turn + number) % 5}-{turn}", editor)
    slugs = {*Redirect.objects.values_list("slug", flat=True)}
    assert len(slugs) == 12
    for slug in slugs:
        response = client.get(f"/faq/{slug}/")
        assert response.status_code == 301
        assert client.get(response["Location"]).status_code == 200
