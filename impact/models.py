import datetime
import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Round
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from publishing import tags
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


class Statistic(Publishable):
    """A figure: what is counted. Its values over time are its measurements."""

    class Kind(models.TextChoices):
        RESULT = "result", _("result of the work")
        ORGANISATION = "organisation", _("about the organisation")
        CONTEXT = "context", _("the problem in the world")

    title = models.CharField(_("title"), max_length=200)
    sentence = models.CharField(
        _("sentence after the value"),
        max_length=300,
        blank=True,
        default="",
        help_text=_(
            "Goes on from the value: “79% decrease” + “in the number of children offered for"
            " commercial sex in Cebu”."
        ),
    )
    counted = models.CharField(_("what is counted"), max_length=300, blank=True, default="")
    unit = models.CharField(
        _("unit"),
        max_length=60,
        blank=True,
        default="",
        help_text=_("The word after the number: convictions, people, dollars a year."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    yearly = models.BooleanField(_("counted every year"), default=False)
    not_counted = models.TextField(
        _("years without a figure"),
        blank=True,
        default="",
        help_text=_("One line a year with the reason, which readers see: 2021: the count stopped."),
    )
    places = models.CharField(
        _("where"),
        max_length=200,
        blank=True,
        default="",
        help_text=_("Left empty, readers see “Not stated: place”."),
    )
    office = models.ForeignKey(
        FieldOffice,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="statistics",
        verbose_name=_("place"),
    )
    featured = models.BooleanField(_("on the home page"), default=False)
    order = models.PositiveIntegerField(_("order"), default=0)
    tags = tags.field(_("subjects"), _("Press Enter or a comma after each."))

    class Meta(Publishable.Meta):
        ordering = ["order", "slug"]
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(title=""),
                name="statistic_has_title",
                violation_error_message=_("A figure needs a title."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["result", "organisation", "context"]),
                name="statistic_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("impact:statistic-detail", args=[self.slug])


class MeasurementManager(models.Manager["Measurement"]):
    def get_by_natural_key(self, statistic: str, key: str) -> "Measurement":
        return self.get(statistic__slug=statistic, key=key)


def _only_with(status: str, field: str) -> Q:
    """The status is set exactly when the field that explains it is."""
    empty = Q(**{f"{field}__isnull": True})
    return (Q(status=status) & ~empty) | (~Q(status=status) & empty)


class Measurement(models.Model):
    """One value of a figure: how much, when, who says so, and how well it is known."""

    class Qualifier(models.TextChoices):
        EXACTLY = "exactly", _("exactly")
        ABOUT = "about", _("about")
        NEARLY = "nearly", _("nearly")
        MORE_THAN = "more-than", _("more than")
        AT_MOST = "at-most", _("at most")

    class Form(models.TextChoices):
        NUMBER = "number", _("number")
        PERCENT = "percent", _("percent")
        CHANGE = "change", _("change in percent")
        ONE_IN = "one-in", _("one in N")
        MONEY = "money", _("money")
        DURATION = "duration", _("duration")

    class Status(models.TextChoices):
        AS_STATED = "as-stated", _("as stated")
        CONFIRMED = "confirmed", _("confirmed")
        SUPERSEDED = "superseded", _("superseded")
        NOT_TRACED = "not-traced", _("not traced")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    statistic = models.ForeignKey(
        Statistic, models.CASCADE, related_name="measurements", verbose_name=_("figure")
    )
    key = models.SlugField(
        _("name of this value"),
        max_length=60,
        help_text=_("A year such as 2012, or “undated”. Texts that quote this value use it."),
    )
    qualifier = models.CharField(
        _("qualifier"), max_length=10, choices=Qualifier.choices, default=Qualifier.EXACTLY
    )
    value = models.DecimalField(
        _("value"),
        max_digits=24,
        decimal_places=4,
        help_text=_("A fall is negative: −79 for “79% decrease”. One in three is 3."),
    )
    form = models.CharField(_("form"), max_length=10, choices=Form.choices, default=Form.NUMBER)
    period_from = models.DateField(_("from"), null=True, blank=True)
    period_to = models.DateField(
        _("to"),
        null=True,
        blank=True,
        help_text=_("Leave both empty and readers see “date not stated”."),
    )
    period_note = models.CharField(_("about the time"), max_length=200, blank=True, default="")
    compared_with = models.CharField(_("compared with"), max_length=200, blank=True, default="")
    said_in = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="measurements",
        verbose_name=_("where it is said"),
    )
    measured_by = models.CharField(_("who measured"), max_length=200, blank=True, default="")
    how_counted = models.TextField(_("how it was counted"), blank=True, default="")
    status = models.CharField(
        _("status"), max_length=12, choices=Status.choices, default=Status.AS_STATED
    )
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    # RESTRICT, for a figure that goes takes all its own values along.
    superseded_by = models.ForeignKey(
        "self",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="supersedes",
        verbose_name=_("superseded by"),
    )
    looked_on = models.DateField(_("looked for on"), null=True, blank=True)

    objects = MeasurementManager()

    # A file may name the newer value before it tells of it; what the row is until then.
    until_known = {"superseded_by": {"status": Status.AS_STATED}}

    class Meta:
        ordering = [F("period_to").asc(nulls_first=True), "period_from", "key"]
        verbose_name = _("measurement")
        verbose_name_plural = _("measurements")
        constraints = [
            models.UniqueConstraint(
                fields=["statistic", "key"],
                name="measurement_key_once",
                violation_error_message=_("This figure already has a value of that name."),
            ),
            models.CheckConstraint(
                condition=~Q(key=""),
                name="measurement_has_key",
                violation_error_message=_("A value needs a name, such as its year."),
            ),
            models.CheckConstraint(
                condition=Q(qualifier__in=["exactly", "about", "nearly", "more-than", "at-most"]),
                name="measurement_qualifier_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    form__in=["number", "percent", "change", "one-in", "money", "duration"]
                ),
                name="measurement_form_known",
            ),
            models.CheckConstraint(
                condition=Q(form="change") | Q(value__gte=0),
                name="measurement_only_change_negative",
                violation_error_message=_(
                    "Only a change in percent can be below zero. Choose that form, or take the"
                    " minus away."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(form="change") | Q(value__gte=-100),
                name="measurement_fall_at_most_all",
                violation_error_message=_("Nothing can fall by more than 100%."),
            ),
            # Beyond it SQLite, which keeps 15 digits, would change a number without a word.
            models.CheckConstraint(
                condition=Q(value__lt=10**11) | Q(value__lt=10**15, value=Round("value")),
                name="measurement_value_kept_exactly",
                violation_error_message=_(
                    "The value must be below 1,000,000,000,000,000, and from 100,000,000,000 on"
                    " a whole number."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(form="one-in") | Q(value__gt=1),
                name="measurement_one_in_more_than_one",
                violation_error_message=_("“One in N” needs a number above one."),
            ),
            models.CheckConstraint(
                condition=Q(period_from__isnull=True, period_to__isnull=True)
                | Q(period_from__isnull=False, period_to__isnull=False),
                name="measurement_period_whole",
                violation_error_message=_(
                    "Give both the first and the last day, or leave both empty."
                ),
            ),
            models.CheckConstraint(
                condition=Q(period_to__isnull=True) | Q(period_to__gte=F("period_from")),
                name="measurement_period_in_order",
                violation_error_message=_("The last day is before the first day."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=["as-stated", "confirmed", "superseded", "not-traced"]),
                name="measurement_status_known",
            ),
            models.CheckConstraint(
                condition=_only_with("confirmed", "confirmed_on"),
                name="measurement_confirmed_has_date",
                violation_error_message=_(
                    "“Confirmed” and the day it was confirmed go together: give both or neither."
                ),
            ),
            models.CheckConstraint(
                condition=_only_with("superseded", "superseded_by"),
                name="measurement_superseded_names_newer",
                violation_error_message=_(
                    "“Superseded” and the newer value go together: give both or neither."
                ),
            ),
            models.CheckConstraint(
                condition=_only_with("not-traced", "looked_on"),
                name="measurement_not_traced_has_date",
                violation_error_message=_(
                    "“Not traced” and the day somebody looked go together: give both or neither."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(superseded_by=F("id")),
                name="measurement_not_superseded_by_itself",
                violation_error_message=_("A value cannot be superseded by itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.statistic} ({self.key})"

    def natural_key(self) -> tuple[str, str]:
        return (self.statistic.slug, self.key)

    natural_key.dependencies = ["impact.statistic"]  # type: ignore[attr-defined]
