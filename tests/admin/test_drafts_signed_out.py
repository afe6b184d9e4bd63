"""Signed out, or signed in anew, while a form was open: the text is still in it."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from tests.support import admin_addresses, factories
from tests.support.html_forms import filled
from tests.support.open_forms import Form, Person, newest, page

TEXT = "A long text.\r\n\r\n“With” <signs> & more."


@pytest.fixture
def ana(db):
    return Person(username="ana")


@pytest.fixture
def form(ana):
    return ana.opens(factories.entry())


@pytest.fixture
def kept(ana, form):
    """The page that holds what was sent after the session had ended."""
    Session.objects.all().delete()
    return form.saves(answer=TEXT)


def sends(client, url, response, **typed):
    return client.post(url, filled(response, "signed_out_form") | typed, follow=True)


def test_the_page_asks_to_sign_in_and_holds_the_text(kept, form):
    assert kept.status_code == 403
    assert "Sign in here and your text is still in the form." in page(kept)
    assert filled(kept, "signed_out_form")["answer"] == [TEXT]
    assert "no-store" in kept.headers["Cache-Control"]
    assert newest(form.obj)["fields"]["answer"] != TEXT


def test_signing_in_saves_what_was_typed(kept, form, ana):
    response = sends(
        ana.client,
        form.url,
        kept,
        sign_in_username="ana",
        sign_in_password=factories.PASSWORD,
    )
    assert "Draft saved" in page(response)
    assert newest(form.obj)["fields"]["answer"] == TEXT.replace("\r\n", "\n")


def test_a_wrong_password_loses_nothing_either(kept, form, ana):
    typed = {"sign_in_username": "ana", "sign_in_password": "wrong"}
    response = sends(ana.client, form.url, kept, **typed)
    assert "Please enter the correct username and password" in page(response)
    assert filled(response, "signed_out_form")["answer"] == [TEXT]
    assert factories.PASSWORD not in page(response)
    assert 'value="wrong"' not in page(response)


def test_who_may_not_save_gets_the_text_back_after_signing_in(kept, form, ana):
    factories.user(username="guest")
    typed = {"sign_in_username": "guest", "sign_in_password": factories.PASSWORD}
    response = sends(ana.client, form.url, kept, **typed)
    assert response.status_code == 403
    assert "You may not save this any more." in page(response)
    assert "A long text." in page(response)


def test_a_request_that_holds_nothing_leads_to_the_sign_in_page(db):
    url = admin_addresses.of("change", factories.entry())
    for response in (Client().get(url), Client().post(url)):
        assert response.url.startswith(reverse("admin:login"))


class Strict(Person):
    """With the check against forged requests, as the running site has it."""

    def __init__(self, **values):
        super().__init__(**values)
        self.client = Client(enforce_csrf_checks=True)
        self.client.force_login(self.user)


def old_form(person):
    """A form that was open while its person signed in anew in another tab."""
    form = Form(person, factories.entry())
    person.client.cookies.pop("csrftoken")
    return form.types(answer=TEXT)


def test_a_form_older_than_the_sign_in_is_sent_again_by_one_press(db):
    person = Strict()
    form = old_form(person)
    first = person.client.post(form.url, form.sent, headers={"origin": "http://testserver"})
    assert first.status_code == 403
    assert "press once more" in page(first)
    again = filled(first, "signed_out_form")
    response = person.client.post(form.url, again, follow=True)
    assert "Draft saved" in page(response)
    assert newest(form.obj)["fields"]["answer"] == TEXT.replace("\r\n", "\n")


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", None])
def test_a_forged_form_is_refused_and_not_offered_again(db, origin):
    person = Strict()
    form = old_form(person)
    headers = {"origin": origin} if origin else {}
    response = person.client.post(form.url, form.sent, headers=headers)
    assert response.status_code == 403
    assert "A long text." not in page(response)


def test_what_the_browser_kept_is_put_back_without_being_saved(ana, form):
    before = newest(form.obj)
    response = form.saves("_put_back", answer=TEXT)
    assert "This is what you typed. It is not saved yet." in page(response)
    assert "Please correct" not in page(response)
    shown = filled(response, form.name)
    assert shown["answer"] == [TEXT]
    assert shown["opened_with"] == form.sent["opened_with"]
    assert newest(form.obj) == before


def test_a_value_added_in_the_browser_is_put_back_too(ana):
    form = ana.opens(factories.figure())
    response = form.saves(
        "_put_back",
        measurements__TOTAL_FORMS="2",
        measurements__1__key="2013",
        measurements__1__value="120",
    )
    assert filled(response, form.name)["measurements-1-key"] == ["2013"]


def test_the_browser_is_told_when_it_may_forget(ana, form):
    assert f'data-key="{ana.user.pk}:{form.obj.pk}"' in page(ana.client.get(form.url))
    assert f'data-saved="{form.obj.pk}"' in page(form.saves(answer=TEXT))


def test_the_browser_keeps_nothing_of_a_place(ana):
    assert "data-key" not in page(ana.client.get(admin_addresses.of("change", factories.office())))
