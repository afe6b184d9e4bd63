"""The roles as one table; groups in the database follow it after every migrate."""

from typing import Any

from django.apps import apps as site_apps
from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission

CONTENT = (
    "faq.topic",
    "faq.entry",
    "faq.agency",
    "impact.source",
    "impact.statistic",
    "impact.measurement",
    "impact.fieldoffice",
    "taggit.tag",
)
# What has a public state; a measurement goes with its figure.
PUBLIC = (
    "faq.topic",
    "faq.entry",
    "faq.agency",
    "impact.source",
    "impact.statistic",
    "impact.fieldoffice",
)
PLACE = ("impact.statistic", "impact.measurement", "impact.fieldoffice")
PEOPLE = ("staff.user",)
# What the site finds out by itself.
FOUND = ("links.check",)

# Role: {action: models it may be done to}
ROLES: dict[str, dict[str, tuple[str, ...]]] = {
    "Writer": {"view": CONTENT + FOUND, "add": CONTENT, "change": CONTENT},
    "Editor": {
        "view": CONTENT + FOUND,
        "add": CONTENT,
        "change": CONTENT,
        "delete": CONTENT,
        "publish": PUBLIC,
    },
    "Manager": {
        "view": CONTENT + FOUND + PEOPLE,
        "add": CONTENT + PEOPLE,
        "change": CONTENT + PEOPLE,
        "delete": CONTENT,
        "publish": PUBLIC,
        "withdraw": PUBLIC,
    },
    "Office": {"view": CONTENT + FOUND, "add": ("impact.measurement",), "change": PLACE},
}
# Roles that may edit one place and its figures alone (staff.User.place).
BOUND_TO_A_PLACE = frozenset({"Office"})


def codenames(role: str) -> set[tuple[str, str]]:
    """(app label, permission codename) of everything the role may do."""
    return {
        (label.split(".")[0], f"{action}_{label.split('.')[1]}")
        for action, labels in ROLES[role].items()
        for label in labels
    }


def sync(using: str = "default", apps: Apps = site_apps, **kwargs: Any) -> None:
    """Bring the groups to the table. Runs after migrate; groups made by hand stay."""
    if "group" not in apps.all_models["auth"]:
        # A migration backwards took the tables of groups away.
        return
    for config in site_apps.get_app_configs():
        # The permissions of apps that migrate after this one do not exist yet.
        create_permissions(config, verbosity=0, using=using)
    known = {
        (permission.content_type.app_label, permission.codename): permission
        for permission in Permission.objects.using(using).select_related("content_type")
    }
    for role in ROLES:
        group, _ = Group.objects.using(using).get_or_create(name=role)
        group.permissions.set(known[key] for key in codenames(role))
