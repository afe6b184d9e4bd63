from typing import Any

from reload import status
from reload.command import CHANGES, CONFLICTS, DONE, ReloadCommand


class Command(ReloadCommand):
    help = (
        "Says how fixtures and database stand: the last reload, what staff changed since and is"
        " not in the files yet, what the files hold that is not applied, conflicts. Writes nothing."
    )

    def codes(self) -> str:
        return (
            "Exit code 0: files and database say the same. 1: something is wrong."
            " 2: one has what the other has not. 3: conflicts wait. 64: an option is wrong."
        )

    def work(self, given: dict[str, Any]) -> int:
        found = status.of(self.selection(given))
        if self.is_json:
            self.say_json(found.as_json())
        else:
            self.say(found.lines())
        if found.counts["conflicts"]:
            return CONFLICTS
        return CHANGES if any(found.counts.values()) else DONE
