import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from reload import plan as planning
from reload import report, report_json
from reload.apply import fingerprint
from reload.command import CHANGES, CONFLICTS, DONE, PlanningCommand


class Command(PlanningCommand):
    help = (
        "Shows what reload_apply would do with the fixtures, record by record, and why."
        " Writes nothing to the database, ever."
    )

    def codes(self) -> str:
        return (
            "Exit code 0: nothing to do. 1: something is wrong. 2: there are changes."
            " 3: there are conflicts. 64: an option is wrong. 130: interrupted."
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--out", metavar="FILE", help="keep the plan for reload_apply --plan")
        parser.add_argument(
            "--drift",
            action="store_true",
            help="read every row, and so find what was changed outside the editor",
        )

    def work(self, given: dict[str, Any]) -> int:
        plan = planning.make(self.selection(given), self.options(given))
        made = report_json.of(plan, fingerprint=fingerprint(plan)) if self._needs(given) else {}
        if given["out"]:
            Path(given["out"]).write_text(json.dumps(made, indent=2, ensure_ascii=False) + "\n")
        if self.is_json:
            self.say_json(made)
        else:
            self.say(report.of(plan))
        if plan.open_clashes():
            return CONFLICTS
        return CHANGES if plan.changes_content else DONE

    def _needs(self, given: dict[str, Any]) -> bool:
        return bool(given["out"]) or self.is_json
