"""CPU of saving a draft and of publishing it, beside stock ModelAdmin saving the row.

python benchmarks/drafts.py [rounds]        on the database of DATABASE_URL, rolled back at the end

Prints medians of process time in milliseconds and their ratio; the turns alternate, so that a
machine that slows down slows both.
"""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ijmsite.settings")
os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")
os.environ.setdefault(
    "SECRET_KEY", "only-for-benchmarks-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2
)

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib import admin  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.urls import path  # noqa: E402

from faq.admin import EntryAdmin  # noqa: E402
from faq.models import Entry  # noqa: E402
from impact.admin import StatisticAdmin  # noqa: E402
from impact.models import Statistic  # noqa: E402
from publishing import actions, history  # noqa: E402
from publishing.admin_fields import FieldsMixin  # noqa: E402
from staff.models import User  # noqa: E402
from tests.support import factories  # noqa: E402
from tests.support.html_forms import filled  # noqa: E402

ROUNDS = 60
WARM = 10


def stock_admin(ours: type[Any], model: type[Any], site: admin.AdminSite) -> None:
    """The same fields and widgets on Django's own ModelAdmin."""
    names = ("autocomplete_fields", "fieldsets", "form", "inlines", "prepopulated_fields")
    options = {name: getattr(ours, name) for name in names}
    made = type("Stock", (FieldsMixin, admin.ModelAdmin), options)
    fields = [(title, dict(given)) for title, given in ours.fieldsets]
    for _title, given in fields:
        given["fields"] = [each for each in given["fields"] if each not in ours.readonly_fields]
    made.fieldsets = fields
    site.register(model, made)


class Stock(admin.AdminSite):
    enable_nav_sidebar = False


# Of the same name, so that the addresses widgets look up exist.
site = Stock(name="admin")
for _ours, _model in ((EntryAdmin, Entry), (StatisticAdmin, Statistic)):
    stock_admin(_ours, _model, site)
for _model, _ours in list(admin.site._registry.items()):
    if _model not in site._registry:
        site._registry[_model] = _ours
from ijmsite.urls import urlpatterns as public  # noqa: E402

urlpatterns = [*public, path("stock/", site.urls)]


def saving(client: Client, url: str, form: str, field: str) -> Callable[[int], tuple[float, ...]]:
    def once(turn: int) -> tuple[float, ...]:
        """CPU seconds of opening the form, of sending it with one field changed, of publishing."""
        start = time.process_time()
        opened = client.get(url)
        between = time.process_time()
        sent = filled(opened, form)
        sent[field] = [f"Changed in turn {turn}?"]
        before = time.process_time()
        response = client.post(url, {**sent, "_save": "1"})
        end = time.process_time()
        if response.status_code != 302:
            raise SystemExit(f"{url}: {response.status_code}")
        # Where saving makes it public at once, publishing is that save.
        public = end - before if "/stock/" in url else publishing(client, url)
        return between - start, end - before, public

    return once


def publishing(client: Client, url: str) -> float:
    """CPU seconds of pressing Publish now on the sheet of what was just saved."""
    newest = history.head(UUID(url.split("/")[-3]))
    sheet = url.replace("/change/", "/publish/")
    sent = {"number": newest.number if newest else 0, "weight": "major", "major_note": "Changed."}
    before = time.process_time()
    response = client.post(sheet, sent)
    end = time.process_time()
    if response.status_code != 302:
        raise SystemExit(f"{sheet}: {response.status_code}")
    return end - before


def compare(name: str, stock: Any, ours: Any, rounds: int) -> None:
    found: dict[str, list[tuple[float, ...]]] = {"stock": [], "ours": []}
    for turn in range(rounds + WARM):
        for who, save in (("stock", stock), ("ours", ours)):
            taken = save(turn)
            if turn >= WARM:
                found[who].append(taken)
    for place, deed in enumerate(("open", "save", "publish")):
        times = {who: median(each[place] for each in all_) * 1000 for who, all_ in found.items()}
        ratio = times["ours"] / times["stock"]
        print(
            f"{name:10} {deed:8} stock {times['stock']:6.1f} ms  ours {times['ours']:6.1f} ms"
            f"  ratio {ratio:.2f}"
        )


def entry() -> Any:
    source = factories.source()
    return factories.entry(answer="A paragraph.\n\n" * 12, tags=["one", "two"], sources=[source])


def figure() -> Any:
    made = factories.statistic(tags=["one", "two"])
    for year in range(2008, 2013):
        factories.measurement(statistic=made, key=str(year), said_in=factories.source())
    return made


@transaction.atomic
def measure(rounds: int) -> None:
    client = Client()
    client.force_login(User.objects.create_superuser("benchmark", password="x"))  # noqa: S106
    for name, make, field in (("question", entry, "question"), ("figure", figure, "title")):
        rows = [make(), make()]
        for row in rows:
            actions.record_outside(row)
        kind = rows[0]._meta
        urls = [
            f"/{where}/{kind.app_label}/{kind.model_name}/{row.pk}/change/"
            for where, row in zip(("stock", "admin"), rows, strict=True)
        ]
        stock, ours = (saving(client, url, f"{kind.model_name}_form", field) for url in urls)
        compare(name, stock, ours, rounds)
    transaction.set_rollback(True)


if __name__ == "__main__":
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    settings.ALLOWED_HOSTS.append("testserver")
    call_command("migrate", verbosity=0)
    with override_settings(ROOT_URLCONF=__name__):
        measure(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
