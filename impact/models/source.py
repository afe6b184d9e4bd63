import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from publishing.models import Publishable


class Source(Publishable):
    """Where something is written: a report, a web page, the handout itself."""

    title = models.CharField(_("title"), max_length=200)
    producer = models.CharField(
        _("who published it"),
        max_length=200,
        blank=True,
        default="",
    )
    address = models.URLField(_("web address"), max_length=500, blank=True, default="")
    published_on = models.DateField(_("published on"), null=True, blank=True)
    accessed_on = models.DateField(
        _("last seen working"),
        null=True,
        blank=True,
        help_text=_("The day somebody last opened the address and found it there."),
    )
    licence = models.CharField(_("licence"), max_length=200, blank=True, default="")
    # What pages say of its address; impact.sources fills it in.
    link_state = ""
    link_worked_on: datetime.date | None = None

    class Meta(Publishable.Meta):
        ordering = ["title", "slug"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(title=""),
                name="source_has_title",
                violation_error_message=_("A source needs a title."),
            ),
            models.CheckConstraint(
                condition=Q(accessed_on__isnull=True) | ~Q(address=""),
                name="source_seen_at_an_address",
                violation_error_message=_(
                    "The day it was last seen working needs the web address it was seen at."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title
