"""The handout as a PDF that screen readers can read (PDF/UA-1, ISO 14289-1), set by typst.

The same content gives the same bytes: its date is that of the newest change, and only fonts that
typst brings along are used. What was set once is kept until the content changes.
"""

import datetime
import hashlib
import json
import logging
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from faq.handout import words
from faq.handout.document import Handout

# Isolated: neither its folder nor the surroundings of the server change what it imports.
TYPESETTER = (sys.executable, "-I", str(Path(__file__).with_name("typesetting.py")))
# Seconds; it takes less than one.
PATIENCE = 60
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
    asked = json.dumps({"data": text, "moment": moment.isoformat()}).encode()
    done = subprocess.run(  # noqa: S603 -- our own program; the text goes in as input
        TYPESETTER, input=asked, capture_output=True, timeout=PATIENCE, check=False
    )
    said = done.stderr.decode(errors="replace").strip()
    if said:
        logger.warning("%s", said)
    if done.returncode:
        raise RuntimeError(f"the typesetter ended with {done.returncode}: {said}")
    return done.stdout
