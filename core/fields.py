"""Form fields that take text as people paste it, and keys as programs send them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.text import clean_line, clean_text

# What a column for addresses holds; Django's own form field takes more.
EMAIL_LENGTH = 254
# Every database takes it; what is longer is no key, and databases fail with it.
LONGEST_KEY = 18


def is_key(text: str) -> bool:
    """Whether what was sent may be the key of a row."""
    return text.isdecimal() and len(text) <= LONGEST_KEY


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


class KeysField(forms.ModelMultipleChoiceField):
    """Rows of a table, chosen by their keys; a key that no row can have is no error of the
    server."""

    def clean(self, value: Any) -> Any:
        """Return the rows.

        Raises:
            ValidationError: one cannot be chosen.
        """
        for key in value if isinstance(value, (list, tuple)) else ():
            if len(str(key)) > LONGEST_KEY:
                raise ValidationError(
                    self.error_messages["invalid_pk_value"],
                    code="invalid_pk_value",
                    params={"pk": str(key)[:LONGEST_KEY]},
                )
        return super().clean(value)
