"""A textarea for Markdown; a script adds its toolbar and the list of figures to quote."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from publishing import kinds

FIGURE = "figure"


class MarkdownWidget(AdminTextareaWidget):
    def __init__(self, admin_site: Any) -> None:
        self.admin_site = admin_site
        super().__init__({"rows": 20, "class": "vLargeTextField markdown"})

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> dict[str, Any]:
        attrs = super().build_attrs(base_attrs, extra_attrs)
        url = figures_url(self.admin_site, "quotable")
        return attrs | ({"data-figures": url} if url else {})

    class Media:
        js = [forms.Script("admin-site/markdown.js", defer=True)]


def figures_url(admin_site: Any, page: str) -> str:
    """An admin address of the kind that `{{ figure:… }}` points to; "" where there is none."""
    word = kinds.reference_word(FIGURE)
    if word is None:
        return ""
    return reverse(f"{admin_site.name}:{word.to_kind.replace('.', '_')}_{page}")


def help_text(admin_site: Any) -> SafeString:
    return format_html(
        "{} <a href='{}'>{}</a>",
        _(
            "**bold**, *italic*, [words](https://address), “- ” before each line of a list."
            " Quote a figure as {{ figure:its-address }} for its newest value, or as"
            " {{ figure:its-address@2012 }} to stay with one value."
        ),
        figures_url(admin_site, "changelist"),
        _("All figures and their addresses"),
    )
