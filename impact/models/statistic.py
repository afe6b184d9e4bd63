from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from impact.models.field_office import FieldOffice
from publishing import tags
from publishing.models import Publishable


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
