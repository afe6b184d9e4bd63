from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Answer(models.TextChoices):
    """Fixed words alone: in a free text people would tell of danger, and nobody reads it at once.

    A reason is counted besides the “no” that led to it.
    """

    YES = "yes", _("Yes")
    NO = "no", _("No")
    NOT_FOUND = "not-found", _("I did not find what I was looking for")
    HARD = "hard", _("It is hard to understand")
    UNSOURCED = "unsourced", _("I could not tell where a figure comes from")
    WRONG = "wrong", _("Something seems wrong or out of date")


REASONS = (Answer.NOT_FOUND, Answer.HARD, Answer.UNSOURCED, Answer.WRONG)


class Count(models.Model):
    """How often the readers of one page gave one answer in one month; nothing about who."""

    kind = models.CharField(max_length=60)
    object_id = models.UUIDField()
    # Its first day.
    month = models.DateField(db_index=True)
    answer = models.CharField(max_length=20, choices=Answer.choices)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["object_id", "month", "answer"], name="feedback_counted_once"
            ),
            models.CheckConstraint(
                condition=Q(month__day=1), name="feedback_month_by_its_first_day"
            ),
            models.CheckConstraint(
                condition=Q(answer__in=["yes", "no", "not-found", "hard", "unsourced", "wrong"]),
                name="feedback_answer_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.object_id} {self.month:%Y-%m} {self.answer}: {self.count}"


class Hour(models.Model):
    """How often one page was answered in the hour that runs: the limit all readers share."""

    object_id = models.UUIDField(primary_key=True)
    began = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.object_id}: {self.count}"
