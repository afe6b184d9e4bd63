"""The forms a list of citations is handed out in, by the name an address gives them."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from citing import bibtex, reference_list, ris
from citing.csl import Item

Write = Callable[[Sequence[Item]], str]


@dataclass(frozen=True)
class Format:
    """`ending` is that of a file to keep; without one the text is read on the screen."""

    name: str
    label: str
    content_type: str
    write: Write
    ending: str = ""


def _style(style: reference_list.Style) -> Format:
    def write(items: Sequence[Item]) -> str:
        return reference_list.text(style, items)

    return Format(style.name, style.label, "text/plain; charset=utf-8", write)


def _csl_json(items: Sequence[Item]) -> str:
    return json.dumps(list(items), ensure_ascii=False, indent=2) + "\n"


FILES = (
    Format("ris", "RIS", "application/x-research-info-systems", ris.records, "ris"),
    Format("bibtex", "BibTeX", "application/x-bibtex", bibtex.entries, "bib"),
    Format("csl-json", "CSL-JSON", "application/vnd.citationstyles.csl+json", _csl_json, "json"),
)
FORMATS = {each.name: each for each in (*map(_style, reference_list.STYLES), *FILES)}
