import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

# Bytes of the digest of one JSON object; a record's `hash` is a chain of them.
DIGEST = 16


class Baseline(models.Model):
    """What fixtures and database last agreed on for one record: the fixture's text, as a Revision.

    `key` is the record's address in the file; staff may have given the row another one.
    """

    class Standing(models.TextChoices):
        SAME = "same", _("same as fixtures")
        EDITED = "edited", _("edited here")
        GONE = "gone", _("no longer in the fixtures")
        WITHDRAWN = "withdrawn", _("taken off the site")

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=100)
    object_id = models.UUIDField(unique=True)
    file = models.CharField(max_length=500)
    revision = models.ForeignKey("publishing.Revision", models.PROTECT, related_name="+")
    # What the fixture left out, and so does not decide: names of fields, "tags".
    omitted = models.JSONField(default=list)
    # Digests of the bytes of its objects in the file: the root, then its parts as they stand.
    hash = models.BinaryField()
    # Digest of the whole record as the rows had it when a run last looked.
    live = models.BinaryField(default=bytes)
    # How the row stood to it when a run last looked.
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.SAME)

    class Meta:
        verbose_name = _("state of a record")
        verbose_name_plural = _("states of records")
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="baseline_once"),
            models.CheckConstraint(
                condition=models.Q(standing__in=["same", "edited", "gone", "withdrawn"]),
                name="baseline_standing_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["standing"],
                name="baseline_apart",
                condition=~models.Q(standing="same"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}[{self.key}]"


class Run(models.Model):
    """One apply or undo that wrote something: what it did, and how to take it back."""

    created = models.DateTimeField()
    by = models.CharField(max_length=200)
    # Where the change log stood at its end, in which database.
    lineage = models.UUIDField(default=uuid.uuid4)
    number = models.PositiveBigIntegerField()
    # Of the files; empty where something was left open, so that the next run looks again.
    digest = models.CharField(max_length=32)
    # Whether it looked at all fixtures, so that every standing is as it was then.
    is_whole = models.BooleanField(default=False)
    counts = models.JSONField(default=dict)
    note = models.TextField(default="")
    # Compressed JSON, see reload.undo.
    undo = models.BinaryField(default=bytes)
    undoes = models.ForeignKey("self", models.PROTECT, null=True, related_name="undone_by")

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("reload")
        verbose_name_plural = _("reloads")

    def __str__(self) -> str:
        return str(self.pk)
