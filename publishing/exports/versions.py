"""Which version stands at an address now, for files that must be citable."""

import datetime
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from publishing.models import Revision


@dataclass(frozen=True)
class Version:
    number: int
    hash: str
    created: datetime.datetime


def latest(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Version]:
    """The newest version of each object that has one, in one look-up."""
    versions = Revision.objects.filter(version__isnull=False)
    later = versions.filter(object_id=OuterRef("object_id"), version__gt=OuterRef("version"))
    rows = versions.filter(~Exists(later), object_id__in=ids).order_by()
    found = rows.values_list("object_id", "version", "hash", "created")
    return {pk: Version(number or 0, digest, at) for pk, number, digest, at in found}
