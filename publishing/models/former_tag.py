from django.db import models


class FormerTag(models.Model):
    """A name that a tag had before it was renamed or merged; old records still carry it."""

    name = models.CharField(max_length=100, unique=True)
    tag = models.ForeignKey("taggit.Tag", models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return self.name
