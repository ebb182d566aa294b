"""The form to write to the association."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import EMAIL_LENGTH
from core.text import clean_line, clean_text
from core.traps import TrappedForm


class LineField(forms.CharField):
    """One line without anything hidden: it becomes part of a mail."""

    def to_python(self, value: Any) -> str:
        """Return the line; what holds nothing visible is empty."""
        return clean_line(super().to_python(value) or "")


class MessageField(forms.CharField):
    """Text without anything hidden; a line end counts as one character, as browsers count it."""

    def to_python(self, value: Any) -> str:
        """Return the text; what holds nothing visible is empty."""
        return clean_text(super().to_python(value) or "").strip()


class ContactForm(TrappedForm):
    """Name, address, subject and message."""

    salt = "home.contact"

    name = LineField(
        max_length=120,
        label=_("Your name"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=EMAIL_LENGTH,
        help_text=_("We answer to it and use it for nothing else."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    subject = LineField(max_length=120, label=_("What it is about"))
    message = MessageField(
        max_length=4000, label=_("Your message"), widget=forms.Textarea(attrs={"rows": 8})
    )
