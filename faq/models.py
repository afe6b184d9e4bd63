from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from impact.models import Source
from publishing import quotes, tags
from publishing.linked import UNKNOWN
from publishing.models import Publishable

SHORTEST_ANSWER, LONGEST_ANSWER = 20, 60


def short_answer_length(text: str) -> None:
    words = len(text.split())
    if not SHORTEST_ANSWER <= words <= LONGEST_ANSWER:
        raise ValidationError(
            ngettext(
                "The short answer has %(words)d word. It needs 20 to 60.",
                "The short answer has %(words)d words. It needs 20 to 60.",
                words,
            ),
            code="length",
            params={"words": words},
        )


class Topic(Publishable):
    name = models.CharField(_("name"), max_length=100)
    summary = models.TextField(_("summary"), blank=True, default="")
    order = models.PositiveIntegerField(_("order"), default=0)

    class Meta(Publishable.Meta):
        ordering = ["order", "slug"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(name=""),
                name="topic_has_name",
                violation_error_message=_("A topic needs a name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Entry(Publishable):
    """A question with its answer; parts and follow-up questions hang beneath it."""

    class ContentNote(models.TextChoices):
        NONE = "", _("none")
        CHILDREN = (
            "child-sexual-violence",
            _("This answer mentions sexual violence against children."),
        )

    question = models.CharField(_("question"), max_length=200)
    short_answer = models.TextField(
        _("short answer"),
        validators=[short_answer_length],
        help_text=_("20 to 60 words that stand on their own."),
    )
    answer = models.TextField(
        _("answer"),
        validators=[quotes.validate],
        help_text=_("Markdown. Quote a figure as {{ figure:its-address }}."),
    )
    topic = models.ForeignKey(
        Topic, models.PROTECT, related_name="entries", verbose_name=_("topic")
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    order = models.PositiveIntegerField(_("order"), default=0)
    content_note = models.CharField(
        _("line above the answer"),
        max_length=30,
        choices=ContentNote.choices,
        blank=True,
        default=ContentNote.NONE,
    )
    sources = models.ManyToManyField(
        Source, blank=True, related_name="entries", verbose_name=_("sources")
    )
    tags = tags.field(_("subjects"), _("Press Enter or a comma after each."))

    class Meta(Publishable.Meta):
        ordering = ["order", "slug"]
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(content_note__in=["", "child-sexual-violence"]),
                name="entry_content_note_known",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="entry_not_its_own_parent",
                violation_error_message=_("A question cannot be part of itself."),
            ),
            models.CheckConstraint(
                condition=~Q(question="") & ~Q(short_answer="") & ~Q(answer=""),
                name="entry_has_its_texts",
                violation_error_message=_(
                    "A question needs its words, a short answer and an answer."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        return reverse("faq:entry-detail", args=[self.slug])


class Agency(Publishable):
    """An outside organisation that may help. An empty field says so in words."""

    class LinkState(models.TextChoices):
        PRINTED = "printed", _("as printed in the handout")
        SUPPLIED = "supplied", _("supplied by staff, not checked")
        CHECKED = "checked", _("checked")

    name = models.CharField(_("name"), max_length=100)
    offers = models.TextField(_("what it offers"), blank=True, default="")
    serves = models.TextField(_("whom it serves"), blank=True, default="")
    country = models.CharField(
        _("country"),
        max_length=100,
        help_text=_("As it stands after “in”: the United States, Kenya."),
    )
    site = models.URLField(_("web address"), max_length=500, blank=True, default="")
    telephone = models.CharField(_("telephone"), max_length=60, blank=True, default="")
    hours = models.CharField(_("hours"), max_length=200, blank=True, default="")
    languages = models.CharField(_("languages"), max_length=200, blank=True, default="")
    link_state = models.CharField(
        _("state of the link"),
        max_length=10,
        choices=LinkState.choices,
        default=LinkState.SUPPLIED,
    )
    order = models.PositiveIntegerField(_("order"), default=0)
    # What a check found of its web address; faq.organisations fills it in.
    link = UNKNOWN

    class Meta(Publishable.Meta):
        ordering = ["order", "slug"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(country=""),
                name="agency_has_name_and_country",
                violation_error_message=_("An organisation needs a name and a country."),
            ),
            models.CheckConstraint(
                condition=Q(link_state__in=["printed", "supplied", "checked"]),
                name="agency_link_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(link_state="checked") | (Q(reviewed_on__isnull=False) & ~Q(site="")),
                name="agency_checked_has_date_and_site",
                violation_error_message=_(
                    "A checked link needs its address and the day it was checked."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("faq:agency-list") + f"#{self.slug}"

    @property
    def dialled(self) -> str:
        """The telephone number as a `tel:` address takes it (RFC 3966)."""
        return "".join(sign for sign in self.telephone if sign in "+0123456789")

    @property
    def how_known(self) -> list[str]:
        """What is known of the link, and in one sentence what is not given."""
        missing = [
            (self.offers, gettext("what it offers")),
            (self.serves, gettext("whom it serves")),
            (self.languages, gettext("languages")),
            (self.hours, gettext("hours")),
            (self.telephone, gettext("telephone number")),
        ]
        empty = [words for value, words in missing if not value]
        said = [self._link_sentence(), self._tried_sentence()]
        if empty:
            said.append(gettext("Not stated: %s.") % ", ".join(empty))
        return [each for each in said if each]

    def _tried_sentence(self) -> str:
        """What a check adds to what a person saw; that a server answers says little more."""
        day = self.link.worked_on
        if self.link.has_failed:
            return gettext("It did not work when it was last tried.")
        if day is None or (self.reviewed_on and self.reviewed_on >= day):
            return ""
        return gettext("Its server answered on %s.") % date_format(day, "j F Y")

    def _link_sentence(self) -> str:
        if self.link_state == self.LinkState.CHECKED and self.reviewed_on:
            return gettext("Web address checked on %s.") % date_format(self.reviewed_on, "j F Y")
        if self.site:
            return gettext("Nobody here has checked this web address yet.")
        if self.link_state == self.LinkState.PRINTED and "." in self.name:
            return gettext("The name is also a web address; nobody here has checked it yet.")
        if self.link_state == self.LinkState.PRINTED:
            return gettext("Address not given in the handout, and not added yet.")
        return gettext("Its web address has not been added yet.")
