from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.models import GenericUUIDTaggedItemBase, TaggedItemBase


class TaggedItem(GenericUUIDTaggedItemBase, TaggedItemBase):
    """Joins a tag to anything with a UUID; fixtures carry tags inline, never these rows."""

    class Meta:
        verbose_name = _("tagged item")
        verbose_name_plural = _("tagged items")
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id", "tag"], name="tagged_once")
        ]
        indexes = [
            # What carries a tag, in the order that publishing.tags_in_common reads it.
            models.Index(fields=["tag", "content_type", "object_id"], name="tagged_by_tag")
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.tag.slug:
            # A name of signs alone leaves no letters for an address.
            self.tag.slug = f"subject-{self.tag.pk}"
            self.tag.save(update_fields=["slug"])
        super().save(*args, **kwargs)
