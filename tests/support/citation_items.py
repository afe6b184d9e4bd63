"""Items to cite, made up for tests, and what citeproc-js prints of others."""

import datetime
import json
from pathlib import Path

from citing import csl

GOLDEN = json.loads((Path(__file__).parents[1] / "data/citations.json").read_text(encoding="utf-8"))
ORGANISATION = "International Justice Mission"
SITE = "Student Research Questions and Answers"
QUESTION = "What evidence do you have that your solution is effective?"
ADDRESS = "https://www.example.org/faq/what-evidence-shows-it-works/v/3/"


def item(**values):
    given = {
        "identity": "faq:what-evidence-shows-it-works@3",
        "title": QUESTION,
        "author": ORGANISATION,
        "site": SITE,
        "issued": datetime.date(2026, 11, 23),
        "address": ADDRESS,
    }
    return csl.item(**(given | values))
