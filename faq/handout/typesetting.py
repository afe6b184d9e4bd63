"""A program for one PDF: what to set as JSON on its input, the PDF on its output.

In: `data` (text), `moment` (ISO 8601, UTC). Out: the PDF, and on stderr a line for each way that
could not set the text; nothing on stdout and exit code 1 where none could. It runs in a process of
its own because typst and its fonts take some 25 MB, which a server would keep for good.
"""

import datetime
import json
import sys
from pathlib import Path
from typing import Any

import typst

TEMPLATE = Path(__file__).with_name("paper.typ").read_bytes()
UA = ["ua-1"]
# The first that can set every letter of the text: other fonts only where ours lack one.
WAYS: tuple[dict[str, Any], ...] = (
    {"pdf_standards": UA, "ignore_system_fonts": True},
    {"pdf_standards": UA, "ignore_system_fonts": False},
    {"pdf_standards": [], "ignore_system_fonts": False},
)


def main() -> int:
    asked = json.load(sys.stdin.buffer)
    moment = datetime.datetime.fromisoformat(asked["moment"])
    for way in WAYS:
        try:
            made = typst.compile(
                TEMPLATE, sys_inputs={"data": asked["data"]}, timestamp=moment, **way
            )
        except typst.TypstError as error:
            sys.stderr.write(f"The handout cannot be set with {way}: {error}\n")
            continue
        sys.stdout.buffer.write(made)
        return 0
    return 1


if __name__ == "__main__":
    sys.exit(main())
