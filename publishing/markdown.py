"""Markdown with quoted figures: text → fragments with placeholders → filled HTML.

Pure: knows no model. A placeholder is an empty `<data value="figure:relief@2012">`; it survives
cleaning (nh3) and is filled with the quoted text at the moment of use, so that the kept HTML of
an answer never holds a number of its own.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from typing import Any

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

QUOTE = re.compile(
    r"\{\{\s*(?P<word>[a-z]+)\s*:\s*(?P<key>[^\s@{}]+)(?:@(?P<pin>[^\s@{}]+))?\s*\}\}"
)
# As written, or as an address carries them.
_BRACES = re.compile(r"\{\{|%7B%7B")
PLACEHOLDER = re.compile(r'<data value="(!?)([a-z]+):([^"@]+)(?:@([^"]+))?"></data>')
BLOCKS = frozenset({"p", "ul", "ol", "li", "h2", "h3", "h4", "blockquote", "pre", "hr"})
TABLES = frozenset({"table", "thead", "tbody", "tr", "th", "td"})
TAGS = BLOCKS | TABLES | {"a", "strong", "em", "code", "br", "data"}
ATTRIBUTES = {"a": {"href", "title"}, "data": {"value"}, "ol": {"start"}}
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
HEADINGS = frozenset({"h2", "h3", "h4"})


@dataclass(frozen=True, order=True)
class Quote:
    """`{{ word:key }}` (the newest) or `{{ word:key@pin }}` (one value for ever)."""

    word: str
    key: str
    pin: str = ""

    def __str__(self) -> str:
        return f"{self.word}:{self.key}" + (f"@{self.pin}" if self.pin else "")


@dataclass(frozen=True)
class Quoted:
    """What stands in a sentence for a quote, and what is known about it.

    A status of "" is no figure but a name, shown as a plain link. `suffix` follows the link
    ("2012" becomes " (2012)"); `note` is plain JSON that the quoting page draws beside the
    paragraph and that a published version keeps.
    """

    text: str
    value: str
    url: str
    status: str
    suffix: str = ""
    note: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Fragment:
    """One top-level element of the text: its tag, cleaned HTML with placeholders, quotes."""

    tag: str
    html: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True)
class Rendered:
    fragments: tuple[Fragment, ...]

    @property
    def quotes(self) -> tuple[Quote, ...]:
        return tuple(dict.fromkeys(q for part in self.fragments for q in part.quotes))


@lru_cache(maxsize=2048)
def render(text: str) -> Rendered:
    """Markdown → cleaned top-level fragments in order. Raw HTML in the text is shown as text."""
    parser = _parser()
    tokens = parser.parse(text)
    return Rendered(tuple(_fragment(parser, group) for group in _top_level(tokens)))


def fill(html: str, quoted: Mapping[Quote, Quoted]) -> SafeString:
    """Put the quoted texts in place of the placeholders; an unknown one says so in words."""

    def replace(match: re.Match[str]) -> str:
        inside_link, word, key, pin = (unescape(each or "") for each in match.groups())
        found = quoted.get(Quote(word, key, pin))
        if found is None:
            said = _("[%(word)s “%(key)s” not found]") % {"word": word, "key": key}
            return f"<em>{escape(said)}</em>"
        if not found.status:
            name = escape(found.text)
            return name if inside_link else f'<a href="{escape(found.url)}">{name}</a>'
        data = f'<data value="{escape(found.value)}">{escape(found.text)}</data>'
        suffix = f" ({escape(found.suffix)})" if found.suffix else ""
        if inside_link:
            return data + suffix
        link = f'<a class="figure {escape(found.status)}" href="{escape(found.url)}">{data}</a>'
        return link + suffix

    return mark_safe(PLACEHOLDER.sub(replace, html))  # noqa: S308 -- cleaned by nh3, parts escaped


def quotes_in(text: str) -> tuple[Quote, ...]:
    """Every quote the rendered text shows, in order, each once."""
    return render(text).quotes


def links_in(text: str) -> tuple[str, ...]:
    """The address of every link, in order, each once, as readers' browsers get it."""
    opened = (each for each in _walk(_parser().parse(text)) if each.type == "link_open")
    return tuple(dict.fromkeys(str(each.attrs.get("href", "")) for each in opened))


def misplaced(text: str) -> list[str]:
    """The places where a quote cannot work: "code", "link" and "picture", once each."""
    found: set[str] = set()
    for token in _walk(_parser().parse(text)):
        if token.type in {"code_inline", "code_block", "fence"} and QUOTE.search(token.content):
            found.add("code")
        if token.type == "image":
            found.add("picture")
        if token.type == "link_open" and _BRACES.search(f"{token.attrs}"):
            found.add("link")
    return sorted(found)


def blocks(text: str) -> list[str]:
    """What each paragraph, heading, item and cell says, quotes as written, no link's address."""
    spaces = {"softbreak": " ", "hardbreak": " "}
    return [
        "".join(spaces.get(each.type, each.content) for each in token.children or [])
        for token in _parser().parse(text)
        if token.type == "inline"
    ]


def _walk(tokens: Sequence[Token]) -> list[Token]:
    return [each for token in tokens for each in (token, *_walk(token.children or []))]


def _top_level(tokens: Sequence[Token]) -> list[list[Token]]:
    groups: list[list[Token]] = []
    depth = 0
    for token in tokens:
        if depth == 0:
            groups.append([])
        groups[-1].append(token)
        depth += token.nesting
    return groups


def _fragment(parser: MarkdownIt, tokens: list[Token]) -> Fragment:
    quotes: dict[Quote, None] = {}
    for token in tokens:
        _mark_linked(token.children or [])
        if token.type in {"heading_open", "heading_close"}:
            # The page's own heading is the only h1.
            token.tag = f"h{min(max(int(token.tag[1]), 2), 4)}"
    for token in _walk(tokens):
        if token.type == "quote":
            quotes[token.meta["quote"]] = None
    html = parser.renderer.render(tokens, parser.options, {})
    return Fragment(tokens[0].tag, _clean(html), tuple(quotes))


def _mark_linked(children: list[Token]) -> None:
    depth = 0
    for token in children:
        depth += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type == "quote":
            token.meta["linked"] = depth > 0


def _clean(html: str) -> str:
    return nh3.clean(
        html,
        tags=set(TAGS),
        attributes={k: set(v) for k, v in ATTRIBUTES.items()},
        url_schemes=set(SCHEMES),
        link_rel="noopener noreferrer",
    ).strip()


def _quote_rule(state: StateInline, silent: bool) -> bool:
    match = QUOTE.match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        token = state.push("quote", "data", 0)
        token.content = match.group()
        token.meta = {"quote": Quote(match["word"], match["key"], match["pin"] or "")}
    state.pos = match.end()
    return True


def _render_quote(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any
) -> str:
    meta = tokens[index].meta
    mark = "!" if meta.get("linked") else ""
    return f'<data value="{mark}{escape(str(meta["quote"]))}"></data>'


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.inline.ruler.before("text", "quote", _quote_rule)
    parser.add_render_rule("quote", _render_quote)
    return parser
