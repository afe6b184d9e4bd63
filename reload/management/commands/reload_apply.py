import json
from argparse import ArgumentParser
from getpass import getuser
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from reload import apply, lock, report, report_json
from reload.command import CONFLICTS, DONE, PlanningCommand
from reload.options import BadUsage
from reload.terminal import Bar

# Seconds that somebody else may hold the lock.
PATIENCE = 20


class Command(PlanningCommand):
    help = (
        "Brings the fixtures into the database, merged with what staff changed there."
        " One transaction: everything, or nothing."
    )

    def codes(self) -> str:
        return (
            "Exit code 0: done, or nothing to do. 1: something is wrong, nothing was written."
            " 3: conflicts; nothing was written, or with --on-conflict skip all but these."
            " 4: not what was planned, or somebody else is writing: try again."
            " 64: an option is wrong. 130: interrupted, nothing was written."
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--plan", metavar="FILE", help="only if it is still what reload_plan --out kept here"
        )

    def work(self, given: dict[str, Any]) -> int:
        selection, options = self.selection(given), self.options(given)
        expected = _expected(given["plan"]) if given["plan"] else ""
        lock.wait_at_most(PATIENCE)
        out: Any = self.stderr._out
        bar = Bar(out, _("Records"))
        try:
            done = apply.carry_out(
                selection, options, by=getuser(), expected=expected, progress=bar
            )
        finally:
            bar.close()
        self.finished = CONFLICTS if done.plan.open_clashes() else DONE
        run = done.run.pk if done.run else None
        if self.is_json:
            self.say_json(report_json.of(done.plan, run=run))
        else:
            self.say(report.brief(done.plan, done.run))
        return self.finished


def _expected(file: str) -> str:
    try:
        made = json.loads(Path(file).read_text(encoding="utf-8"))
        return str(made["fingerprint"])
    except (OSError, ValueError, KeyError, TypeError):
        raise BadUsage(_("%s is no plan that reload_plan --out made.") % file) from None
