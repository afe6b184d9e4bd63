"""The handout as a PDF that screen readers can read (PDF/UA-1, ISO 14289-1), set by typst.

The same content gives the same bytes: its date is that of the newest change, and only fonts that
typst brings along are used. What was set once is kept until the content changes.
"""

import datetime
import hashlib
import json
import logging
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

import typst

from faq.handout import words
from faq.handout.document import Handout

TEMPLATE = Path(__file__).with_name("paper.typ").read_bytes()
UA = ["ua-1"]
# The first that can set every letter of the text: other fonts only where ours lack one.
WAYS: tuple[dict[str, Any], ...] = (
    {"pdf_standards": UA, "ignore_system_fonts": True},
    {"pdf_standards": UA, "ignore_system_fonts": False},
    {"pdf_standards": [], "ignore_system_fonts": False},
)
# Of a site with nothing on it.
BEGINNING = datetime.datetime.fromtimestamp(0, datetime.UTC)
logger = logging.getLogger(__name__)


@dataclass
class Kept:
    digest: str = ""
    made: bytes = b""
    lock: Lock = field(default_factory=Lock)


_kept = Kept()


def of(handout: Handout) -> bytes:
    """Set once for each content; whoever asks meanwhile waits for that one."""
    text = json.dumps(words.told(handout), ensure_ascii=False, sort_keys=True)
    moment = (handout.changed_at or BEGINNING).astimezone(datetime.UTC).replace(microsecond=0)
    digest = hashlib.sha256(f"{moment} {text}".encode()).hexdigest()
    with _kept.lock:
        if _kept.digest != digest:
            _kept.made, _kept.digest = _typeset(text, moment), digest
        return _kept.made


def _typeset(text: str, moment: datetime.datetime) -> bytes:
    for way in WAYS[:-1]:
        try:
            return _compiled(text, moment, way)
        except typst.TypstError as error:
            logger.warning("The handout cannot be set with %s: %s", way, error)
    return _compiled(text, moment, WAYS[-1])


def _compiled(text: str, moment: datetime.datetime, way: dict[str, Any]) -> bytes:
    made = typst.compile(TEMPLATE, sys_inputs={"data": text}, timestamp=moment, **way)
    if not isinstance(made, bytes):
        raise TypeError(f"typst gave {type(made)} for one PDF")
    return made
