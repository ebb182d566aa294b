"""Form fields that take text as people paste it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

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


class AddressField(forms.URLField):
    """A web address; "https://" may be left out."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("assume_scheme", "https")
        kwargs.setdefault(
            "error_messages",
            {"invalid": _("This is not a web address. Copy it from your browser's address bar.")},
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """Clean what was pasted."""
        return super().to_python(clean_line(str(value or "")))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Leave out the browser's own limit, and offer the right keyboard."""
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return {**attrs, "inputmode": "url"}

    def clean(self, value: Any) -> Any:
        """Take web addresses only.

        Raises:
            ValidationError: not a web address.
        """
        url = super().clean(value)
        if url and not url.lower().startswith(("http://", "https://")):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return url
