# ruff: noqa: DJ008 -- models for a moment need no name
import uuid

import pytest
from django.core import checks
from django.db import models
from django.test.utils import isolate_apps

from faq.models import Topic
from publishing import kinds
from publishing.checks import check_content, check_kind
from publishing.kinds import Kind
from publishing.models import Publishable


@pytest.fixture(autouse=True)
def _only_for_a_moment(monkeypatch):
    monkeypatch.setattr(kinds, "_registry", kinds.Registry(dict(kinds._registry.kinds)))


def ids(kind):
    return [each.id for each in check_kind(kind)]


def test_all_content_of_the_site_can_be_kept():
    assert check_content(None) == []
    assert check_content in checks.registry.registry.registered_checks


@isolate_apps("faq")
def test_a_field_that_records_cannot_keep_is_named():
    class Paper(Publishable):
        file = models.FileField()
        facts = models.JSONField()
        size = models.FloatField()
        title = models.CharField(max_length=10)

        class Meta(Publishable.Meta):
            app_label = "faq"

    errors = check_kind(Kind(Paper))
    assert [each.id for each in errors] == ["publishing.E002"] * 3
    assert [str(each.obj) for each in errors] == [
        "faq.Paper.file",
        "faq.Paper.facts",
        "faq.Paper.size",
    ]
    assert "FileField, which records cannot keep" in errors[0].msg


@isolate_apps("faq")
def test_a_field_left_out_of_records_is_named():
    class Paper(Publishable):
        secret = models.CharField(max_length=10, serialize=False)

        class Meta(Publishable.Meta):
            app_label = "faq"

    assert ids(Kind(Paper)) == ["publishing.E003"]


@isolate_apps("faq")
def test_a_pointer_to_what_has_no_natural_key_is_named():
    class Thing(models.Model):
        class Meta:
            app_label = "faq"

    class Paper(Publishable):
        thing = models.ForeignKey(Thing, models.CASCADE)
        things = models.ManyToManyField(Thing, related_name="+")

        class Meta(Publishable.Meta):
            app_label = "faq"

    assert ids(Kind(Paper)) == ["publishing.E007"] * 2


@isolate_apps("faq")
def test_a_set_with_columns_of_its_own_is_named():
    class Paper(Publishable):
        topics = models.ManyToManyField(Topic, through="Placed", related_name="+")

        class Meta(Publishable.Meta):
            app_label = "faq"

    class Placed(models.Model):
        paper = models.ForeignKey(Paper, models.CASCADE)
        topic = models.ForeignKey(Topic, models.CASCADE, related_name="+")
        page = models.IntegerField()

        class Meta:
            app_label = "faq"

    assert ids(Kind(Paper)) == ["publishing.E005"]


@isolate_apps("faq")
def test_parts_that_cannot_be_told_apart_are_named():
    class Paper(Publishable):
        class Meta(Publishable.Meta):
            app_label = "faq"

    class Page(models.Model):
        paper = models.ForeignKey(Paper, models.CASCADE, related_name="pages")

        class Meta:
            app_label = "faq"

    class Line(models.Model):
        id = models.UUIDField(primary_key=True, default=uuid.uuid4)
        key = models.SlugField()
        paper = models.ForeignKey(Paper, models.CASCADE, related_name="lines")

        class Meta:
            app_label = "faq"

    kinds.register(Kind(Paper, parts=("pages", "lines")))
    errors = check_kind(kinds.of(Paper))
    assert [(each.id, each.obj) for each in errors] == [("publishing.E006", Page)]


def test_content_that_is_no_kind_and_what_points_to_content_are_named(monkeypatch):
    with isolate_apps("faq") as apps:

        class Paper(Publishable):
            class Meta(Publishable.Meta):
                app_label = "faq"

        class Remark(models.Model):
            topic = models.ForeignKey(Topic, models.CASCADE, related_name="+")

            class Meta:
                app_label = "faq"

    monkeypatch.setattr("publishing.checks.apps", apps)
    assert [(each.id, str(each.obj)) for each in check_content(None)] == [
        ("publishing.E001", str(Paper)),
        ("publishing.E004", "faq.Remark.topic"),
    ]
    assert Remark._meta.app_label == "faq"
