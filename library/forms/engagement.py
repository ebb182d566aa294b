"""Forms about what readers do with a resource."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conversations.models import REASON_LENGTH
from core.fields import LineField, TextField
from library.models import Use
from library.models.engagement import NOTE_LENGTH, PLACE_LENGTH
from library.services.comments import COMMENT_LENGTH
from library.services.using import Said


class UseForm(forms.Form):
    """Whether it helped, where, and what came of it."""

    helpful = forms.ChoiceField(
        label=_("Did it help?"),
        choices=[("yes", _("Yes, it was helpful")), ("no", _("No, not for us"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether it helped.")},
    )
    place = LineField(
        label=_("Where you used it"),
        max_length=PLACE_LENGTH,
        error_messages={"required": _("Name your school.")},
    )
    context = LineField(
        label=_("With whom or for what"),
        max_length=120,
        required=False,
        help_text=_("Such as: ninth grade advisers, 40 students."),
    )
    note = TextField(
        label=_("Why, and what came of it"),
        max_length=NOTE_LENGTH,
        required=False,
        help_text=_("Members read it. Name no students."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    is_named = forms.BooleanField(
        label=_("Show my name beside it, and not my school alone"), required=False
    )

    @property
    def said(self) -> Said:
        """What a valid form says."""
        cleaned = self.cleaned_data
        return Said(
            is_helpful=cleaned["helpful"] == "yes",
            place=cleaned["place"],
            context=cleaned["context"],
            note=cleaned["note"],
            is_named=cleaned["is_named"],
        )


def said_before(use: Use | None, school: str) -> dict[str, Any]:
    """Return what `UseForm` starts with.

    Args:
        use: what the person said before, if she did.
        school: where she works.
    """
    if use is None:
        return {"place": school}
    return {
        "helpful": "yes" if use.is_helpful else "no",
        "place": use.place,
        "context": use.context,
        "note": use.note,
        "is_named": use.is_named,
    }


class CommentForm(forms.Form):
    """A comment; `answers` is the one it answers."""

    text = TextField(
        label=_("Your comment"),
        max_length=COMMENT_LENGTH,
        help_text=_("Members read it, with your name and school. Name no students."),
        error_messages={"required": _("Write something first.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    answers = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1)


class FlagForm(forms.Form):
    """Why a comment should not stand there."""

    reason = TextField(
        label=_("What is wrong with it"),
        max_length=REASON_LENGTH,
        help_text=_("Editors alone read this."),
        error_messages={"required": _("Say what is wrong with it.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
