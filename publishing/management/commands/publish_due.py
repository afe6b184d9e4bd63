from argparse import RawDescriptionHelpFormatter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.formats import date_format

from publishing import actions, changes
from publishing.models import Revision

State = Revision.State
DONE = {State.PUBLISHED: "Published", State.WITHDRAWN: "Taken off the site"}


class Command(BaseCommand):
    help = (
        "Publishes what was put on the schedule, and takes off the site what was to leave it, as\n"
        "far as its time has come. Readers do the same by visiting, so nothing depends on this\n"
        "command; it is for those who want it done to the minute. It can run at any time.\n\n"
        "Exit codes: 0 done, or nothing was due; 1 something could not leave the site, so pages\n"
        "that show it answer 503; 2 something could not be published and went back to its author."
    )

    def create_parser(self, *args: Any, **kwargs: Any) -> CommandParser:
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def handle(self, *args: Any, **options: Any) -> None:
        started = timezone.now()
        try:
            done = actions.publish_due(now=started)
        except actions.Overdue as overdue:
            self._tell(overdue.done)
            raise CommandError(f"Some of it {overdue}", returncode=1) from overdue
        self._tell(done)
        back = Revision.objects.heads().filter(
            state=State.SENT_BACK, author=None, created__gte=started
        )
        for revision in back:
            self.stdout.write(f"Sent back: {revision.kind}:{revision.key}. {revision.note}")
        if back:
            raise CommandError("Not everything could be published.", returncode=2)
        if not done:
            self.stdout.write(_nothing())

    def _tell(self, done: list[Revision]) -> None:
        for revision in done:
            self.stdout.write(f"{DONE[State(revision.state)]}: {revision.kind}:{revision.key}")


def _nothing() -> str:
    due = changes.now().next_due
    if due is None:
        return "Nothing is due, and nothing is planned."
    local = timezone.localtime(due)
    zone = timezone.get_current_timezone_name()
    return f"Nothing is due. Next: {date_format(local, 'j F Y, H:i')} ({zone})."
