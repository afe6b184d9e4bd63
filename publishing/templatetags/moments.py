import datetime

from django import template

from publishing import moments

register = template.Library()


@register.filter
def said(moment: datetime.datetime | None) -> str:
    return moments.said(moment) if moment else ""


@register.filter
def with_place(moment: datetime.datetime | None) -> str:
    return moments.with_place(moment) if moment else ""


@register.filter
def ago(moment: datetime.datetime) -> str:
    """ "2 days ago", and "just now" for the last minute."""
    return moments.ago(moment)
