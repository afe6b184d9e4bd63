"""Subjects in a form: one name a line, whatever stands in it."""

import json

import pytest
from django.contrib import admin
from django.urls import reverse

from publishing import tags
from tests.support import admin_addresses, factories
from tests.support.html_forms import errors, filled, save

NAMES = ["bonded labour", "courts, local", "so-called “free” work", '"quoted"', "trêve 🕊"]


def put(client, entry, text):
    url = admin_addresses.of("change", entry)
    return save(client, url, "entry_form", tags=text)


def test_spaces_commas_and_quotes_survive(editor):
    entry = factories.entry(live=False)
    put(editor, entry, "\r\n".join(NAMES))
    assert sorted(tags.names(entry)) == sorted(NAMES)
    url = admin_addresses.of("change", entry)
    shown = filled(editor.get(url), "entry_form")["tags"][0]
    assert sorted(shown.split("\n")) == sorted(NAMES)
    save(editor, url, "entry_form", question="Changed?")
    assert sorted(tags.names(entry)) == sorted(NAMES)


def test_a_name_is_tidied_and_the_stored_spelling_wins(editor):
    factories.entry(tags=["Courts"])
    entry = factories.entry(live=False)
    put(editor, entry, "  courts \n\nslow   courts\ncourts")
    assert tags.names(entry) == ["Courts", "slow courts"]


def test_tags_can_all_be_taken_away(editor):
    entry = factories.entry(tags=["courts"], live=False)
    put(editor, entry, "")
    assert tags.names(entry) == []


def test_a_name_too_long_is_told_in_words(editor):
    response = put(editor, factories.entry(), "x" * 101)
    assert "A subject can have 100 letters at most." in errors(response)[0]


def test_who_may_not_add_subjects_may_still_choose_them(client, db):
    client.force_login(factories.user("Office", place="kenya"))
    factories.entry(tags=["police"])
    office = factories.office(slug="kenya", live=False)
    url = admin_addresses.of("change", office)
    save(client, url, "fieldoffice_form", tags="police")
    assert tags.names(office) == ["police"]
    response = save(client, url, "fieldoffice_form", tags="police\nnew one")
    assert (
        "There is no subject called ‘new one’ yet. Ask an editor to add it." in errors(response)[0]
    )


def suggestions(client, term):
    asked = {"term": term, "app_label": "faq", "model_name": "entry", "field_name": "tags"}
    return client.get(reverse("admin:autocomplete"), asked)


def test_names_are_suggested_as_names(editor):
    factories.entry(tags=["courts, local", "police"])
    answer = json.loads(suggestions(editor, "cour").content)
    assert answer["results"] == [{"id": "courts, local", "text": "courts, local"}]


@pytest.mark.parametrize("role", ["Writer", "Editor", "Manager", "Office"])
def test_every_role_is_offered_subjects(client, db, role):
    client.force_login(factories.user(role))
    assert suggestions(client, "").status_code == 200


def test_nobody_else_is_offered_subjects(client, db):
    assert suggestions(client, "").status_code == 302
    client.force_login(factories.user())
    assert suggestions(client, "").status_code == 403


def test_taggits_own_pages_are_gone():
    model_admin = admin.site.get_model_admin(tags.model())
    assert type(model_admin).__module__ == "publishing.tag_admin"
    assert not any("merge" in str(pattern.pattern) for pattern in model_admin.get_urls())


def test_a_subject_is_renamed_for_all_but_never_onto_another(editor):
    entry = factories.entry(tags=["court", "police"])
    tag = tags.by_slug("court")
    save(editor, admin_addresses.of("change", tag), "tag_form", name="courts")
    assert tags.names(entry) == ["courts", "police"]
    response = save(editor, admin_addresses.of("change", tag), "tag_form", name="POLICE")
    assert "There is already a subject called ‘police’." in errors(response)[0]
