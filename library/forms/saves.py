"""Forms about saved resources and lists."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.fields import KeysField, TextField
from library.models import SaveList
from library.models.saves import DESCRIPTION_LENGTH, ITEM_NOTE_LENGTH, LIST_NAME_LENGTH
from search.text import clean_line


class ListForm(forms.Form):
    """The name of a list."""

    name = forms.CharField(
        label=_("Name of the list"),
        max_length=LIST_NAME_LENGTH,
        error_messages={"required": _("Give the list a name.")},
    )

    def clean_name(self) -> str:
        """Return the name on one line, without what cannot be seen."""
        name = clean_line(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(_("Give the list a name."), code="required")
        # Some letters are two once they are written in the one form in which names are kept.
        MaxLengthValidator(LIST_NAME_LENGTH)(name)
        return name


class DescriptionForm(ListForm):
    """The name of a list and what it is about."""

    description = TextField(
        label=_("What it is about"),
        max_length=DESCRIPTION_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class NoteForm(forms.Form):
    """Why something is on a list."""

    note = TextField(max_length=ITEM_NOTE_LENGTH, required=False, label=_("Why it is on the list"))


class ListsForm(forms.Form):
    """Which of her lists a person wants a saved resource on."""

    lists = KeysField(queryset=SaveList.objects.none(), required=False, label=_("Lists"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["lists"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = user.save_lists.all()
