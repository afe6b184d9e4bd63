from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class RevisionQuerySet(models.QuerySet["Revision"]):
    def of(self, obj: Any) -> Self:
        """The history of one object, newest first."""
        return self.filter(object_id=obj.pk).order_by("-number")

    def public(self) -> Self:
        """What readers were shown: published texts, and withdrawals."""
        return self.filter(state__in=[Revision.State.PUBLISHED, Revision.State.WITHDRAWN])

    def standing(self) -> Self:
        """Without what was set aside, and without what went public beside an open draft."""
        return self.filter(beside=False).exclude(state=Revision.State.ASIDE)

    def heads(self) -> Self:
        """The newest text of every object, whether public or not."""
        later = Revision.objects.standing().filter(
            object_id=models.OuterRef("object_id"), number__gt=models.OuterRef("number")
        )
        return self.standing().filter(~models.Exists(later))

    def scheduled(self) -> Self:
        """The texts that become public by themselves."""
        # The time is asked for so that the index of times is used, not every text looked at.
        return self.heads().filter(state=Revision.State.SCHEDULED, publish_at__isnull=False)

    def to_withdraw(self) -> Self:
        """The public texts that leave the site by themselves."""
        later = Revision.objects.public().filter(
            object_id=models.OuterRef("object_id"), number__gt=models.OuterRef("number")
        )
        shown = self.filter(state=Revision.State.PUBLISHED, withdraw_at__isnull=False)
        return shown.filter(~models.Exists(later))

    def asked_of(self, user: Any) -> Self:
        """Texts set aside of which this person was to say which words stay; unanswered ones.

        Whatever anybody saves in the same text afterwards is an answer.
        """
        later = Revision.objects.standing().filter(
            object_id=models.OuterRef("object_id"), created__gt=models.OuterRef("asked_at")
        )
        return self.filter(asked=user.pk).filter(~models.Exists(later))


class Revision(models.Model):
    """One state of one record, kept for ever: draft, review, schedule, publication, withdrawal.

    Rows are only added. A step of the workflow that leaves the text as it is (sent for a check,
    sent back, put on the schedule) is a row as well, so who did what stands in the history.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        REVIEW = "review", _("waiting for a check")
        SENT_BACK = "sent-back", _("sent back")
        SCHEDULED = "scheduled", _("scheduled")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("taken off the site")
        # What one person typed where two clashed; nobody works on, nothing is lost.
        ASIDE = "aside", _("set aside")

    class Weight(models.TextChoices):
        MINOR = "minor", _("spelling or layout only")
        MAJOR = "major", _("readers are told")
        CORRECTION = "correction", _("corrects an error")

    class Reason(models.TextChoices):
        NONE = "", _("none")
        WRONG = "wrong", _("It was wrong")
        REPLACED = "replaced", _("Something replaced it")
        OUTDATED = "outdated", _("It is out of date")
        REMOVED = "removed", _("It was removed from the fixtures")
        OUTSIDE = "outside", _("It was taken down outside the editor")

    kind = models.CharField(max_length=60)
    object_id = models.UUIDField()
    key = models.CharField(max_length=100)
    number = models.PositiveIntegerField()
    # Counts publications of a changed text: `v/<version>/`.
    version = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=10, choices=State.choices)
    data = models.JSONField()
    # The text of every figure and name it quoted when it became public.
    quoted = models.JSONField(default=dict)
    schema = models.PositiveSmallIntegerField()
    hash = models.CharField(max_length=64)
    # The public revision the text was made from; empty for what was never public.
    based_on = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    # Stays when the account goes.
    author_name = models.CharField(max_length=200)
    created = models.DateTimeField()
    # Public for a publication; for a draft or a text sent back, a word to colleagues.
    note = models.TextField(default="")
    weight = models.CharField(max_length=10, choices=Weight.choices, default=Weight.MAJOR)
    publish_at = models.DateTimeField(null=True)
    withdraw_at = models.DateTimeField(null=True)
    # The sentence readers get when that time has come.
    withdraw_note = models.TextField(default="")
    # It went public while somebody worked on another text, which stays the newest one.
    beside = models.BooleanField(default=False)
    # Why it was taken off the site, and the key of what replaced it (`faq.entry:what-is-ijm`).
    reason = models.CharField(max_length=10, choices=Reason.choices, default="")
    replaced_by = models.CharField(max_length=200, default="")
    # Published by a manager without a second pair of eyes, until somebody else agrees.
    forced = models.BooleanField(default=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    # When words were last taken out of it to keep somebody safe.
    redacted_at = models.DateTimeField(null=True)
    # Of a text set aside: who was asked which words should stay, and when.
    asked = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(null=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["object_id", "-number"]
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints = [
            models.UniqueConstraint(fields=["object_id", "number"], name="revision_number_once"),
            models.UniqueConstraint(fields=["object_id", "version"], name="revision_version_once"),
            models.CheckConstraint(
                condition=Q(version__isnull=True) | Q(state="published"),
                name="revision_version_is_public",
            ),
            models.CheckConstraint(
                condition=~Q(state="scheduled") | Q(publish_at__isnull=False),
                name="revision_schedule_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(reason=""),
                name="revision_withdrawal_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(asked_at__isnull=True) | Q(state="aside"),
                name="revision_asked_is_aside",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "key"], name="revision_key"),
            models.Index(fields=["hash"], name="revision_hash"),
            models.Index(
                fields=["state", "publish_at"],
                name="revision_open",
                condition=~Q(state__in=["published", "withdrawn", "aside"]),
            ),
            # Every publication asks what is due next; of a long history few rows have a time.
            models.Index(
                fields=["publish_at"],
                name="revision_publish_at",
                condition=Q(publish_at__isnull=False),
            ),
            models.Index(
                fields=["withdraw_at"],
                name="revision_withdraw_at",
                condition=Q(withdraw_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.key} {self.number}"

    @property
    def is_work(self) -> bool:
        """Whether it is a text somebody is still working on."""
        return self.state in WORK


WORK = frozenset(
    {
        Revision.State.DRAFT,
        Revision.State.REVIEW,
        Revision.State.SENT_BACK,
        Revision.State.SCHEDULED,
    }
)
