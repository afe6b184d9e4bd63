"""A program of its own that publishes one answer again and again.

Called with NUMBERS FIRST LAST [MOMENT]; with a moment it kills itself there, in the last one.

NUMBERS is a file of two words: the number whose publication has begun, and the one that has ended.
"""

import mmap
import os
import signal
import sys
from pathlib import Path

import django

django.setup()

from django.db import transaction  # noqa: E402

from faq.models import Entry  # noqa: E402
from publishing import actions, history, records, standing  # noqa: E402
from staff.models import User  # noqa: E402

BEGUN, ENDED = range(2)
SLUG = "what-is-ijm"


def main(numbers, first, last, moment=""):
    with Path(numbers).open("r+b") as file:
        words = memoryview(mmap.mmap(file.fileno(), 16)).cast("Q")
    # What another program wrote is taken in first, or it would be in the way.
    actions.record_outside(Entry.objects.get(slug=SLUG))
    for number in range(int(first), int(last) + 1):
        words[BEGUN] = number
        if moment and number == int(last):
            killed(number, moment)
        publish(number)
        words[ENDED] = number


def publish(number):
    row, by = Entry.objects.get(slug=SLUG), User.objects.get(username="admin")
    record = records.read(row)
    record["fields"]["question"] = f"What is version {number}?"
    opened = history.head(row.pk)
    saved = actions.save_draft(record=record, object_id=row.pk, opened_with=opened, by=by)
    actions.publish(revisions=[saved.revision], by=by, note="Another number.", force=True)


def killed(number, moment):
    if moment == "before the mark":
        standing.mark = now
        publish(number)
    with transaction.atomic():
        if moment == "after the commit":
            transaction.on_commit(now)
        publish(number)
        if moment == "before the commit":
            now()


def now():
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(*sys.argv[1:])
