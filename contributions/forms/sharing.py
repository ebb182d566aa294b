"""The form of “Share a practice”, and what contributors write beside it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contributions.services.drafts import PLAIN_FIELDS, TEXT_PARTS, DraftContent
from core.fields import KeysField, LineField, TextField, is_key
from files.models import StoredFile
from library.enums import Kind, Language, License, RightToShare, Visibility, Vocabulary
from library.models import Term
from library.models.former import present_terms
from library.models.resources import SUMMARY_LENGTH

from .fields import AddressField

LONGEST_TEXT = 40_000
MOST_FILES = 20
MOST_LINKS = 10
MOST_CONTRIBUTORS = 20
MOST_TAGS = 15
LONGEST_TAG = 60
FILE_TITLE = 200

LICENSES = [
    (License.CC_BY_NC, _("Use and adapt it, but not sell it; name the author (CC BY-NC 4.0)")),
    (License.CC_BY, _("Use and adapt it, also commercially; name the author (CC BY 4.0)")),
    (License.CC_BY_SA, _("Use and adapt it on the same terms; name the author (CC BY-SA 4.0)")),
    (License.CC0, _("Anything; nobody needs to be named (CC0 1.0)")),
    (License.PERMISSION, _("Use it in their school, and ask before passing it on")),
]
TERM_FIELDS = {
    "topics": Vocabulary.TOPIC,
    "audiences": Vocabulary.AUDIENCE,
    "grades": Vocabulary.GRADE,
}
# Fields whose name in `DraftContent` is the same.
PLAIN = ("title", *PLAIN_FIELDS, *TEXT_PARTS)


class TermsField(KeysField):
    """Terms of one vocabulary as checkboxes; narrower ones carry their broader one's label."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, vocabulary: Vocabulary, most: int, **kwargs: Any) -> None:
        self.most = most
        queryset = Term.objects.of(vocabulary)
        super().__init__(queryset=queryset, required=False, **kwargs)

    def clean(self, value: Any) -> Any:
        """Return the terms.

        Raises:
            ValidationError: too many, or one that is gone.
        """
        terms = list(super().clean(present_terms(value)))
        if len(terms) > self.most:
            raise forms.ValidationError(_("Choose %(n)d at most.") % {"n": self.most})
        return terms


