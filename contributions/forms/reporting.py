"""The form in which any reader says what is wrong with a resource."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contributions.enums import CorrectionKind
from core.fields import EMAIL_LENGTH, TextField
from core.traps import TrappedForm


class ReportForm(TrappedForm):
    """What is wrong, and where a visitor wants to be answered.

    Args:
        is_visitor: whether nobody is signed in, whose address would be known.
    """

    salt = "contributions.report"

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=CorrectionKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is.")},
    )
    text = TextField(
        label=_("What should change?"),
        max_length=2000,
        help_text=_("Do not repeat a student’s name here: say where it stands."),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": _("Say what should change."),
            "max_length": _("Use %(limit_value)d characters at most."),
        },
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        max_length=EMAIL_LENGTH,
        help_text=_("If you want an answer. It is forgotten once the editors are done."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, is_visitor: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_visitor:
            del self.fields["email"]
