"""Who else has a form open, so that two people talk before they type the same words."""

import datetime
import logging
import uuid
from typing import Any

from django.db import OperationalError
from django.utils import timezone

from publishing.impatience import impatient
from publishing.models import Presence

# Whoever opened a form longer ago and saved nothing has most likely closed it.
LONGEST = datetime.timedelta(minutes=30)
logger = logging.getLogger(__name__)


def others(object_id: uuid.UUID, person: Any) -> list[Presence]:
    """Whoever came before, longest first."""
    here = Presence.objects.filter(object_id=object_id, at__gt=timezone.now() - LONGEST)
    return list(here.exclude(person=person).select_related("person").order_by("at"))


def note(object_id: uuid.UUID, person: Any) -> None:
    """Best effort: opening a form waits for nobody who is writing."""
    now = timezone.now()
    here = Presence(object_id=object_id, person=person, at=now)
    try:
        with impatient():
            Presence.objects.bulk_create(
                [here],
                update_conflicts=True,
                unique_fields=["object_id", "person"],
                update_fields=["at"],
            )
            Presence.objects.filter(at__lte=now - LONGEST).delete()
    except OperationalError:
        logger.debug("Nobody is told who opened the form", exc_info=True)


def end(object_id: uuid.UUID, person: Any) -> None:
    Presence.objects.filter(object_id=object_id, person=person).delete()
