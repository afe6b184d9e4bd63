from django.urls import reverse


def of(page, obj, *args):
    """`of("change", entry)`; a model in place of a row for its list."""
    name = f"admin:{obj._meta.app_label}_{obj._meta.model_name}_{page}"
    key = [] if isinstance(obj, type) else [obj.pk]
    return reverse(name, args=[*key, *args])
