"""The browser's own date input: labelled, usable by keyboard and without script."""

from typing import Any

from django import forms


class DateWidget(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        # A date input takes ISO 8601 and nothing else, whatever the language.
        super().__init__(attrs, format="%Y-%m-%d")
