"""Forms that choose what a term or a tag is merged into, and that take a file."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from library.enums import Vocabulary
from library.models import ResourceTag, Term
from library.services.exchange.entries import MOST_BYTES
from library.services.vocabulary import places

OFFERED_TAGS = 500


class MergeTermForm(forms.Form):
    """Another term of the same vocabulary."""

    into = forms.ModelChoiceField(queryset=Term.objects.none(), label=_("Merge it into"))

    def __init__(self, *args: Any, term: Term, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        vocabulary = Vocabulary(term.vocabulary)
        field = self.fields["into"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Term.objects.of(vocabulary).exclude(pk=term.pk)
        indented = [
            (place.term.pk, f"{chr(0x2003) * place.depth}{place.term.label}")
            for place in places(vocabulary)
            if place.term.pk != term.pk
        ]
        field.choices = [("", "—"), *indented]


class MergeTagForm(forms.Form):
    """Another tag, by its name: there may be thousands."""

    into = forms.CharField(
        label=_("Merge it into"),
        max_length=100,
        widget=forms.TextInput(attrs={"list": "tags", "autocomplete": "off"}),
        help_text=_("The name of another tag."),
    )

    def __init__(self, *args: Any, tag: ResourceTag, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._tag = tag
        others = ResourceTag.objects.exclude(pk=tag.pk).order_by("name")
        self.offered = list(others.values_list("name", flat=True)[:OFFERED_TAGS])

    def clean_into(self) -> ResourceTag:
        """Return the tag of that name.

        Raises:
            ValidationError: there is none.
        """
        name = " ".join(self.cleaned_data["into"].split())
        others = ResourceTag.objects.exclude(pk=self._tag.pk)
        found = others.filter(name=name).first() or others.filter(name__iexact=name).first()
        if found is None:
            raise ValidationError(_("There is no other tag of this name."), code="unknown")
        return found


class VocabularyUploadForm(forms.Form):
    """A file with a vocabulary."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("SKOS as Turtle (.ttl) or RDF/XML (.rdf), or a table (.csv); 1 MB at most."),
        widget=forms.FileInput(attrs={"accept": ".ttl,.rdf,.xml,.csv"}),
    )

    def clean_file(self) -> Any:
        """Return the upload.

        Raises:
            ValidationError: it is too large.
        """
        upload = self.cleaned_data["file"]
        if upload.size > MOST_BYTES:
            raise ValidationError(_("The file is larger than 1 MB."), code="too_large")
        return upload
