"""What the five commands share: exit codes, options, errors in sentences."""

import gc
import json
import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils.translation import gettext as _

from reload import options, report, report_json
from reload.apply import Stale
from reload.lock import Busy
from reload.options import ON_CONFLICT, BadUsage, Options
from reload.problems import Broken
from reload.report import Line
from reload.sources import Selection, select
from reload.terminal import Terminal

DONE, FAILED, CHANGES, CONFLICTS, STALE, USAGE, INTERRUPTED = 0, 1, 2, 3, 4, 64, 130


class Leave(Exception):
    """The command ends here with this exit code; what there was to say has been said."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code


class Parser(CommandParser):
    def error(self, message: str) -> NoReturn:
        """argparse's own 2 means “there are changes” here."""
        if self.called_from_command_line:
            self.print_usage(sys.stderr)
            self.exit(USAGE, f"{self.prog}: {message}\n")
        raise CommandError(message, returncode=USAGE)


class ReloadCommand(BaseCommand):
    requires_system_checks = []
    takes_paths = True
    # The exit code, as soon as all that was to be written is written.
    finished: int | None = None

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        made = super().create_parser(prog_name, subcommand, epilog=self.codes(), **kwargs)
        # Django makes its own; only what it does with wrong usage is another thing here.
        made.__class__ = Parser
        return made

    def codes(self) -> str:
        return ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        if self.takes_paths:
            parser.add_argument(
                "paths",
                nargs="*",
                metavar="PATH",
                help="fixture files, or folders of them; without any, fixtures/",
            )
        parser.add_argument(
            "--format",
            choices=("text", "json"),
            default="text",
            help="json: one object for programs, its schema numbered (see docs/)",
        )

    def handle(self, *args: Any, **given: Any) -> None:
        self.is_json = given.get("format") == "json"
        out: Any = self.stdout._out
        self.terminal = Terminal(out, no_color=given.get("no_color", False))
        code = self._code_without_collecting(given)
        if code:
            raise SystemExit(code)

    def _code_without_collecting(self, given: dict[str, Any]) -> int:
        """Millions of small objects come and go, none of them in circles: a fifth of the work."""
        was_on = gc.isenabled()
        gc.disable()
        try:
            return self._code(given)
        finally:
            if was_on:
                gc.enable()

    def _code(self, given: dict[str, Any]) -> int:
        try:
            return self.work(given)
        except BadUsage as error:
            self.stderr.write(str(error))
            return USAGE
        except Broken as error:
            self.tell_broken(error)
            return FAILED
        except (Stale, Busy) as error:
            self.stderr.write(str(error))
            return STALE
        except (DatabaseError, OSError) as error:
            if self.finished is not None:
                return self._told_no_more(_first_line(error))
            self.stderr.write(_("Nothing was written: %s") % _first_line(error))
            return FAILED
        except KeyboardInterrupt:
            if self.finished is not None:
                return self._told_no_more(_("interrupted"))
            self.stderr.write(_("Interrupted. Nothing was written."))
            return INTERRUPTED

    def _told_no_more(self, why: str) -> int:
        """Whoever reads on the other side went away, but what was written stands."""
        self.stderr.write(_("It was done, but not all of this could be told: %s") % why)
        # Else Python would try once more at its end, and take that for a failure.
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return self.finished or DONE

    def work(self, given: dict[str, Any]) -> int:
        raise NotImplementedError

    def tell_broken(self, error: Broken) -> None:
        told = error.told()
        if self.is_json:
            self.say_json(report_json.broken(told))
        else:
            self.terminal.show(report.errors(told, len(error.problems)))

    def say(self, lines: Iterable[Line]) -> None:
        self.terminal.show(lines)

    def say_json(self, value: Any) -> None:
        self.stdout.write(json.dumps(value, indent=2, ensure_ascii=False))

    def selection(self, given: dict[str, Any]) -> Selection:
        return select(given["paths"])


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]


class PlanningCommand(ReloadCommand):
    """Plan and apply take the same options."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--note",
            default="",
            metavar="TEXT",
            help="one sentence that tells readers what changed; a changed figure needs it",
        )
        parser.add_argument(
            "--correction",
            action="store_true",
            help="the change corrects an error; --note says which",
        )
        parser.add_argument(
            "--only",
            action="append",
            default=[],
            metavar="RECORD",
            help="this record alone, as faq.entry[what-is-ijm]; may be repeated",
        )
        parser.add_argument(
            "--on-conflict",
            choices=ON_CONFLICT,
            default="abort",
            help="where staff and fixtures changed the same: write nothing (abort), keep what is"
            " public (live), take the fixture’s text (fixture), leave that record (skip)",
        )
        parser.add_argument(
            "--resolve",
            action="append",
            default=[],
            metavar="WHERE=SIDE",
            help="one conflict, as 'faq.entry[what-is-ijm].answer=live' or =fixture, or @FILE with"
            " one a line; may be repeated",
        )
        parser.add_argument(
            "--prune",
            action="store_true",
            help="take off the site what is gone from the fixtures; its versions stay readable",
        )
        parser.add_argument(
            "--prune-max",
            type=int,
            metavar="N",
            help="how many may go; needed for more than a tenth of a kind, or an empty file",
        )

    def options(self, given: dict[str, Any]) -> Options:
        if given["correction"] and not given["note"].strip():
            raise BadUsage(_("A correction needs --note “what was wrong”."))
        if given["prune_max"] is not None and not given["prune"]:
            raise BadUsage(_("--prune-max does nothing without --prune."))
        return Options(
            note=given["note"].strip(),
            correction=given["correction"],
            only=options.only(given["only"]),
            on_conflict=given["on_conflict"],
            resolve=options.resolve(given["resolve"]),
            prune=given["prune"],
            prune_max=given["prune_max"],
            drift=given.get("drift", False),
        )
