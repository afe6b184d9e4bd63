import uuid

from django.db import models
from django.db.models import Q


class Counter(models.Model):
    """One row: the number of the last publishing transaction, and what it is worth.

    It is updated first in every such transaction and so is its lock: numbers become visible in
    their order, which an autoincrement does not promise. `lineage` tells one database from
    another: it changes when a backup is restored, because numbers then go back.
    """

    number = models.PositiveBigIntegerField(default=0)
    lineage = models.UUIDField(default=uuid.uuid4)
    # When something is next to be published or withdrawn; empty: nothing is due.
    next_due = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="counter_is_one_row")]

    def __str__(self) -> str:
        return str(self.number)


class Change(models.Model):
    """A key whose pages changed with a publishing transaction (`faq.entry:what-is-ijm`)."""

    number = models.PositiveBigIntegerField(db_index=True)
    key = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["number", "key"], name="changed_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.key}"
