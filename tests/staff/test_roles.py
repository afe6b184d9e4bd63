import pytest
from django.apps.registry import Apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from staff import roles
from staff.models import User
from tests.support import factories

pytestmark = pytest.mark.django_db

CONTENT = ("topic", "entry", "agency", "source", "statistic", "measurement", "fieldoffice", "tag")
PUBLIC = ("topic", "entry", "agency", "source", "statistic", "fieldoffice")
PLACE = ("statistic", "measurement", "fieldoffice")
SEEN = (*CONTENT, "check")
# Written out once more on purpose: a slip in the table of roles must not pass unseen.
ALLOWED = {
    "Writer": {"view": SEEN, "add": CONTENT, "change": CONTENT, "delete": ()},
    "Editor": {
        "view": SEEN,
        "add": CONTENT,
        "change": CONTENT,
        "delete": CONTENT,
        "publish": PUBLIC,
    },
    "Manager": {
        "view": (*SEEN, "user"),
        "add": (*CONTENT, "user"),
        "change": (*CONTENT, "user"),
        "delete": CONTENT,
        "publish": PUBLIC,
        "withdraw": PUBLIC,
    },
    "Office": {"view": SEEN, "add": ("measurement",), "change": PLACE, "delete": ()},
}
APPS = {
    "topic": "faq",
    "entry": "faq",
    "agency": "faq",
    "tag": "taggit",
    "user": "staff",
    "check": "links",
}


def permission(action, model):
    return f"{APPS.get(model, 'impact')}.{action}_{model}"


@pytest.mark.parametrize("role", ALLOWED)
def test_a_role_may_do_what_the_table_says_and_nothing_more(role):
    person = factories.user(role)
    expected = {
        permission(action, model) for action, models in ALLOWED[role].items() for model in models
    }
    assert person.get_all_permissions() == expected


def test_every_role_has_its_group():
    assert set(Group.objects.values_list("name", flat=True)) == set(roles.ROLES) == set(ALLOWED)


@pytest.mark.parametrize("role", ["", *ALLOWED])
def test_nobody_but_a_superuser_may_touch_roles_sessions_or_the_sites_own_tables(role):
    person = factories.user(role)
    for kept in ("auth.change_group", "auth.change_permission", "sessions.view_session"):
        assert not person.has_perm(kept)
    assert not person.has_perm("staff.delete_user")


@pytest.mark.wide
def test_every_migrate_brings_the_groups_back_to_the_table():
    writers = Group.objects.get(name="Writer")
    writers.permissions.add(Permission.objects.get(codename="delete_entry"))
    Group.objects.get(name="Editor").delete()
    call_command("migrate", verbosity=0)
    assert not factories.user("Writer").has_perm("faq.delete_entry")
    assert factories.user("Editor").has_perm("faq.delete_entry")


def test_a_group_made_by_hand_stays():
    mine = Group.objects.create(name="Volunteers")
    mine.permissions.add(Permission.objects.get(codename="view_entry"))
    call_command("migrate", verbosity=0)
    assert [each.codename for each in mine.permissions.all()] == ["view_entry"]


def test_syncing_again_writes_nothing(django_assert_max_num_queries):
    with django_assert_max_num_queries(60) as seen:
        roles.sync()
    written = [
        each["sql"] for each in seen if each["sql"].startswith(("INSERT", "UPDATE", "DELETE"))
    ]
    assert written == []


def test_without_tables_for_groups_nothing_is_synced(django_assert_num_queries):
    with django_assert_num_queries(0):
        roles.sync(apps=Apps())


def test_a_person_is_called_by_name_or_else_by_account():
    assert str(User(username="mara", first_name="Mara", last_name="Diaz")) == "Mara Diaz"
    assert str(User(username="mara")) == "mara"
