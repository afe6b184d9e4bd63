"""A Markdown text as plain words, with its figures as readers see them. Pure."""

import re
from collections.abc import Mapping
from html import unescape

from publishing import markdown
from publishing.markdown import Quote, Quoted

# What ends a line of text; every other mark stands within one.
_END = re.compile(r"</(?:p|li|h[2-4]|pre|t[dhr]|blockquote)>|<br ?/?>")
_MARK = re.compile(r"<[^>]*>")
_SPACE = re.compile(r"[ \t\n]+")


def words(text: str, quoted: Mapping[Quote, Quoted]) -> str:
    """One line for each paragraph, item, heading and cell."""
    html = " ".join(
        markdown.fill(fragment.html, quoted) for fragment in markdown.render(text).fragments
    )
    return "\n".join(lines(html))


def lines(html: str) -> list[str]:
    """The lines of a rendered text as readers see them."""
    # A line break in the HTML is a space to readers.
    broken = _END.sub("\r", html).split("\r")
    told = (_SPACE.sub(" ", unescape(_MARK.sub("", line))).strip() for line in broken)
    return [line for line in told if line]
