"""Forms of the review screen."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contributions.services.reviewing import CORRECTABLE
from core.fields import KeysField
from library.enums import (
    EVIDENCE_MEANING,
    QUALITY_MEANING,
    EvidenceTier,
    Kind,
    Language,
    Quality,
    Visibility,
    Vocabulary,
    explained,
)
from library.models import ResourcePage, ResourceTag, Term
from library.models.former import present_terms
from library.models.resources import SUMMARY_LENGTH
from library.services.typed_text import html_from_typed, typed_from_html

PARTS = ("body", "challenge", "actions", "results", "reflections")


class ClaimForm(forms.Form):
    """By when the editor means to decide."""

    due_on = forms.DateField(
        label=_("Decide by"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("Enter a date such as 2026-12-31.")},
    )


class MessageForm(forms.Form):
    """A text to the contributor; whether it is needed depends on the action."""

    text = forms.CharField(
        label=_("To the contributor"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class SeenForm(forms.Form):
    """What the editor has before her."""

    revision_id = forms.IntegerField(widget=forms.HiddenInput)
    content_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)


class TermsField(KeysField):
    """Terms of one vocabulary as checkboxes, narrower ones shown below their broader term."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> Any:
        """Return the terms; one that was merged since is what it was merged into."""
        return super().clean(present_terms(value))

    def label_from_instance(self, obj: Any) -> str:
        """Indent narrower terms."""
        return f"\u2003{obj.label}" if obj.parent_id else obj.label


class CorrectionForm(forms.Form):
    """What an editor may put right: words and metadata, never license or files."""

    title = forms.CharField(label=_("Title"), max_length=255)
    summary = forms.CharField(
        label=_("Summary"), max_length=SUMMARY_LENGTH, widget=forms.Textarea(attrs={"rows": 3})
    )
    body = forms.CharField(label=_("Text"), required=False, widget=forms.Textarea)
    challenge = forms.CharField(label=_("The problem"), required=False, widget=forms.Textarea)
    actions = forms.CharField(label=_("What we did"), required=False, widget=forms.Textarea)
    results = forms.CharField(label=_("What came of it"), required=False, widget=forms.Textarea)
    reflections = forms.CharField(
        label=_("What we would change"), required=False, widget=forms.Textarea
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    school_context = forms.CharField(label=_("School"), required=False, max_length=120)
    time_to_start = forms.CharField(label=_("Time to start"), required=False, max_length=40)
    cost = forms.CharField(label=_("Cost"), required=False, max_length=40)
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    visibility = forms.ChoiceField(label=_("Who may see it"), choices=Visibility.choices)
    evidence_tier = forms.ChoiceField(
        label=_("Evidence"), choices=explained(EvidenceTier, EVIDENCE_MEANING), required=False
    )
    quality = forms.TypedChoiceField(
        label=_("Quality"), choices=explained(Quality, QUALITY_MEANING), coerce=int
    )
    review_by = forms.DateField(
        label=_("Review by"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    tags = forms.CharField(
        label=_("Tags"), required=False, max_length=500, help_text=_("Separate them with commas.")
    )

    def __init__(self, *args: Any, resource: ResourcePage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.resource = resource
        for vocabulary in Vocabulary:
            self.fields[f"terms_{vocabulary.value}"] = TermsField(
                label=vocabulary.label,
                queryset=Term.objects.of(vocabulary),
                required=False,
            )
        self.initial = {**_initial(resource), **self.initial}

    def clean_tags(self) -> str:
        """Return the tags as typed.

        Raises:
            ValidationError: one is longer than a tag can be.
        """
        tags: str = self.cleaned_data["tags"]
        longest = ResourceTag._meta.get_field("name").max_length
        if any(len(tag.strip()) > longest for tag in tags.split(",")):
            raise forms.ValidationError(_("A tag has %(n)d characters at most.") % {"n": longest})
        return tags

    def changes(self) -> dict[str, Any]:
        """Return what differs from the resource, ready for `services.reviewing.correct`."""
        data = self.cleaned_data
        before = _initial(self.resource)
        changed = {name: data[name] for name in CORRECTABLE if data[name] != before[name]}
        for name in PARTS:
            if name in changed:
                changed[name] = html_from_typed(changed[name])
        names = [f"terms_{vocabulary.value}" for vocabulary in Vocabulary]
        terms = [term for name in names for term in data[name]]
        if {term.pk for term in terms} != {pk for name in names for pk in before[name]}:
            changed["terms"] = terms
        tags = [tag.strip() for tag in data["tags"].split(",") if tag.strip()]
        if sorted(tags) != sorted(before["tags"].split(", ") if before["tags"] else []):
            changed["tags"] = tags
        return changed


def _initial(resource: ResourcePage) -> dict[str, Any]:
    values = {name: getattr(resource, name) for name in CORRECTABLE}
    values.update({name: typed_from_html(values[name]) for name in PARTS})
    values["tags"] = ", ".join(sorted(tag.name for tag in resource.tags.all()))
    terms = [row.term for row in resource.resource_terms.all()]
    for vocabulary in Vocabulary:
        values[f"terms_{vocabulary.value}"] = [
            term.pk for term in terms if term.vocabulary == vocabulary
        ]
    return values
