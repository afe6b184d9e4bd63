"""English typography of titles: capitals, quotes within quotes, the full stop at the end. Pure."""

import re

# Articles, conjunctions and prepositions of any length, which MLA and Chicago keep small.
_SMALL = """\
a about above across after against along amid among an and around as at atop before behind
below beneath beside besides between beyond but by circa de despite down during et except for
from given in inside into lest like near next nor notwithstanding of off on onto or out over
past per plus pro qua sans since so than the through throughout till to toward towards under
underneath until unto up upon van versus via von vs with within without yet
"""
SMALL = frozenset(_SMALL.split())
WORD = re.compile(r"[^\s\-–—/:?!“”‘()\[\]…]+")
ENDS = (".", "?", "!", "…")
OPENING = re.compile(r"(^|[\s(\[—–/“‘])\"")
PAIR = re.compile(r"(^|[\s(\[—–/“])'([^']+)'(?=$|[\s)\]—–/.,;:?!”])")


def curled(text: str) -> str:
    """Straight quotes as printers set them; outer ones are double."""
    text = OPENING.sub(r"\1“", PAIR.sub(r"\1“\2”", text))
    return text.replace('"', "”").replace("'", "’")


def inner(text: str) -> str:
    """A text as it stands between double quotes: its own become single, and theirs double."""
    turned, open_marks = [], []
    for mark in text:
        if mark == "“":
            open_marks.append(mark)
            turned.append("‘")
        elif mark == "‘":
            turned.append("“" if "“" in open_marks else "‘")
            open_marks.append(mark)
        elif mark == "”":
            _close(open_marks, "“")
            turned.append("’")
        elif mark == "’" and open_marks[-1:] == ["‘"]:
            open_marks.pop()
            turned.append("”" if "“" in open_marks else "’")
        else:
            turned.append(mark)
    return "".join(turned)


def _close(open_marks: list[str], mark: str) -> None:
    """Forget the last mark of that kind and all after it; an orphan closes nothing."""
    if mark in open_marks:
        del open_marks[len(open_marks) - 1 - open_marks[::-1].index(mark) :]


def title_case(text: str) -> str:
    """Capitals as English titles have them; what has a capital anywhere stays as it is."""
    words = list(WORD.finditer(text))
    pieces, at = [], 0
    for index, found in enumerate(words):
        is_edge = index in (0, len(words) - 1)
        pieces += [text[at : found.start()], _word(text, found, is_edge=is_edge)]
        at = found.end()
    return "".join([*pieces, text[at:]])


def _word(text: str, found: re.Match[str], *, is_edge: bool) -> str:
    word = found.group()
    bare = word.rstrip(".,;’")
    before = text[: found.start()].rstrip(" “‘”’")
    is_joined = text[found.end() : found.end() + 1] == "-"
    opens = is_edge or is_joined or before.endswith((":", "?", "!"))
    is_small = bare in SMALL or len(bare) < 2
    if word != word.lower() or (is_small and not opens):
        return word
    return word[:1].upper() + word[1:]


def stopped(text: str) -> str:
    """With a full stop, within closing quotes, unless a mark ends it already."""
    body = text
    while body.endswith(("”", "’")) and _is_closing(body):
        body = body[:-1]
    return text if body.endswith(ENDS) else f"{body}.{text[len(body) :]}"


def _is_closing(text: str) -> bool:
    """Whether the last mark closes a quote, and is no apostrophe."""
    opening, closing = ("“", "”") if text.endswith("”") else ("‘", "’")
    return text.rfind(opening) > text.rfind(closing, 0, -1) or opening == "“"
