"""Whether a value is so far from the one before that somebody should look again. Pure."""

from decimal import Decimal

from django.utils.translation import gettext as _

from publishing.numerals import in_words

FAR = 3


def question(now: Decimal, before: Decimal, *, year: str, earlier: str) -> str:
    """ "2026 is ten times 2025."; "" where nothing is odd. `earlier` names the time of `before`."""
    names = {"year": year, "earlier": earlier}
    if now == before or not before:
        return ""
    if not now:
        return _("%(year)s is zero, and %(earlier)s was not.") % names
    if (now < 0) != (before < 0):
        return _("One of %(year)s and %(earlier)s is a rise, the other a fall.") % names
    times = now / before
    if times >= FAR:
        return _("%(year)s is %(times)s %(earlier)s.") % {**names, "times": _times(times)}
    if times * FAR <= 1:
        words = {**names, "times": _times(before / now)}
        return _("%(earlier)s was %(times)s %(year)s.") % words
    return ""


def _times(factor: Decimal) -> str:
    """ "ten times", "more than three times"."""
    whole = int(factor)
    words = _("%s times") % in_words(whole)
    return words if whole == factor else _("more than %s") % words
