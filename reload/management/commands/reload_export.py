from argparse import ArgumentParser
from typing import Any

from django.utils.translation import gettext as _

from reload import export, files, report
from reload.apply import Stale
from reload.command import CHANGES, CONFLICTS, DONE, ReloadCommand
from reload.report import GOOD, HEAD, Line
from reload.sources import name_of


class Command(ReloadCommand):
    help = (
        "Brings what staff changed back into the fixture files, ready to be committed."
        " Records that did not change keep their bytes. Writes nothing to the database."
    )

    def codes(self) -> str:
        return (
            "Exit code 0: written, or the same already. 1: something is wrong."
            " 2: with --check, files would change. 3: conflicts, no file was touched."
            " 4: a file changed meanwhile: try again. 64: an option is wrong. 130: interrupted."
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--check", action="store_true", help="only say whether files would change"
        )
        parser.add_argument(
            "--patch", action="store_true", help="print the change as a patch; touch no file"
        )

    def work(self, given: dict[str, Any]) -> int:
        selection = self.selection(given)
        digest = selection.digest()
        made = export.make(selection)
        if given["patch"]:
            self.stdout.write(export.patch(made), ending="")
        else:
            self._tell(made)
        if made.plan.open_clashes():
            return CONFLICTS
        if given["check"] or given["patch"]:
            return CHANGES if made.files and given["check"] else DONE
        if selection.digest() != digest:
            raise Stale(_("A file changed while it was read. No file was touched. Try again."))
        files.replace(made.files)
        return DONE

    def _tell(self, made: export.Export) -> None:
        if self.is_json:
            self.say_json(
                {
                    "schema": 1,
                    "files": sorted(name_of(path) for path in made.files),
                    "changed": made.changed,
                    "added": made.added,
                    "removed": made.removed,
                    "conflicts": len(made.plan.open_clashes()),
                }
            )
            return
        self.say(report.conflicts(made.plan))
        self.say(Line(f"  {name_of(path)}", GOOD) for path in sorted(made.files))
        said = "Export: {} changed, {} added, {} removed, {} conflicts"
        counts = (made.changed, made.added, made.removed, len(made.plan.open_clashes()))
        self.say([Line(said.format(*counts), HEAD)])
