"""Small whole numbers as words."""

from django.utils.translation import gettext_lazy as _

WORDS = (
    _("none"),
    _("one"),
    _("two"),
    _("three"),
    _("four"),
    _("five"),
    _("six"),
    _("seven"),
    _("eight"),
    _("nine"),
    _("ten"),
    _("eleven"),
    _("twelve"),
)


def in_words(count: int) -> str:
    """ "three", up to twelve; a larger number in digits: "1,300"."""
    return str(WORDS[count]) if 0 <= count < len(WORDS) else f"{count:,}"
