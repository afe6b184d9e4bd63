"""Every address about one text, for each role, for nobody, and none forgotten."""

import pytest
from django.contrib import admin
from django.urls import reverse

from publishing import kinds
from publishing.models import Revision
from tests.support import admin_addresses, admin_drafts, factories

ROLES = ["Writer", "Editor", "Manager", "Office"]
WRITERS, EDITORS, MANAGERS = {"Writer", "Editor", "Manager"}, {"Editor", "Manager"}, {"Manager"}
# What each address asks for: (name, methods, roles that may).
SCREENS = [
    ("history", ["get"], set(ROLES)),
    ("compare", ["get"], set(ROLES)),
    ("read", ["get"], set(ROLES)),
    ("draft", ["get"], set(ROLES)),
    ("restore", ["get", "post"], WRITERS),
    ("discard", ["get", "post"], WRITERS),
    ("undo", ["get", "post"], WRITERS),
    ("settle", ["get", "post"], WRITERS),
    ("leave", ["get", "post"], WRITERS),
    ("submit", ["get", "post"], WRITERS),
    ("publish", ["get", "post"], EDITORS),
    ("schedule", ["get", "post"], EDITORS),
    ("unschedule", ["get", "post"], EDITORS),
    ("send_back", ["get", "post"], EDITORS),
    ("approve", ["get", "post"], EDITORS),
    ("withdraw", ["get", "post"], MANAGERS),
    ("safety", ["get", "post"], MANAGERS),
]
# Of these test_access and test_yearly tell who may.
ELSEWHERE = {"move", "preview", "preview_new", "quotable", "sentence", "stamp", "yearly"}
# What the fixtures say and the site: for managers alone.
RELOAD = ("reload", "reload_patch", "reload_record")
# Only to be read: what readers said, and how pages are served.
TOLD = {"helpful": {*ROLES}, "served": {*ROLES, ""}}
STOCK = {"add", "autocomplete", "change", "changelist", "delete", "history"}
FACTORIES = {
    "faq.topic": factories.topic,
    "faq.entry": factories.entry,
    "faq.agency": factories.agency,
    "impact.source": factories.source,
    "impact.statistic": factories.figure,
    "impact.fieldoffice": factories.office,
}


def calls(obj):
    return [
        (method, admin_addresses.of(name, obj), roles)
        for name, methods, roles in SCREENS
        for method in methods
    ]


@pytest.fixture(params=FACTORIES)
def content(request, db):
    return FACTORIES[request.param]()


@pytest.mark.wide
@pytest.mark.parametrize("role", ROLES)
def test_each_role_sees_its_screens_and_no_more(client, content, role):
    client.force_login(factories.user(role))
    for method, url, allowed in calls(content):
        status = getattr(client, method)(url).status_code
        assert status < 500
        assert (status != 403) == (role in allowed), f"{role} {method} {url}: {status}"


@pytest.mark.wide
def test_staff_without_a_role_are_refused(client, content):
    client.force_login(factories.user())
    for method, url, _allowed in calls(content):
        assert getattr(client, method)(url).status_code == 403


@pytest.mark.wide
def test_nobody_is_asked_to_sign_in_and_learns_nothing(client, content):
    admin_drafts.saved(content, factories.user("Editor"))
    for method, url, _allowed in calls(content):
        response = getattr(client, method)(url)
        assert response.status_code == 302
        assert response.url.startswith(reverse("admin:login"))


def test_an_office_works_on_its_own_place_alone(client, db):
    own, other = factories.office(slug="kenya"), factories.office(slug="uganda")
    client.force_login(factories.user("Office", place="kenya"))
    assert client.get(admin_addresses.of("undo", own)).status_code == 404
    assert client.get(admin_addresses.of("undo", other)).status_code == 403
    assert client.get(admin_addresses.of("publish", own)).status_code == 403


@pytest.mark.parametrize(("role", "status"), [*((role, 200) for role in ROLES), ("", 403)])
def test_publishing_together_is_for_people_who_edit(client, db, role, status):
    client.force_login(factories.user(role))
    for method in ("get", "post"):
        response = getattr(client, method)(reverse("admin:publish_together"))
        assert response.status_code in ({status, 302} if status == 200 else {403})


def test_publishing_together_takes_no_text_one_may_not_change(client, db):
    entry = factories.entry()
    admin_drafts.saved(entry, factories.user("Editor"), answer="Another answer.")
    client.force_login(factories.user("Office", place="kenya"))
    url = reverse("admin:publish_together")
    assert client.get(url, {"text": str(entry.pk)}).status_code == 403
    assert client.post(url, {"text": str(entry.pk)}).status_code == 403
    assert Revision.objects.filter(state="review").count() == 0


@pytest.mark.parametrize("role", [*ROLES, "", None])
@pytest.mark.parametrize("name", RELOAD)
def test_fixtures_are_for_managers(client, db, role, name):
    arguments = ["faq.topic", factories.topic().slug] if name == "reload_record" else []
    url = reverse(f"admin:{name}", args=arguments)
    if role is not None:
        client.force_login(factories.user(role))
    for method in ("get", "post"):
        response = getattr(client, method)(url)
        if role is None:
            assert response.url.startswith(reverse("admin:login"))
        else:
            assert (response.status_code == 403) == (role not in MANAGERS)


@pytest.mark.parametrize("role", [*ROLES, "", None])
@pytest.mark.parametrize("name", TOLD)
def test_what_is_only_told_is_for_staff(client, db, role, name):
    url = reverse(f"admin:{name}")
    if role is None:
        assert client.get(url).url.startswith(reverse("admin:login"))
        return
    client.force_login(factories.user(role))
    assert client.get(url).status_code == (200 if role in TOLD[name] else 403)
    assert client.post(url).status_code == 405


def test_what_changes_something_is_protected_against_forged_requests(db, client):
    entry = factories.entry()
    forging = type(client)(enforce_csrf_checks=True)
    forging.force_login(factories.user("Manager"))
    for name, methods, _roles in SCREENS:
        if "post" in methods:
            assert forging.post(admin_addresses.of(name, entry)).status_code == 403, name
    record = reverse("admin:reload_record", args=["faq.entry", entry.slug])
    assert forging.post(record).status_code == 403


def test_no_address_of_the_admin_is_missing_here():
    """Wagtail's holes of 2026 were checks forgotten on just such an address."""
    told = {name for name, _methods, _roles in SCREENS} | ELSEWHERE | STOCK
    models = {kind.model for kind in kinds.all_kinds()}
    for model, model_admin in admin.site._registry.items():
        prefix = f"{model._meta.app_label}_{model._meta.model_name}_"
        names = {url.name.removeprefix(prefix) for url in model_admin.urls if url.name}
        beyond = told if model in models else STOCK | {"password_change"}
        assert not {name for name in names - beyond if "auth_user" not in name}, model


def test_no_address_of_the_whole_admin_is_missing_here():
    own = {url.name for url in admin.site.get_urls() if getattr(url, "name", None)}
    stock = {"index", "login", "logout", "password_change", "password_change_done"}
    stock |= {"autocomplete", "jsi18n", "view_on_site", "app_list"}
    assert own - stock == {"publish_together", *RELOAD, *TOLD}
