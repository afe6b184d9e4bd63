"""The form of fixtures: Django's JSON with natural keys and tags inline, never a pk.

Stock `loaddata` and `dumpdata` use it through SERIALIZATION_MODULES.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers import base
from django.core.serializers import json as django_json

from publishing import kinds, references, tags


class Serializer(django_json.Serializer):
    def serialize(self, queryset: Iterable[Any], **options: Any) -> Any:
        options["use_natural_primary_keys"] = options["use_natural_foreign_keys"] = True
        options["indent"] = options.get("indent") or 2
        return super().serialize(_in_order(queryset), **options)

    def handle_m2m_field(self, obj: Any, field: Any) -> None:
        super().handle_m2m_field(obj, field)
        if isinstance(self._current.get(field.name), list):
            self._current[field.name].sort()

    def end_object(self, obj: Any) -> None:
        # taggit marks its field as not to be serialized, so Django passes over it.
        for field in obj._meta.many_to_many:
            if tags.is_tags(field):
                self._current[field.name] = tags.names(obj)
        super().end_object(obj)


def _in_order(objects: Iterable[Any]) -> Iterator[Any]:
    """Records by their sibling order, then their key: rows by UUID would shuffle every diff."""
    for model, rows in groupby(objects, key=type):
        # Tags stand inline in their record, so the rows that join them are left out.
        if not tags.is_through(model):
            yield from sorted(rows, key=_place)


def _place(obj: Any) -> Any:
    key = obj.natural_key() if hasattr(obj, "natural_key") else (str(obj.pk),)
    return getattr(obj, "order", 0), key


class Deserializer(django_json.Deserializer):
    def __init__(self, stream_or_string: Any, **options: Any) -> None:
        try:
            super().__init__(stream_or_string, **options)
        except base.DeserializationError as error:
            # Django keeps what is wrong, and where, for the traceback alone.
            raise base.DeserializationError(str(error.__cause__ or error)) from error

    def __iter__(self) -> Iterator[base.DeserializedObject]:  # type: ignore[override]
        checked_last = []
        for each in super().__iter__():
            yield each
            if each.has_check:
                checked_last.append(each)
        # Halfway through a file two records may stand in each other's old place.
        for each in checked_last:
            each.check()

    def _handle_object(self, obj: Any) -> Iterator[base.DeserializedObject]:
        for loaded in super()._handle_object(obj):
            yield LoadedObject(loaded.object, loaded.m2m_data, loaded.deferred_fields)

    def _handle_m2m_field_node(self, field: Any, value: Any) -> Any:
        if not tags.is_tags(field):
            return super()._handle_m2m_field_node(field, value)
        if not (isinstance(value, list) and all(isinstance(name, str) for name in value)):
            raise base.M2MDeserializationError(TypeError("tags are a list of names"), value)
        return value


class LoadedObject(base.DeserializedObject):
    saved = False

    @property
    def has_check(self) -> bool:
        kind = kinds.of(self.object)
        return kind is not None and kind.check is not None

    def save(self, *args: Any, **kwargs: Any) -> None:
        later = self._stand_in()
        super().save(*args, **kwargs)
        for name, value in later.items():
            setattr(self.object, name, value)
        self.saved = True
        references.write(self.object)

    def save_deferred_fields(self, using: Any = None) -> None:
        super().save_deferred_fields(using)
        self.check()

    def check(self) -> None:
        """Raise DeserializationError where the saved record breaks a rule that spans rows."""
        kind = kinds.of(self.object)
        if not self.saved or kind is None or kind.check is None:
            return
        try:
            kind.check(self.object)
        except ValidationError as error:
            named = f"{kind.name}[{self.object.slug}]"
            raise base.DeserializationError(f"{named}: {' '.join(error.messages)}") from error

    def _stand_in(self) -> dict[str, Any]:
        """Put in what a row is until a later row it names is there; returns what it is then."""
        later: dict[str, Any] = {}
        for field, until in getattr(self.object, "until_known", {}).items():
            if getattr(self.object, f"{field}_id") is None:
                for name, value in until.items():
                    later[name] = getattr(self.object, name)
                    setattr(self.object, name, value)
        return later
