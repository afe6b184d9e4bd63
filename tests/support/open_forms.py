"""Two people with a form open each: what is typed is sent later, as it then stood."""

from django.test import Client

from publishing import history
from tests.support import admin_addresses, factories
from tests.support.html_forms import filled


class Person:
    """Somebody signed in, with a browser of their own."""

    def __init__(self, role="Editor", **values):
        self.user = factories.user(role, **values)
        self.client = Client()
        self.client.force_login(self.user)

    def opens(self, obj):
        return Form(self, obj)


class Form:
    """The change form of a row, or the add form of a model, as one browser holds it."""

    def __init__(self, person, obj):
        self.person, self.obj = person, obj
        self.url = admin_addresses.of("add" if isinstance(obj, type) else "change", obj)
        self.name = f"{obj._meta.model_name}_form"
        self.sent = filled(person.client.get(self.url), self.name)

    def types(self, **changes):
        for name, value in changes.items():
            self.sent[name.replace("__", "-")] = value
        return self

    def saves(self, button="_save", follow=True, **changes):
        self.types(**changes)
        return self.person.client.post(self.url, {**self.sent, button: "1"}, follow=follow)


def newest(obj):
    """The newest text of a row, as a record."""
    return history.data(history.head(obj.pk))


def said(response):
    """The sentences above the page, without markup."""
    return [message.message for message in response.context["messages"]]


def page(response):
    return response.content.decode()
