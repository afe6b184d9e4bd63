"""People and access: a manager gives roles, and nobody takes more than they have."""

import pytest
from django.contrib.auth.models import Group

from staff.models import User
from tests.support import admin_addresses, factories
from tests.support.html_forms import save


@pytest.fixture
def manager(db, client):
    client.force_login(factories.user("Manager", username="manager"))
    return client


def test_a_manager_gives_roles(manager):
    person = factories.user("Writer")
    editor = Group.objects.get(name="Editor")
    save(manager, admin_addresses.of("change", person), "user_form", groups=[str(editor.pk)])
    assert [group.name for group in person.groups.all()] == ["Editor"]


def test_a_manager_makes_nobody_a_superuser(manager):
    for person in (factories.user("Writer"), User.objects.get(username="manager")):
        save(manager, admin_addresses.of("change", person), "user_form", is_superuser="on")
        person.refresh_from_db()
        assert not person.is_superuser


def test_a_manager_cannot_take_over_a_superuser(manager):
    chief = factories.user(is_superuser=True)
    sent = {"password1": "another long passphrase", "password2": "another long passphrase"}
    assert manager.post(admin_addresses.of("change", chief), {}).status_code == 403
    assert manager.post(f"/admin/staff/user/{chief.pk}/password/", sent).status_code == 403
    assert manager.post(admin_addresses.of("delete", chief), {"post": "yes"}).status_code == 403


def test_single_permissions_are_not_handed_out(client, db):
    client.force_login(factories.user(is_superuser=True))
    page = client.get(admin_addresses.of("change", factories.user())).content.decode()
    assert "user_permissions" not in page


def test_an_editor_does_not_see_people(editor):
    assert editor.get(admin_addresses.of("changelist", User)).status_code == 403
