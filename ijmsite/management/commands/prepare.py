import os
import secrets
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, transaction

from publishing import actions
from reload import apply, lock, report
from reload.options import SKIP, Options
from reload.problems import Broken
from reload.sources import select
from staff.models import User

ACCOUNT = "admin"


class Command(BaseCommand):
    help = (
        "Makes the site ready to serve: brings the database up to date, collects the static"
        " files, keeps in the history what was written past the editor, brings in what is new in"
        " the fixtures, and creates the first staff account. What staff changed stays as it is;"
        " where the fixtures changed the same, it says so."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            call_command("migrate", verbosity=0, interactive=False)
        except OperationalError as error:
            raise CommandError(f"The database does not answer: {str(error).strip()}") from error
        call_command("collectstatic", verbosity=0, interactive=False)
        self.keep_history()
        self.load_content()
        self.create_account()
        self.stdout.write(f"Site:   {settings.SITE_URL}/")
        self.stdout.write(f"Staff:  {settings.SITE_URL}/admin/")

    def load_content(self) -> None:
        """Fixtures, merged with what staff changed; where both did, the public text stays."""
        try:
            done = apply.carry_out(select(), Options(on_conflict=SKIP), by="prepare")
        except (Broken, lock.Busy) as error:
            self.stderr.write("Content: nothing was loaded from the fixtures.")
            told = error.told() if isinstance(error, Broken) else [error]
            self.stderr.write("\n".join(str(each) for each in told))
            return
        self.tell(done)

    def tell(self, done: apply.Applied) -> None:
        if done.plan.changes_content and done.run:
            self.stdout.write(
                "Content: {create} created, {update} updated.".format(**done.plan.counts())
            )
        for line in report.conflicts(done.plan):
            self.stdout.write(line.text)
        if done.plan.open_clashes():
            self.stdout.write("The site starts with what is public. To decide: reload_plan.")

    @transaction.atomic
    def keep_history(self) -> None:
        """What has no history gets its first version; what was changed past the editor is kept."""
        taken = actions.record_all_outside(first_by="fixtures")
        first = sum(1 for revision in taken if revision.number == 1)
        if first:
            self.stdout.write(f"History: first versions of {first} texts kept.")
        if changed := len(taken) - first:
            counted = "1 text was" if changed == 1 else f"{changed} texts were"
            self.stdout.write(f"History: {counted} changed outside the editor.")

    def create_account(self) -> None:
        """The first person; once anybody has an account, none is ever made by itself."""
        with transaction.atomic():
            if User.objects.exists():
                return
            chosen = os.environ.get("STAFF_PASSWORD", "")
            password = chosen or secrets.token_urlsafe(12)
            User.objects.create_superuser(ACCOUNT, password=password)
        shown = "as in STAFF_PASSWORD" if chosen else f"{password} (shown this once: keep it)"
        self.stdout.write(f"Staff account: {ACCOUNT}, password: {shown}")
