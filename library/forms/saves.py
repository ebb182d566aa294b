"""Forms about saved resources."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from library.models import SaveList
from search.text import clean_line


class ListForm(forms.Form):
    """The name of a list."""

    name = forms.CharField(
        label=_("Name of the list"),
        max_length=80,
        error_messages={"required": _("Give the list a name.")},
    )

    def clean_name(self) -> str:
        """Return the name on one line, without what cannot be seen."""
        name = clean_line(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(_("Give the list a name."), code="required")
        return name


class ListsForm(forms.Form):
    """Which of her lists a person wants a saved resource on."""

    lists = forms.ModelMultipleChoiceField(
        queryset=SaveList.objects.none(), required=False, label=_("Lists")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["lists"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = user.save_lists.all()
