from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

# As long as an index of PostgreSQL takes; nobody prints a longer one.
LONGEST = 2_000


class Check(models.Model):
    """An outside address that published content names, and what the last look at it found."""

    class State(models.TextChoices):
        NEW = "new", _("not checked yet")
        WORKS = "works", _("works")
        STOPPED = "stopped", _("does not work")
        # The other side answers people and not programs: it asks for a sign-in, or refuses.
        UNCLEAR = "unclear", _("cannot be told")

    address = models.CharField(_("address"), max_length=LONGEST, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.NEW)
    checked_at = models.DateTimeField(_("last checked"), null=True)
    worked_at = models.DateTimeField(_("last worked"), null=True)
    # The day that pages give for it; links.noting says when it moves.
    said_on = models.DateField(null=True)
    status = models.PositiveSmallIntegerField(_("HTTP status"), null=True)
    final = models.CharField(_("leads to"), max_length=LONGEST, blank=True, default="")
    # [{"status": 301, "address": "https://…"}]: each step, and where it led.
    chain = models.JSONField(default=list)
    error = models.TextField(_("what happened"), blank=True, default="")
    failed = models.PositiveIntegerField(_("times in a row"), default=0)

    class Meta:
        ordering = ["address"]
        verbose_name = _("outside link")
        verbose_name_plural = _("outside links")
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["new", "works", "stopped", "unclear"]),
                name="link_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="new") | Q(checked_at__isnull=False),
                name="link_state_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(said_on__isnull=True) | Q(worked_at__isnull=False),
                name="link_said_to_work_once_did",
            ),
        ]

    def __str__(self) -> str:
        return self.address


class Use(models.Model):
    """Something published that names the address, as the last look found it."""

    link = models.ForeignKey(Check, models.CASCADE, related_name="uses")
    kind = models.CharField(max_length=60)
    object_id = models.UUIDField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["link", "kind", "object_id"], name="link_used_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
