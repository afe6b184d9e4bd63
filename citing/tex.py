"""Plain text as TeX reads it: specials escaped, accents and marks as macros, the rest as UTF-8."""

import unicodedata

SPECIALS = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "–": "--",
    "—": "---",
    "“": "``",
    "”": "''",
    "‘": "`",
    "’": "'",
    "…": r"\ldots{}",
    "\u00a0": "~",
    "ß": r"{\ss}",
    "æ": r"{\ae}",
    "Æ": r"{\AE}",
    "ø": r"{\o}",
    "Ø": r"{\O}",
    "ł": r"{\l}",
    "Ł": r"{\L}",
    "£": r"{\pounds}",
}
# Combining marks by their macro.
ACCENTS = {
    "\u0300": "`",
    "\u0301": "'",
    "\u0302": "^",
    "\u0303": "~",
    "\u0308": '"',
    "\u0304": "=",
    "\u0307": ".",
    "\u0306": "u ",
    "\u030c": "v ",
    "\u030b": "H ",
    "\u0327": "c ",
    "\u0328": "k ",
    "\u030a": "r ",
}


def escaped(text: str) -> str:
    """Braces balance in what comes back, and no line breaks are left."""
    composed = unicodedata.normalize("NFC", " ".join(text.split(" ")))
    return "".join(map(_sign, "".join(each if each.isprintable() else " " for each in composed)))


def _sign(sign: str) -> str:
    if sign in SPECIALS:
        return SPECIALS[sign]
    parts = unicodedata.normalize("NFD", sign)
    if len(parts) == 2 and parts[0].isascii() and parts[0].isalpha() and parts[1] in ACCENTS:
        # An i or j under an accent loses its dot.
        letter = rf"\{parts[0]}" if parts[0] in "ij" else parts[0]
        return rf"{{\{ACCENTS[parts[1]]}{letter}}}"
    return sign
