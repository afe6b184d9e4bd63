from django.conf import settings
from django.db import models


class Presence(models.Model):
    """Somebody has the form of a text open and has not saved since."""

    object_id = models.UUIDField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["object_id", "person"], name="presence_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person} at {self.object_id}"
