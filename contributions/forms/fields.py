"""Form fields that take addresses as people paste them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.text import clean_line


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
