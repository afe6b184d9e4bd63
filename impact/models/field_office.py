from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from impact.models.source import Source
from publishing import tags
from publishing.models import Publishable


class FieldOffice(Publishable):
    """A place where the organisation works, shown no more closely than its precision allows."""

    class Region(models.TextChoices):
        AFRICA = "africa", _("Africa")
        LATIN_AMERICA = "latin-america", _("Latin America")
        ASIA = "asia", _("Asia")

    class Precision(models.TextChoices):
        REGION = "region", _("region only")
        COUNTRY = "country", _("country")
        CITY = "city", _("city")

    class State(models.TextChoices):
        LISTED = "listed", _("listed in the handout")
        CONFIRMED = "confirmed", _("confirmed as open")
        CLOSED = "closed", _("closed")

    name = models.CharField(_("name"), max_length=100)
    region = models.CharField(_("region"), max_length=20, choices=Region.choices)
    country_code = models.CharField(
        _("country code"),
        max_length=2,
        blank=True,
        default="",
        help_text=_("Two capital letters, such as KE. Empty for a region."),
    )
    precision = models.CharField(
        _("shown as closely as"),
        max_length=10,
        choices=Precision.choices,
        default=Precision.COUNTRY,
        help_text=_("For people's safety a finer place than this is not stored at all."),
    )
    city = models.CharField(_("city"), max_length=100, blank=True, default="")
    since = models.PositiveSmallIntegerField(_("since (year)"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.LISTED)
    summary = models.TextField(_("summary"), blank=True, default="")
    source = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="offices",
        verbose_name=_("source"),
    )
    order = models.PositiveIntegerField(_("order"), default=0)
    tags = tags.field(_("kinds of casework"), _("Only what a source says of this place."))

    class Meta(Publishable.Meta):
        ordering = ["order", "slug"]
        verbose_name = _("place")
        verbose_name_plural = _("places")
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(name=""),
                name="office_has_name",
                violation_error_message=_("A place needs a name."),
            ),
            models.CheckConstraint(
                condition=Q(region__in=["africa", "latin-america", "asia"]),
                name="office_region_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["listed", "confirmed", "closed"]),
                name="office_state_known",
            ),
            models.CheckConstraint(
                condition=Q(precision__in=["region", "country", "city"]),
                name="office_precision_known",
            ),
            models.CheckConstraint(
                condition=Q(country_code="") | Q(country_code__regex=r"^[A-Z]{2}\Z"),
                name="office_country_code_form",
                violation_error_message=_("Write the country code as two capital letters."),
            ),
            models.CheckConstraint(
                condition=~Q(precision="region") | Q(country_code=""),
                name="office_region_has_no_country",
                violation_error_message=_(
                    "This place may be shown as a region only, so no country can be stored."
                    " Take the country code out, or change how closely it is shown."
                ),
            ),
            models.CheckConstraint(
                condition=Q(precision="city") | Q(city=""),
                name="office_city_only_if_allowed",
                violation_error_message=_(
                    "This place may not be shown as closely as a city, so no city can be stored."
                    " Take the city out, or change how closely it is shown."
                ),
            ),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(since__range=(1800, 2999)),
                name="office_since_is_a_year",
                violation_error_message=_("Write the year with four digits, such as 2005."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("impact:office-detail", args=[self.slug])
