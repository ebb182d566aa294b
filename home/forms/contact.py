"""The form to write to the association."""

from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from core.text import clean_line, clean_text

SALT = "home.contact"
# Nobody reads the form and writes a message in less.
LEAST_SECONDS = 3
MOST_SECONDS = 24 * 3600


class ContactForm(forms.Form):
    """Name, address, subject and message, and two traps for machines: a field nobody sees, and
    the time the form was opened at.

    `is_spam` is known after validation; who sends spam is told the same as everybody.
    """

    name = forms.CharField(
        max_length=120,
        label=_("Your name"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("We answer to it and use it for nothing else."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    subject = forms.CharField(max_length=120, label=_("What it is about"))
    message = forms.CharField(
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
        self.is_spam = False
        self.fields["opened"].initial = signing.TimestampSigner(salt=SALT).sign("opened")

    def clean_name(self) -> str:
        """Return one line: it becomes part of a mail."""
        return clean_line(self.cleaned_data["name"])

    def clean_subject(self) -> str:
        """Return one line: it becomes the subject of a mail."""
        return clean_line(self.cleaned_data["subject"])

    def clean_message(self) -> str:
        """Return the text without what hides in it."""
        return clean_text(self.cleaned_data["message"])

    def clean(self) -> dict[str, Any]:
        """Notice machines.

        Raises:
            ValidationError: the form was open for more than a day; one click sends it anew.
        """
        cleaned = super().clean() or {}
        signer = signing.TimestampSigner(salt=SALT)
        opened = cleaned.get("opened") or ""
        try:
            signer.unsign(opened, max_age=MOST_SECONDS)
        except signing.SignatureExpired:
            self._open_again()
            raise forms.ValidationError(
                _("This form was open for a long time. Look at it once more and send it again.")
            ) from None
        except signing.BadSignature:
            self.is_spam = True
        else:
            self.is_spam = _is_within(signer, opened, LEAST_SECONDS)
        self.is_spam = self.is_spam or bool(cleaned.get("website"))
        return cleaned

    def _open_again(self) -> None:
        data = dict(self.data.items())
        data["opened"] = signing.TimestampSigner(salt=SALT).sign("opened")
        self.data = data


def _is_within(signer: signing.TimestampSigner, opened: str, seconds: int) -> bool:
    """Whether the form was opened less than so many seconds ago."""
    try:
        signer.unsign(opened, max_age=seconds)
    except signing.SignatureExpired:
        return False
    return True
