"""A published version as an item to cite."""

from django.conf import settings
from django.utils.translation import gettext as _

from citing import csl, life
from citing.life import Life
from publishing.models import Revision
from publishing.records import Record


def item(found: Life, version: Revision, record: Record | None = None) -> dict[str, object]:
    """`record` spares reading the version's own, where the caller has it."""
    kind = found.citable
    return csl.item(
        identity=kind.identity(found.slug, version.version),
        title=kind.name(record or life.record_of(version)),
        author=settings.ORGANISATION,
        site=settings.SITE_NAME,
        issued=life.day(version.created),
        address=settings.SITE_URL + life.address(found, version),
        note=note(version),
        language=_language(),
        is_data=kind.is_data,
    )


def note(version: Revision) -> str:
    """How to prove what was read; no style prints it."""
    return _("Version %(number)d. SHA-256 of its content: %(hash)s (%(address)s)") % {
        "number": version.version or 0,
        "hash": version.hash,
        "address": f"{settings.SITE_URL}/verify/{version.hash}/",
    }


def _language() -> str:
    """`en-gb` as BCP 47 writes it."""
    language, dash, country = settings.LANGUAGE_CODE.partition("-")
    return f"{language}{dash}{country.upper() if len(country) == 2 else country}"
