"""One way to write a word: case, accents, British and American spelling, and its stem. Pure."""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer
from django.conf import settings

LONGEST = 40
MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
# Said where a line may break, and never seen.
HIDDEN = "\u00ad\u200b-\u200d\u2060\ufeff"
_UNSEEN = re.compile(f"[{MARKS}{HIDDEN}]+")
_WHOLE = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "’": "'"}
)
_SPELLINGS = [
    (re.compile(r"(?<=\w\w)our(?=(?:s|ed|er|ers|ing|able|ful|less)?$)"), "or"),
    (re.compile(r"(?<=\w\w)is(?=(?:e|es|ed|er|ers|ing|ations?|ational)$)"), "iz"),
    (re.compile(r"(?<=\w\w\w)tre(?=s?$)"), "ter"),
    (re.compile(r"^(def|off|pret|lic)ence"), r"\1ense"),
    (re.compile(r"gramme(?=s?$)"), "gram"),
    (re.compile(r"(?<=\w\w[ai])ll(?=(?:ed|er|ers|ing|ings)$)"), "l"),
    (re.compile(r"dgement"), "dgment"),
]
_LANGUAGES = {
    "ar": "arabic",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "hi": "hindi",
    "id": "indonesian",
    "it": "italian",
    "nl": "dutch",
    "pt": "portuguese",
    "ru": "russian",
    "ta": "tamil",
}


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """The word without case, accents and what is never seen; `IJM’s` is `ijm`."""
    plain = unicodedata.normalize("NFD", word.casefold()).translate(_WHOLE)
    plain = unicodedata.normalize("NFC", _UNSEEN.sub("", plain))
    if plain[:1].isdigit():
        # 2,400 is 2400, and 1.5 stays 1.5.
        plain = plain.replace(",", "")
    return plain.removesuffix("'s").replace("'", "")[:LONGEST]


@lru_cache(maxsize=100_000)
def term(folded: str) -> str:
    """The stem that stands for all forms of a folded word."""
    code = language()
    if code == "en" and folded.isalpha():
        for pattern, spelling in _SPELLINGS:
            folded = pattern.sub(spelling, folded)
    return _stem(code, folded)


def language() -> str:
    return settings.LANGUAGE_CODE.partition("-")[0]


def _stem(code: str, word: str) -> str:
    name = _LANGUAGES.get(code)
    if name is None or not word.isalpha():
        return word
    # One for each word that is new: a stemmer holds the word it works on, and threads share none.
    return str(snowballstemmer.stemmer(name).stemWord(word)) or word
