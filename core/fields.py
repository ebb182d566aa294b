"""Form fields that take text as people paste it."""

from typing import Any

from django import forms

from core.text import clean_line, clean_text


class LineField(forms.CharField):
    """One line; control characters and line breaks do not reach the validators.

    The limit is checked here and not by the browser, which would cut what is pasted.
    """

    def to_python(self, value: Any) -> str:
        """Clean what was typed."""
        return clean_line(str(value or ""))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Leave out the browser's own limit."""
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


class TextField(LineField):
    """Several lines in a text box."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        """Clean what was typed; lines stay."""
        return clean_text(str(value or "")).strip()
