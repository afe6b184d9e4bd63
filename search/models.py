import uuid

from django.db import models
from django.db.models import Q


class Indexed(models.Model):
    """A public record as search knows it. The index itself holds its tokens, by this row's id.

    `analysed` is what its text is ranked by; `digest` tells whether a record says anything new.
    """

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=60)
    title = models.TextField()
    lead = models.TextField()
    body = models.TextField()
    url = models.CharField(max_length=500)
    # [[slug, name], …]
    tags = models.JSONField(default=list)
    analysed = models.TextField()
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.key


class Vocable(models.Model):
    """A word that stands in some document, and in how many; what misspelt words are held to."""

    word = models.CharField(max_length=60, primary_key=True)
    term = models.CharField(max_length=60, db_index=True)
    documents = models.IntegerField()

    def __str__(self) -> str:
        return self.word


class Trigram(models.Model):
    """Three letters in a row of a word, by which words like another are found."""

    id = models.BigAutoField(primary_key=True)
    letters = models.CharField(max_length=3)
    length = models.PositiveSmallIntegerField()
    word = models.CharField(max_length=60)

    class Meta:
        indexes = [models.Index(fields=["letters", "length", "word"], name="search_trigram_like")]

    def __str__(self) -> str:
        return f"{self.letters} {self.word}"


class Cursor(models.Model):
    """One row: up to which change the index knows what is public, and how it reads words."""

    lineage = models.UUIDField(default=uuid.uuid4)
    number = models.PositiveBigIntegerField(default=0)
    edition = models.CharField(max_length=40, default="")
    documents = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="search_cursor_is_one_row")]

    def __str__(self) -> str:
        return str(self.number)
