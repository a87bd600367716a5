"""Times of day as people type them here: 08.05, or 08:05."""

from typing import Any

from django import forms


class ClockField(forms.TimeField):
    """A time of day, hour and minute."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "size": "6"})
        messages = {"invalid": "Tulis jam dan menit, misalnya 08.05."}
        messages.update(kwargs.pop("error_messages", {}))
        super().__init__(
            input_formats=["%H.%M", "%H:%M"], widget=widget, error_messages=messages, **kwargs
        )
