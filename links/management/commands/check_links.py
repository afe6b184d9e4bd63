import datetime
from argparse import ArgumentTypeError, RawDescriptionHelpFormatter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from links import named, noting, run
from links.checking import Checker
from links.models import Check

State = Check.State
STOPPED, USAGE, OFFLINE, REFUSED, INTERRUPTED = 1, 2, 3, 4, 130
OFFLINE_WORDS = "Not one server could be reached: this machine may be offline. Nothing was noted."
INTERRUPTED_WORDS = "Interrupted. What was found until then is kept."
LONGEST_SECONDS = 300.0


class Command(BaseCommand):
    help = (
        "Looks at every outside address that public texts name: whether it still works, and where\n"
        "it leads. The admin lists what it finds, under Outside links, and public pages say when\n"
        "a link last worked. It can run at any time, once a week is plenty; saving and publishing\n"
        "go on meanwhile. Servers on private networks are never asked, not by redirect either.\n\n"
        "Exit codes: 0 no link has stopped working; 1 some have; 2 an option is wrong; 3 not one\n"
        "server could be reached, so this machine may be offline and nothing was noted; 4 the\n"
        "database refused; 130 interrupted. What was found before that is kept."
    )
    # Tests bring one that may ask a server of their own.
    stealth_options = ("checker",)

    def create_parser(self, *args: Any, **kwargs: Any) -> CommandParser:
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "addresses", nargs="*", metavar="ADDRESS", help="only these, of those that texts name"
        )
        parser.add_argument(
            "--older-than",
            type=_days,
            metavar="DAYS",
            help="only what was not checked in so many days",
        )
        parser.add_argument(
            "--pause",
            type=_seconds,
            default=Checker.pause,
            metavar="SECONDS",
            help="between two requests to one server (default: %(default)s)",
        )
        parser.add_argument(
            "--timeout",
            type=_seconds,
            default=Checker.seconds,
            metavar="SECONDS",
            help="how long one request may take in all (default: %(default)s)",
        )

    def handle(self, *args: Any, **given: Any) -> None:
        try:
            result = self._result(given)
        except KeyboardInterrupt:
            raise CommandError(INTERRUPTED_WORDS, returncode=INTERRUPTED) from None
        except DatabaseError as error:
            raise CommandError(f"The database refused: {error}", returncode=REFUSED) from error
        self._tell(result)

    def _result(self, given: dict[str, Any]) -> run.Result:
        noting.take_up(named.everywhere())
        unknown = run.unknown(given["addresses"])
        if unknown:
            raise CommandError(f"No public text names {', '.join(unknown)}.", returncode=USAGE)
        wanted = run.wanted(given["addresses"], given["older_than"])
        checker = given.get("checker") or Checker(seconds=given["timeout"], pause=given["pause"])
        with self._bar() as bar:
            task = bar.add_task("Checking links", total=len(wanted))
            return run.carry_out(wanted, checker, lambda done: bar.update(task, completed=done))

    def _bar(self) -> Progress:
        """Drawn on a terminal alone, and gone when it is done."""
        out: Any = self.stdout._out
        shown = bool(self.stdout.isatty())
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        console = Console(file=out)
        return Progress(*columns, console=console, transient=True, disable=not shown)

    def _tell(self, result: run.Result) -> None:
        if result.is_offline and result.outcomes:
            raise CommandError(OFFLINE_WORDS, returncode=OFFLINE)
        for state, words in ((State.STOPPED, "Does not work"), (State.UNCLEAR, "Cannot be told")):
            for address, outcome in result.of(state):
                self.stdout.write(f"{words}: {address} {outcome.error}")
        working, stopped = len(result.of(State.WORKS)), len(result.of(State.STOPPED))
        unclear = len(result.of(State.UNCLEAR))
        self.stdout.write(
            f"{len(result.outcomes)} checked: {working} work, {stopped} do not,"
            f" {unclear} cannot be told."
        )
        if stopped:
            raise CommandError("Some links do not work.", returncode=STOPPED)


def _days(typed: str) -> datetime.timedelta:
    if not typed.isdecimal() or int(typed) > 36_500:
        raise ArgumentTypeError(f"“{typed}” is no number of days, such as 7")
    return datetime.timedelta(days=int(typed))


def _seconds(typed: str) -> float:
    try:
        seconds = float(typed)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= LONGEST_SECONDS:
        raise ArgumentTypeError(f"“{typed}” is no number of seconds from 0 to {LONGEST_SECONDS:g}")
    return seconds
