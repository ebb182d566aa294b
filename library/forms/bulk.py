"""Forms that filter resources in the admin, and that say what is changed on many."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import KeysField
from library.enums import Kind, License, Vocabulary
from library.models import Term
from library.services.bulk.selecting import NO_DATE, OVERDUE
from library.services.bulk.values import ADD, REMOVE, REPLACE, TERMS, Values
from library.services.vocabulary import places

LONGEST_TAG = 60
MOST_TAGS = 15


class IndentedTerms(KeysField):
    """Terms of one vocabulary as a list, narrower ones indented."""

    def __init__(self, vocabulary: Vocabulary, **kwargs: Any) -> None:
        self.vocabulary = vocabulary
        super().__init__(queryset=Term.objects.of(vocabulary), required=False, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """Return the label."""
        return str(obj.label)


class FilterForm(forms.Form):
    """Which published resources are listed; what makes no sense is as if it were not there."""

    q = forms.CharField(label=_("Words of the title"), required=False, max_length=100)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All")), *Kind.choices]
    )
    topic = forms.ModelChoiceField(
        label=_("Topic"), required=False, queryset=Term.objects.none(), empty_label=_("All")
    )
    audience = forms.ModelChoiceField(
        label=_("For"), required=False, queryset=Term.objects.none(), empty_label=_("All")
    )
    grade = forms.ModelChoiceField(
        label=_("Grades"), required=False, queryset=Term.objects.none(), empty_label=_("All")
    )
    standard = forms.ModelChoiceField(
        label=_("Standard"), required=False, queryset=Term.objects.none(), empty_label=_("All")
    )
    tag = forms.CharField(label=_("Tag"), required=False, max_length=100)
    license = forms.ChoiceField(
        label=_("License"), required=False, choices=[("", _("All")), *License.choices]
    )
    review = forms.ChoiceField(
        label=_("Review date"),
        required=False,
        choices=[("", _("All")), (OVERDUE, _("Passed")), (NO_DATE, _("None"))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for vocabulary in Vocabulary:
            field = self.fields[vocabulary.value]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = Term.objects.of(vocabulary)
            field.choices = [("", _("All")), *_indented(vocabulary)]

    def filters(self) -> dict[str, Any]:
        """Return those filters that make sense."""
        self.full_clean()
        return {name: self.cleaned_data.get(name) or "" for name in self.fields}


class ValuesForm(forms.Form):
    """What is changed; each part may be left as it is."""

    MODES = [
        ("", _("Leave them")),
        (ADD, _("Add these")),
        (REMOVE, _("Remove these")),
        (REPLACE, _("Put these in place of all")),
    ]
    REVIEW = [("", _("Leave it")), ("set", _("Set it to")), ("clear", _("Take it away"))]

    topic_mode = forms.ChoiceField(label=_("What to do"), choices=MODES, required=False)
    topic = IndentedTerms(Vocabulary.TOPIC, label=_("Which topics"))
    audience_mode = forms.ChoiceField(label=_("What to do"), choices=MODES, required=False)
    audience = IndentedTerms(Vocabulary.AUDIENCE, label=_("Which audiences"))
    add_tags = forms.CharField(
        label=_("Add tags"),
        required=False,
        max_length=500,
        help_text=_("With commas between them."),
    )
    remove_tags = forms.CharField(label=_("Remove tags"), required=False, max_length=500)
    license = forms.ChoiceField(
        label=_("New license"),
        required=False,
        choices=[("", _("Leave it")), *License.choices],
        help_text=_("The change is shown in the versions of each resource."),
    )
    review_mode = forms.ChoiceField(label=_("What to do"), choices=REVIEW, required=False)
    review_by = forms.DateField(
        label=_("Date"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, vocabulary in TERMS.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelMultipleChoiceField)
            field.choices = _indented(vocabulary)

    def clean(self) -> dict[str, Any]:
        """Refuse half of a choice."""
        data = self.cleaned_data
        for name in TERMS:
            if data.get(f"{name}_mode") and not data.get(name) and name not in self.errors:
                self.add_error(name, _("Choose at least one, or leave them."))
            if data.get(name) and not data.get(f"{name}_mode"):
                self.add_error(f"{name}_mode", _("Say what to do with those you chose."))
        if data.get("review_mode") == "set" and not data.get("review_by"):
            self.add_error("review_by", _("Enter a date."))
        tags = [*_tags(data.get("add_tags", "")), *_tags(data.get("remove_tags", ""))]
        if len(tags) > MOST_TAGS or any(len(tag) > LONGEST_TAG for tag in tags):
            self.add_error("add_tags", _("Use 15 tags of 60 characters at most."))
        return data

    def values(self) -> Values:
        """Return what was chosen."""
        data = self.cleaned_data
        chosen = {
            name: (data[f"{name}_mode"], tuple(sorted(term.pk for term in data[name])))
            for name in TERMS
            if data[f"{name}_mode"]
        }
        review = {"set": data["review_by"] and data["review_by"].isoformat(), "clear": ""}
        return Values(
            topic=chosen.get("topic"),
            audience=chosen.get("audience"),
            add_tags=tuple(_tags(data["add_tags"])),
            remove_tags=tuple(_tags(data["remove_tags"])),
            license=data["license"],
            review_by=review.get(data["review_mode"]),
        )


def _indented(vocabulary: Vocabulary) -> list[tuple[Any, str]]:
    return [
        (place.term.pk, f"{chr(0x2003) * place.depth}{place.term.label}")
        for place in places(vocabulary)
    ]


def _tags(text: str) -> list[str]:
    names = (" ".join(name.split()) for name in text.replace("\x00", "").split(","))
    return list({name.casefold(): name for name in names if name}.values())
