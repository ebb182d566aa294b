"""The form to write to the association."""

from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from core.text import clean_line, clean_text

SALT = "home.contact"
OPENED, AGAIN = "opened", "again"
# Nobody reads the form and writes a message in less.
LEAST_SECONDS = 3
MOST_SECONDS = 24 * 3600


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


class ContactForm(forms.Form):
    """Name, address, subject and message, and two traps for machines: a field nobody sees, and
    the time the form was opened at.

    `is_suspect` is known after validation. A person may step into either trap (a browser fills in
    what she does not see, or all she sees in a moment), so nothing is refused for it.
    """

    name = LineField(
        max_length=120,
        label=_("Your name"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("We answer to it and use it for nothing else."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    subject = LineField(max_length=120, label=_("What it is about"))
    message = MessageField(
        max_length=4000, label=_("Your message"), widget=forms.Textarea(attrs={"rows": 8})
    )
    website = forms.CharField(
        required=False,
        label=_("Leave this empty"),
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_suspect = False
        self.fields["opened"].initial = _stamp(OPENED)

    def clean(self) -> dict[str, Any]:
        """Notice machines.

        Raises:
            ValidationError: the form was open for more than a day; one click sends it anew.
        """
        cleaned = super().clean() or {}
        try:
            self.is_suspect = _is_hasty(cleaned.get("opened") or "")
        except signing.SignatureExpired:
            self._open_again()
            raise forms.ValidationError(
                _("This form was open for a long time. Look at it once more and send it again.")
            ) from None
        except signing.BadSignature:
            self.is_suspect = True
        self.is_suspect = self.is_suspect or bool(cleaned.get("website"))
        return cleaned

    def _open_again(self) -> None:
        data = dict(self.data.items())
        data["opened"] = _stamp(AGAIN)
        self.data = data


def _stamp(word: str) -> str:
    return signing.TimestampSigner(salt=SALT).sign(word)


def _is_hasty(opened: str) -> bool:
    """Whether a form was filled in faster than people do; who sends one again may be fast.

    Raises:
        SignatureExpired: it was opened more than a day ago.
        BadSignature: it was never opened.
    """
    signer = signing.TimestampSigner(salt=SALT)
    word = signer.unsign(opened, max_age=MOST_SECONDS)
    try:
        signer.unsign(opened, max_age=LEAST_SECONDS)
    except signing.SignatureExpired:
        return False
    return word != AGAIN
