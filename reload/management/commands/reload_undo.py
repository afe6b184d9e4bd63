from argparse import ArgumentParser
from getpass import getuser
from typing import Any

from django.utils.translation import gettext as _

from reload import lock, report, report_json, undoing
from reload.command import CONFLICTS, DONE, ReloadCommand
from reload.management.commands.reload_apply import PATIENCE
from reload.models import Run
from reload.options import ABORT, SKIP, BadUsage, Options


class Command(ReloadCommand):
    help = (
        "Takes one reload_apply back: what it changed becomes what it was before. What somebody"
        " edited since stays; where both touch the same, it is a conflict. No version is lost."
    )
    takes_paths = False

    def codes(self) -> str:
        return (
            "Exit code 0: done, or nothing to do. 1: something is wrong, nothing was written."
            " 3: conflicts; nothing was written, or with --on-conflict skip all but these."
            " 4: somebody else is writing: try again. 64: an option is wrong. 130: interrupted."
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("run", type=int, metavar="RUN", help="its number, see reload_status")
        parser.add_argument("--note", default="", help="one sentence that tells readers why")
        parser.add_argument(
            "--on-conflict",
            choices=(ABORT, SKIP),
            default=ABORT,
            help="where something was edited since: write nothing (abort), or leave that (skip)",
        )

    def work(self, given: dict[str, Any]) -> int:
        run = Run.objects.filter(pk=given["run"]).first()
        if run is None:
            raise BadUsage(_("There is no run %(run)d.") % {"run": given["run"]})
        lock.wait_at_most(PATIENCE)
        options = Options(note=given["note"].strip(), on_conflict=given["on_conflict"])
        done = undoing.carry_out(run, options, by=getuser())
        self.finished = CONFLICTS if done.plan.open_clashes() else DONE
        if self.is_json:
            self.say_json(report_json.of(done.plan, run=done.run.pk if done.run else None))
        else:
            self.say(report.brief(done.plan, done.run))
        return self.finished
