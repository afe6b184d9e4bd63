import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Round
from django.utils.translation import gettext_lazy as _

from impact.models.source import Source
from impact.models.statistic import Statistic


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
