"""The form of a controlled term in Wagtail's admin."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from library.models import ResourceTag, Term
from library.services.former import former_term, leave_address
from library.services.vocabulary import set_synonyms
from search.text import clean_line

LONGEST_SYNONYM = 120


class BroaderTermField(forms.ModelChoiceField):
    """Terms with the name of their vocabulary, so that like names can be told apart."""

    def label_from_instance(self, obj: Any) -> str:
        """Return vocabulary and label."""
        return f"{obj.get_vocabulary_display()}: {obj.label}"


class TermForm(WagtailAdminModelForm):
    """A term with its synonyms, one on a line."""

    parent = BroaderTermField(
        queryset=Term.objects.all(), required=False, label=_("Broader term"), widget=forms.Select
    )
    synonym_lines = forms.CharField(
        label=_("Synonyms"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Other words for it, one on a line. Search and suggestions know them."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._slug = self.instance.slug
        if self.instance.pk is None:
            return
        self.fields["vocabulary"].disabled = True
        parent = self.fields["parent"]
        assert isinstance(parent, forms.ModelChoiceField)
        parent.queryset = Term.objects.filter(vocabulary=self.instance.vocabulary).exclude(
            pk=self.instance.pk
        )
        self.fields["synonym_lines"].initial = "\n".join(
            self.instance.synonyms.values_list("label", flat=True)
        )

    def clean_slug(self) -> str:
        """Return the slug, unless it is a former address of another term, which leads there.

        Raises:
            ValidationError: it is.
        """
        slug: str = self.cleaned_data["slug"]
        vocabulary = self.cleaned_data.get("vocabulary") or self.instance.vocabulary
        other = former_term(vocabulary=vocabulary, slug=slug)
        if other is not None and other.pk != self.instance.pk:
            raise ValidationError(
                _("That address leads to “%(label)s” since it was merged or renamed.")
                % {"label": other.label},
                code="former",
            )
        return slug

    def clean_synonym_lines(self) -> list[str]:
        """Return the synonyms, each once.

        Raises:
            ValidationError: one is too long.
        """
        lines = self.cleaned_data["synonym_lines"].splitlines()
        labels = dict.fromkeys(label for line in lines if (label := clean_line(line)))
        for label in labels:
            if len(label) > LONGEST_SYNONYM:
                raise ValidationError(_("A synonym has 120 characters at most."), code="too_long")
        return list(labels)

    def clean(self) -> dict[str, Any]:
        """Keep a vocabulary a tree of its own terms."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        parent = data.get("parent")
        if parent is None:
            return data
        if parent.vocabulary != data.get("vocabulary", self.instance.vocabulary):
            self.add_error("parent", _("The broader term is of another vocabulary."))
        elif self.instance.pk in {term.pk for term in _upward(parent)}:
            self.add_error("parent", _("That term stands below this one."))
        return data

    def save(self, commit: bool = True) -> Term:
        """Save the term, then its synonyms."""
        term: Term = super().save(commit=commit)
        if commit:
            if self._slug and self._slug != term.slug:
                leave_address(term=term, slug=self._slug)
            set_synonyms(term=term, labels=self.cleaned_data["synonym_lines"])
        return term


class TagForm(WagtailAdminModelForm):
    """A tag. Its new name may be that of another one: then the two are to be merged."""

    def clean_name(self) -> str:
        """Return the name.

        Raises:
            ValidationError: another tag has it; the message leads to the merge of the two.
        """
        name = " ".join(self.cleaned_data["name"].split())
        others = ResourceTag.objects.exclude(pk=self.instance.pk)
        other = others.filter(name__iexact=name).first()
        if other is None:
            return name
        if self.instance.pk is None:
            raise ValidationError(_("There is a tag of this name already."), code="taken")
        query = urlencode({"into": other.name})
        raise ValidationError(
            format_html(
                '{} <a href="{}?{}">{}</a>',
                _("There is a tag of this name already."),
                reverse("vocabularies:merge_tag", args=[self.instance.pk]),
                query,
                _("Merge the two"),
            ),
            code="taken",
        )


def _upward(term: Term) -> Iterator[Term]:
    """Yield a term and those above it."""
    step: Term | None = term
    seen: set[int] = set()
    while step is not None and step.pk not in seen:
        seen.add(step.pk)
        yield step
        step = step.parent