class LinkForm(forms.Form):
    """One link."""

    url = AddressField(label=_("Link"), required=False, max_length=500)
    label = LineField(label=_("What it is called"), required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        """Refuse a name without an address."""
        data = self.cleaned_data
        if data.get("label") and not data.get("url") and "url" not in self.errors:
            self.add_error("url", _("Add the address, or empty the name."))
        return data


class ContributorForm(forms.Form):
    """Someone who is named as an author."""

    name = LineField(label=_("Name"), required=False, max_length=120)
    role = LineField(label=_("Role, such as Principal"), required=False, max_length=120)

    def clean(self) -> dict[str, Any]:
        """Refuse a role without a name."""
        data = self.cleaned_data
        if data.get("role") and not data.get("name") and "name" not in self.errors:
            self.add_error("name", _("Add the name, or empty the role."))
        return data


LinkFormSet = forms.formset_factory(
    LinkForm, extra=1, max_num=MOST_LINKS, validate_max=True, absolute_max=MOST_LINKS + 20
)
ContributorFormSet = forms.formset_factory(
    ContributorForm,
    extra=1,
    max_num=MOST_CONTRIBUTORS,
    validate_max=True,
    absolute_max=MOST_CONTRIBUTORS + 20,
)


class ContributionForm(forms.Form):
    """A contribution. Nothing is required while it is a draft; handing in says what is missing."""

    title = LineField(
        label=_("Title"),
        max_length=200,
        required=False,
        help_text=_("Say what happened: “A phone tree that brought absent ninth graders back”."),
        error_messages={"max_length": _("Use %(limit_value)d characters at most.")},
    )
    summary = TextField(
        label=_("Summary"),
        max_length=SUMMARY_LENGTH,
        required=False,
        help_text=_("What it is, for whom, and what came of it: two or three sentences."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": _("Use %(limit_value)d characters at most.")},
    )
    body = TextField(
        label=_("Text"),
        max_length=LONGEST_TEXT,
        required=False,
        help_text=_("Lines that start with “- ” become a list; an empty line parts paragraphs."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    right_to_share = forms.ChoiceField(
        label=_("Why may you share it?"), choices=RightToShare.choices, widget=forms.RadioSelect
    )
    license = forms.ChoiceField(
        label=_("What may others do with it?"), choices=LICENSES, widget=forms.RadioSelect
    )
    what_changed = LineField(
        label=_("What is new in this version?"),
        max_length=500,
        required=False,
        help_text=_("One sentence; readers see it in the list of versions."),
    )

    kind = forms.ChoiceField(label=_("What kind of thing is it?"), choices=Kind.choices)
    challenge = TextField(label=_("The problem"), max_length=LONGEST_TEXT, required=False)
    actions = TextField(label=_("What we did"), max_length=LONGEST_TEXT, required=False)
    results = TextField(label=_("What came of it"), max_length=LONGEST_TEXT, required=False)
    reflections = TextField(
        label=_("What we would change"), max_length=LONGEST_TEXT, required=False
    )
    topics = TermsField(Vocabulary.TOPIC, 10, label=_("Topics"))
    tags = LineField(
        label=_("Tags"),
        max_length=1000,
        required=False,
        help_text=_("Words others may look for, with commas between them."),
    )
    audiences = TermsField(Vocabulary.AUDIENCE, 11, label=_("For whom?"))
    grades = TermsField(Vocabulary.GRADE, 13, label=_("Grades"))
    school_context = LineField(
        label=_("Where it was tried"),
        max_length=120,
        required=False,
        help_text=_("Such as: High school, 900 students."),
    )
    time_to_start = LineField(
        label=_("Time to start"), max_length=40, required=False, help_text=_("Such as: 6 hours.")
    )
    cost = LineField(label=_("Cost"), max_length=40, required=False, help_text=_("Such as: None."))
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    visibility = forms.ChoiceField(
        label=_("Who may see it?"), choices=Visibility.choices, widget=forms.RadioSelect
    )
    is_cleared = forms.BooleanField(
        label=_("I read it again: no student can be recognized in what I typed"), required=False
    )
    serial = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        content: DraftContent,
        files: list[StoredFile],
        serial: int = 0,
        what_changed: str = "",
    ) -> None:
        """Fill the form.

        Args:
            data: what was sent; None shows what is kept.
            content: what the draft holds.
            files: the files that the form lists.
            serial: the draft's count of saves.
            what_changed: for an edit, what is new.
        """
        initial = {**_initial(content), "serial": serial, "what_changed": what_changed}
        super().__init__(data, initial=initial)
        self.content, self.listed = content, files
        links = [{"url": url, "label": label} for url, label in content.links]
        people = [{"name": name, "role": role} for name, role in content.contributors]
        # Every row may be left empty, so every row is "extra" to Django.
        self.links = LinkFormSet(data, initial=links, prefix="links")
        self.contributors = ContributorFormSet(data, initial=people, prefix="contributors")
        self.file_errors: list[tuple[str, str]] = []
        self.missing_content = ""
        self.alike_error = ""

    def is_valid(self) -> bool:
        """Whether fields, links, contributors and files are all fit to be kept."""
        rows = [self.links.is_valid(), self.contributors.is_valid()]
        return super().is_valid() and all(rows) and not self.file_errors

    def clean_tags(self) -> list[str]:
        """Return the tags, each once.

        Raises:
            ValidationError: too many, or one too long.
        """
        names = {" ".join(tag.split()).casefold(): tag for tag in self.split_tags()}
        if len(names) > MOST_TAGS:
            raise forms.ValidationError(_("Use %(n)d tags at most.") % {"n": MOST_TAGS})
        if any(len(name) > LONGEST_TAG for name in names):
            raise forms.ValidationError(
                _("A tag has %(n)d characters at most. Put commas between tags.")
                % {"n": LONGEST_TAG}
            )
        return list(names.values())

    def split_tags(self) -> list[str]:
        """Return the tags as typed, without asking how many or how long."""
        return [tag.strip() for tag in self.cleaned_data["tags"].split(",") if tag.strip()]

    def clean(self) -> dict[str, Any]:
        """Refuse more files than a resource may have."""
        if len(self.listed) > MOST_FILES:
            self.file_errors.append(("", str(_("Add %(n)d files at most.") % {"n": MOST_FILES})))
        return self.cleaned_data

    def to_content(self) -> DraftContent:
        """Return what was typed; where it is not fit to be kept, what the draft has."""
        data = self.cleaned_data
        kept = {term.pk: term for term in self.content.terms}
        shown = {term.pk for name in TERM_FIELDS for term in kept.values() if _is(term, name)}
        terms = [term for pk, term in kept.items() if pk not in shown]
        for name in TERM_FIELDS:
            stands = [term for term in kept.values() if _is(term, name)]
            terms += data.get(name, stands)
        return replace(
            self.content,
            **{name: data[name] for name in PLAIN if name in data},
            terms=tuple(terms),
            tags=tuple(data.get("tags", self.content.tags)),
            links=self._rows(self.links, "url", "label", self.content.links),
            contributors=self._rows(self.contributors, "name", "role", self.content.contributors),
            files=tuple((stored, self.title_of(stored)) for stored in self.listed[:MOST_FILES]),
        )

    def title_of(self, stored: StoredFile) -> str:
        """Return what readers see as the name of a file."""
        typed = self.data.get(f"file_title_{stored.public_id}", "") if self.is_bound else ""
        kept = {file.pk: title for file, title in self.content.files}
        cleaned = LineField(required=False).clean(typed)[:FILE_TITLE]
        return cleaned or kept.get(stored.pk) or stored.suggested_title

    def likeness_answers(self) -> dict[int, tuple[str, str]]:
        """Return what is said about resources that this is alike to: answer and note, by key."""
        found = {}
        for name in self.data:
            key = name.removeprefix("alike_")
            if name.startswith("alike_") and is_key(key):
                note = LineField(required=False).clean(self.data.get(f"alike_note_{key}", ""))
                found[int(key)] = (self.data.get(name, ""), note)
        return found

    def add_missing(self, lacking: Mapping[str, str]) -> None:
        """Put what a submission still needs beside the fields it is about."""
        for name, words in lacking.items():
            if name in self.fields:
                self.add_error(name, words)
            else:
                self.missing_content = " ".join(filter(None, [self.missing_content, words]))

    def all_errors(self) -> list[tuple[str, str]]:
        """Return every error as the id of its field and the words, in the order of the page."""
        return [(anchor, words) for anchor, _name, words in self._errors_in_order()]

    def errors_by_name(self) -> dict[str, list[str]]:
        """Return every error by the name that its field has in the form."""
        found: dict[str, list[str]] = {}
        for _anchor, name, words in self._errors_in_order():
            found.setdefault(name, []).append(words)
        return found

    def _errors_in_order(self) -> list[tuple[str, str, str]]:
        found: list[tuple[str, str, str]] = []
        for name in self.fields:
            field = self[name]
            anchor = f"{field.auto_id}_0" if field.use_fieldset else field.auto_id
            found += [(anchor, name, f"{field.label}: {error}") for error in field.errors]
            if name == "summary":
                if self.missing_content:
                    found.append(("id_uploads", "uploads", self.missing_content))
                found += [
                    ("id_uploads", "uploads", f"{file}: {words}" if file else words)
                    for file, words in self.file_errors
                ]
                found += _row_errors(self.links)
                if self.alike_error:
                    found.append(("alike", "alike", self.alike_error))
        found += _row_errors(self.contributors)
        return found + [("", "", str(error)) for error in self.non_field_errors()]

    def _rows(
        self, formset: Any, first: str, second: str, kept: tuple[tuple[str, str], ...]
    ) -> tuple[tuple[str, str], ...]:
        if not formset.is_valid():
            return kept
        rows = [(form.cleaned_data.get(first), form.cleaned_data.get(second)) for form in formset]
        return tuple((one, other or "") for one, other in rows if one)


def _row_errors(formset: Any) -> list[tuple[str, str, str]]:
    found = [(f"id_{formset.prefix}-0-", "", str(error)) for error in formset.non_form_errors()]
    for form in formset:
        for name, errors in form.errors.items():
            if name in form.fields:
                field = form[name]
                words = [(field.auto_id, field.html_name, f"{field.label}: {e}") for e in errors]
                found += words
    return found


def _initial(content: DraftContent) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(content, name) for name in PLAIN}
    values["tags"] = ", ".join(content.tags)
    for name in TERM_FIELDS:
        values[name] = [term.pk for term in content.terms if _is(term, name)]
    return values


def _is(term: Term, name: str) -> bool:
    return term.vocabulary == TERM_FIELDS[name]


class ReplyForm(forms.Form):
    """A message to the editors."""

    text = TextField(
        label=_("Write to the editors"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Write something first."),
            "max_length": _("Use %(limit_value)d characters at most."),
        },
    )
