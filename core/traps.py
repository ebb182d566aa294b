"""What keeps machines from forms that anybody may send."""

from typing import Any, ClassVar

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

OPENED, AGAIN = "opened", "again"
# Nobody reads a form and writes into it in less.
LEAST_SECONDS = 3
MOST_SECONDS = 24 * 3600


class TrappedForm(forms.Form):
    """A form with two traps for machines: a field nobody sees, and the time it was opened at.

    `is_suspect` is known after validation. A person may step into either trap (a browser fills in
    what she does not see, or all she sees in a moment), so nothing is refused for it.
    `components/traps.html` shows what belongs to it.
    """

    # Another one for each form: what one was opened with does not count for another.
    salt: ClassVar[str]

    website = forms.CharField(
        required=False,
        label=_("Leave this empty"),
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_suspect = False
        self.fields["opened"].initial = self._stamp(OPENED)

    def clean(self) -> dict[str, Any]:
        """Notice machines.

        Raises:
            ValidationError: the form was open for more than a day; one click sends it anew.
        """
        cleaned = super().clean() or {}
        try:
            self.is_suspect = self._is_hasty(cleaned.get("opened") or "")
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
        data["opened"] = self._stamp(AGAIN)
        self.data = data

    def _stamp(self, word: str) -> str:
        return signing.TimestampSigner(salt=self.salt).sign(word)

    def _is_hasty(self, opened: str) -> bool:
        """Whether the form was filled in faster than people do; who sends one again may be fast.

        Raises:
            SignatureExpired: it was opened more than a day ago.
            BadSignature: it was never opened.
        """
        signer = signing.TimestampSigner(salt=self.salt)
        word = signer.unsign(opened, max_age=MOST_SECONDS)
        try:
            signer.unsign(opened, max_age=LEAST_SECONDS)
        except signing.SignatureExpired:
            return False
        return word != AGAIN
