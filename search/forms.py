"""What editors teach the search, in Wagtail's admin."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from search.models import PinnedQuestion, SynonymSet, lines_of
from search.services.synonyms import problems_of
from search.text import clean_line, fold


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


class PinnedQuestionForm(WagtailAdminModelForm):
    """A question and what comes first for it."""

    class Meta:
        model = PinnedQuestion
        fields = ("question",)

    def clean_question(self) -> str:
        """Return the question as one line.

        Raises:
            ValidationError: it has no words, or there is an entry for it.
        """
        question = clean_line(self.cleaned_data["question"])
        key = fold(question)
        if not key:
            raise ValidationError(_("Type at least one word."), code="empty")
        if PinnedQuestion.objects.filter(key=key).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("There is an entry for this question."), code="unique")
        return question
