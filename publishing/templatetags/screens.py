from typing import Any

from django import template
from django.urls import reverse

register = template.Library()


@register.simple_tag
def screen(obj: Any, page: str = "change") -> str:
    """The admin address of a page about any object: {% screen entry "publish" %}."""
    name = f"{obj._meta.app_label}_{obj._meta.model_name}_{page}"
    return reverse(f"admin:{name}", args=[obj.pk])
