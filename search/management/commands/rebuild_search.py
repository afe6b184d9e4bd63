from argparse import RawDescriptionHelpFormatter
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from search import following

# A line for a log, or a number that counts up on a terminal.
EVERY_SECONDS = 1.0


class Command(BaseCommand):
    help = (
        "Makes the search index anew from everything that is public. Search keeps itself up to\n"
        "date, so this is for after a restored backup of a large site, when the first search\n"
        "would have to do it, and for when results look wrong. Readers and staff can go on\n"
        "meanwhile: searches use the old index until the new one is done, unless something is\n"
        "published while it is made; then they wait. On SQLite saving and publishing wait too,\n"
        "a minute or two for 100,000 pages.\n\n"
        "Exit codes: 0 done; 1 the database refused, and the old index is still in use."
    )

    def create_parser(self, *args: Any, **kwargs: Any) -> CommandParser:
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def handle(self, *args: Any, **options: Any) -> None:
        self.told_at = monotonic()
        try:
            cursor = following.rebuild(self._progress if options["verbosity"] else None)
        except DatabaseError as error:
            raise CommandError(f"The index was not made anew: {error}", returncode=1) from error
        if self._is_terminal():
            self.stdout.write("\r", ending="")
        counted = "1 page" if cursor.documents == 1 else f"{cursor.documents} pages"
        self.stdout.write(f"Search: {counted} can be found.")

    def _progress(self, done: int) -> None:
        if monotonic() - self.told_at < EVERY_SECONDS:
            return
        self.told_at = monotonic()
        if self._is_terminal():
            self.stdout.write(f"\r{done} read …", ending="")
        else:
            self.stdout.write(f"{done} read")
        self.stdout.flush()

    def _is_terminal(self) -> bool:
        return bool(self.stdout.isatty())
