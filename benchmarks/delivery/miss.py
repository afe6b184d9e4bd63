"""What a page costs that is not stored: a process that publishes and asks, as it is told.

For each line `PATH SLUG` on its input it publishes another text of that entry, asks the whole
application for the page in the same thread, and prints the milliseconds of CPU of the answer.
"""

import os
import sys
import time
from typing import Any
from wsgiref.util import setup_testing_defaults

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ijmsite.settings")
django.setup()

from faq.models import Entry  # noqa: E402
from ijmsite.wsgi import application  # noqa: E402
from publishing import actions, history  # noqa: E402
from staff.models import User  # noqa: E402


def publish(slug: str, edition: int, by: User) -> str:
    """Make another text of the entry public; the words that a new page must have."""
    row = Entry.objects.get(slug=slug)
    newest = history.head(row.pk)
    if newest is None:
        raise SystemExit(f"{slug} has no history")
    record = history.data(newest)
    words = f"Edition {edition}."
    fields = {**record["fields"], "short_answer": f"{words} A short answer that says all of it."}
    saved = actions.save_draft(
        record={**record, "fields": fields}, object_id=row.pk, opened_with=newest, by=by
    )
    actions.publish(revisions=[saved.revision], by=by, note="Said anew.", force=True)
    return words


def ask(path: str) -> tuple[str, float]:
    """The page as text, and the milliseconds of this thread."""
    environ: dict[str, Any] = {"PATH_INFO": path, "HTTP_HOST": "127.0.0.1:8000"}
    setup_testing_defaults(environ)
    status = ""

    def start(said: str, *_rest: Any) -> Any:
        nonlocal status
        status = said

    before = time.thread_time()
    answer = application(environ, start)
    body = b"".join(answer)
    if hasattr(answer, "close"):
        answer.close()
    spent = time.thread_time() - before
    if not status.startswith("200"):
        raise SystemExit(f"{path}: {status}")
    return body.decode(), spent * 1000


def main() -> None:
    by = User.objects.create_superuser("benchmark", password="x")  # noqa: S106
    for edition, line in enumerate(sys.stdin, start=1):
        path, slug = line.split()
        words = publish(slug, edition, by)
        page, spent = ask(path)
        if words not in page:
            raise SystemExit(f"{path} is older than what was just published")
        print(spent, flush=True)


if __name__ == "__main__":
    main()
