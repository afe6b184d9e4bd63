"""The start page and the frame around every page."""

import datetime

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import reverse

from ijmsite.admin import greeting
from tests.support import factories


@pytest.mark.parametrize(
    ("hour", "words"),
    [(6, "Good morning"), (12, "Good afternoon"), (18, "Good evening"), (23, "Good evening")],
)
def test_people_are_greeted_by_the_hour(hour, words):
    assert greeting(datetime.datetime(2027, 1, 15, hour)) == words


def test_everything_is_counted_in_plain_words(editor):
    for _number in range(3):
        factories.figure()
    page = editor.get(reverse("admin:index"))
    everything = {section["name"]: section["count"] for section in page.context["everything"]}
    assert list(everything) == [
        "Questions",
        "Figures",
        "Places",
        "Organisations",
        "Sources",
        "Topics",
        "Subjects",
        "Outside links",
    ]
    assert everything["Figures"] == 3


def test_managers_also_find_the_people(client, db):
    client.force_login(factories.user("Manager", first_name="Amina"))
    page = client.get(reverse("admin:index")).content.decode()
    assert "People and access" in page
    assert ", Amina" in page


def test_the_last_edits_are_listed(editor):
    entry = factories.entry(question="Who decides?")
    factories.entry(topic=entry.topic)
    editor.post(reverse("admin:faq_entry_move", args=[entry.pk, "down"]))
    assert "Who decides?" in editor.get(reverse("admin:index")).content.decode()


def test_password_and_sign_out_are_on_every_page(editor):
    for name in ("admin:index", "admin:faq_entry_changelist", "admin:password_change"):
        page = editor.get(reverse(name)).content.decode()
        assert reverse("admin:password_change") in page
        assert "Sign out" in page
        assert "View the site" in page


def test_signing_out_says_so(editor):
    page = editor.post(reverse("admin:logout")).content.decode()
    assert "You are signed out" in page


def test_what_roles_may_do_is_not_edited_here():
    assert not admin.site.is_registered(Group)


def test_script_words_are_kept_by_the_browser(editor):
    assert "max-age=86400" in editor.get(reverse("admin:jsi18n")).headers["Cache-Control"]
