from django.db import models


class FormerTag(models.Model):
    """A name that a tag had before it was renamed or merged; old records still carry it."""

    name = models.CharField(max_length=100, unique=True)
    # The address it had, where that went with it; a tag that is renamed keeps its own.
    slug = models.CharField(max_length=100, default="", db_index=True)
    tag = models.ForeignKey("taggit.Tag", models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return self.name
