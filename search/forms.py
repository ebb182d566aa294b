"""What editors teach the search, in Wagtail's admin."""

from typing import Any

from django import forms
from wagtail.admin.forms import WagtailAdminModelForm

from search.models import SynonymSet, lines_of
from search.services.synonyms import problems_of


class SynonymSetForm(WagtailAdminModelForm):
    """A set of synonyms, one word or phrase on a line."""

    class Meta:
        model = SynonymSet
        fields = ("direction", "terms", "targets", "only_in_capitals")
        widgets = {
            "direction": forms.RadioSelect,
            "terms": forms.Textarea(attrs={"rows": 4}),
            "targets": forms.Textarea(attrs={"rows": 3}),
        }

    def clean_terms(self) -> str:
        """Return the words, one on a line."""
        return "\n".join(lines_of(self.cleaned_data["terms"]))

    def clean_targets(self) -> str:
        """Return the words, one on a line."""
        return "\n".join(lines_of(self.cleaned_data["targets"]))

    def clean(self) -> dict[str, Any]:
        """Refuse what would do nothing or harm, each at its field."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if "terms" in data and "targets" in data and "direction" in data:
            filled = {name: data.get(name) for name in self.Meta.fields}
            for field, problems in problems_of(SynonymSet(pk=self.instance.pk, **filled)).items():
                for problem in problems:
                    self.add_error(field, problem)
        return data
