"""The one place where taggit's own API is touched."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, QuerySet
from django.db.models.functions import Lower
from taggit.managers import TaggableManager
from taggit.models import Tag

from publishing.models import FormerTag, TaggedItem


def field(verbose_name: Any, help_text: Any) -> TaggableManager:
    return TaggableManager(
        verbose_name=verbose_name, help_text=help_text, through=TaggedItem, blank=True
    )


def is_tags(candidate: Any) -> bool:
    return isinstance(candidate, TaggableManager)


def is_through(model: type[Any]) -> bool:
    return issubclass(model, TaggedItem)


def names(obj: Any) -> list[str]:
    """An object built in memory carries its own."""
    if (held := in_memory(obj)) is not None:
        return [tag.name for tag in held]
    return [tag.name for tag in of([obj])[obj.pk]]


def of(objects: Sequence[Any]) -> dict[UUID, list[Tag]]:
    """The tags of objects of one model, sorted by name alike in every database.

    One query with joined rows: taggit's own prefetch builds a query for every object.
    """
    found: dict[UUID, list[Tag]] = defaultdict(list)
    if objects:
        known = _carried().filter(
            content_type=ContentType.objects.get_for_model(objects[0]),
            object_id__in=[obj.pk for obj in objects],
        )
        for object_id, pk, name, slug in sorted(known, key=lambda row: row[2]):
            found[object_id].append(Tag(pk=pk, name=name, slug=slug))
    return found


@cache
def _carried() -> QuerySet[Any]:
    """Made once: half the cost of a small query is its making."""
    rows: QuerySet[Any] = TaggedItem.objects.all()
    return rows.values_list("object_id", "tag__pk", "tag__name", "tag__slug")


def tagged(model: type[Any], tag: Tag) -> list[UUID]:
    """The ids of everything of one model under a tag."""
    rows = TaggedItem.objects.filter(content_type=ContentType.objects.get_for_model(model), tag=tag)
    return list(rows.values_list("object_id", flat=True))


def with_counts(model: type[Any]) -> list[tuple[Tag, int]]:
    """Every tag in use on live rows of a model, by name, with how many rows it has."""
    live = model.objects.values("pk")
    rows = TaggedItem.objects.filter(
        content_type=ContentType.objects.get_for_model(model), object_id__in=live
    )
    counted = rows.values_list("tag__pk", "tag__name", "tag__slug").annotate(count=Count("pk"))
    return [
        (Tag(pk=pk, name=name, slug=slug), count)
        for pk, name, slug, count in counted.order_by("tag__name")
    ]


def by_slug(slug: str) -> Tag | None:
    found: Tag | None = Tag.objects.filter(slug=slug).first()
    return found


def moved_to(slug: str) -> Tag | None:
    """The tag that took in another one which had this address."""
    former = FormerTag.objects.filter(slug=slug).select_related("tag").first() if slug else None
    return former.tag if former else None


def in_memory(obj: Any) -> list[Tag] | None:
    """The tags of an object that was built from a record; None for a row."""
    held = getattr(obj, "_prefetched_objects_cache", {}).get("tags")
    return held if isinstance(held, list) else None


def named(names: Iterable[str]) -> list[Tag]:
    """The stored tags among these names, by name."""
    return list(Tag.objects.filter(name__in=list(names)).order_by("name"))


def unsaved(names: Iterable[str]) -> list[Tag]:
    """Tags for a form's eyes only."""
    return [Tag(name=name) for name in names]


def current_names(names: Sequence[str]) -> list[str]:
    """Names as they are now: one that was renamed or merged is followed to what it became."""
    if not names:
        return []
    became = dict(_former().filter(name__in=names))
    if became:
        # A name that is in use again means the tag that has it now.
        in_use = set(Tag.objects.filter(name__in=became).values_list("name", flat=True))
        names = [name if name in in_use else became.get(name, name) for name in names]
    return sorted(set(names))


@cache
def _former() -> QuerySet[Any]:
    rows: QuerySet[Any] = FormerTag.objects.order_by()
    return rows.values_list("name", "tag__name")


def put(obj: Any, wanted: Iterable[str]) -> None:
    """Make these the object's tags; spaces around a name and empty names do not count."""
    obj.tags.set([name.strip() for name in wanted if name.strip()])


def model() -> type[Any]:
    return Tag  # type: ignore[no-any-return]


def known(wanted: Iterable[str]) -> dict[str, str]:
    """The stored spelling of each name that exists, by its lower case."""
    lowered = {name.lower() for name in wanted}
    rows = Tag.objects.annotate(lowered=Lower("name")).filter(lowered__in=lowered)
    return {name.lower(): name for name in rows.values_list("name", flat=True)}


def used(kind: type[Any]) -> list[tuple[str, str]]:
    """(slug, name) of every tag that something of the model carries, by name."""
    rows = Tag.objects.filter(
        pk__in=TaggedItem.objects.filter(
            content_type=ContentType.objects.get_for_model(kind)
        ).values("tag")
    )
    return list(rows.order_by("name").values_list("slug", "name"))


def create(name: str) -> Tag:
    """A new tag with an address of its own, even where its name leaves no letters for one."""
    tag = Tag.objects.create(name=name)
    if not tag.slug:
        tag.slug = f"subject-{tag.pk}"
        tag.save(update_fields=["slug"])
    return tag
