"""All that the PDF says, as plain values: what is printed is decided here, how in paper.typ."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from faq.handout.document import Answer, Cited, Handout
from faq.handout.pieces import pieces
from faq.models import Agency
from impact.figures import Shown
from impact.models import FieldOffice, Source
from publishing.paragraphs import Note, Paragraph

Told = dict[str, Any]


def told(handout: Handout) -> Told:
    language, _dash, region = (get_language() or settings.LANGUAGE_CODE).partition("-")
    name = {"name": settings.ORGANISATION}
    return {
        "title": settings.SITE_NAME,
        "author": settings.ORGANISATION,
        "address": f"{settings.SITE_URL}/",
        "language": language,
        "region": region or None,
        "about": _("Everything this site says about %(name)s, in one document to print or keep.")
        % name,
        "parts": [
            {"title": part.topic.name, "answers": [_answer(each) for each in part.answers]}
            for part in handout.parts
        ],
        "figures": _figures(handout),
        "places": _places(handout),
        "organisations": _organisations(handout),
        "versions": _versions(handout),
        "origin": _(
            "Written from a handout that %(name)s made for student researchers. It has no date;"
            " the latest year it names is 2012."
        )
        % name,
        "as_of": _as_of(handout),
    }


def _answer(answer: Answer) -> Told:
    return {
        "question": answer.entry.question,
        "address": settings.SITE_URL + answer.entry.get_absolute_url(),
        "short_answer": answer.entry.short_answer,
        "content_note": answer.content_note,
        "paragraphs": [_paragraph(each) for each in answer.paragraphs],
        "links": [_link(each) for each in answer.links],
    }


def _paragraph(paragraph: Paragraph) -> Told:
    return {
        "number": str(paragraph.number or ""),
        "text": pieces(paragraph.html, settings.SITE_URL),
        "notes": [{"word": each.word, "facts": _facts(each)} for each in paragraph.notes],
    }


def _facts(note: Note) -> str:
    """Figures are named where a note is about more than one."""
    return " ".join(
        f"{', '.join(figure.title for figure in known.figures)}: {' '.join(known.facts)}"
        if len(note.figures) > 1
        else " ".join(known.facts)
        for known in note.known
    )


def _link(source: Source) -> Told:
    return {"title": source.title, "address": source.address, "state": source.link_state}


def _figures(handout: Handout) -> Told:
    return {
        "title": _("Figures, and how each is known"),
        "lead": _("These count different things and must not be added up."),
        "sections": [
            {"title": str(title), "figures": [_figure(each) for each in found]}
            for title, found in handout.figures
        ],
    }


def _figure(shown: Shown) -> Told:
    known = shown.evidence
    return {
        "text": known.text,
        "rest": known.rest,
        "address": settings.SITE_URL + shown.statistic.get_absolute_url(),
        "word": known.status.word,
        "facts": " ".join(known.facts),
    }


def _places(handout: Handout) -> Told:
    named = _("The handout names %(how_many)s.") % {"how_many": handout.how_many}
    return {
        "title": _("Where IJM works"),
        "lead": f"{named} {_('The list is as printed, not necessarily as today.')}",
        "regions": [
            {"region": region, "places": _named(found)} for region, found in handout.places
        ],
    }


def _named(offices: Iterable[FieldOffice]) -> str:
    return ", ".join(
        capfirst(each.name) + ("" if each.country_code else f" ({_('a region')})")
        for each in offices
    )


def _organisations(handout: Handout) -> Told:
    return {
        "title": _("Organisations that may help"),
        "lead": _(
            "This site cannot take reports of crime. If you are in danger now, call the emergency"
            " number of the country you are in."
        ),
        "rows": [
            _organisation(country, each)
            for country, found in handout.organisations
            for each in found
        ],
    }


def _organisation(country: str, agency: Agency) -> Told:
    facts = [
        agency.offers,
        agency.serves and _("For: %(serves)s.") % {"serves": agency.serves},
        agency.languages and _("Languages: %(languages)s.") % {"languages": agency.languages},
        agency.hours and _("Hours: %(hours)s.") % {"hours": agency.hours},
        agency.telephone and f"{agency.telephone}.",
        agency.site,
    ]
    return {
        "name": f"{agency.name}, {country}.",
        "facts": " ".join(each for each in facts if each),
        "known": " ".join(agency.how_known),
    }


def _versions(handout: Handout) -> Told:
    return {
        "title": _("Versions printed here"),
        "lead": _(
            "Each of these addresses keeps its text for ever. Cite them, and not this document."
        ),
        "rows": [_version(each) for each in handout.versions],
    }


def _version(cited: Cited) -> Told:
    day = date_format(timezone.localdate(cited.version.created), "j F Y")
    words = {"number": cited.version.number, "day": day}
    return {
        "title": cited.title,
        "said": _("version %(number)s, %(day)s") % words,
        "address": cited.address,
    }


def _as_of(handout: Handout) -> str:
    if handout.changed_at is None:
        return ""
    day = date_format(timezone.localdate(handout.changed_at), "j F Y")
    return _("As of %(day)s, when something here last changed.") % {"day": day}
