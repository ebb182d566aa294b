"""The forms of an import in the admin."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from files.receiving import RefusedUpload
from files.refusals import FileRefused
from library.enums import Vocabulary
from library.models import ImportRun, Term
from library.services.importing import SUFFIXES, Options, UnknownTopics

MOST_TOPICS = 100
ADD, LEAVE_OUT = ":add", ":leave-out"


class UploadForm(forms.Form):
    """The table, and whether its resources are published."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("A table as CSV, Excel (.xlsx) or JSONL. The first row names the columns."),
        widget=forms.FileInput(attrs={"accept": ",".join(SUFFIXES)}),
        error_messages={
            "required": _("Choose a file."),
            "missing": _("Choose a file."),
            "empty": _("This file is empty. Check that it was saved, then choose it again."),
        },
    )
    publish = forms.ChoiceField(
        label=_("What is imported becomes"),
        choices=[("", _("drafts, which editors review")), ("1", _("published at once"))],
        required=False,
        widget=forms.RadioSelect,
    )
    create_schools = forms.BooleanField(
        label=_("Add schools that are not known yet"), required=False
    )

    def clean_file(self) -> UploadedFile:
        """Refuse what no import can read by its name."""
        upload: UploadedFile = self.cleaned_data["file"]
        if not str(upload.name).lower().endswith(SUFFIXES):
            raise forms.ValidationError(_("The name must end in %s.") % ", ".join(SUFFIXES))
        return upload

    def clean(self) -> None:
        """Say why the server kept nothing of a file, where Django calls it empty."""
        upload = self.files.get("file")
        if isinstance(upload, RefusedUpload):
            self.errors.pop("file", None)
            self.add_error("file", FileRefused(upload.refusal).reason)

    def options(self) -> Options:
        """Return how to import."""
        return Options(
            publish=self.cleaned_data["publish"] == "1",
            create_schools=self.cleaned_data["create_schools"],
        )


class TopicsForm(forms.Form):
    """What becomes of each topic that the vocabulary does not have, and of those not listed."""

    others = forms.ChoiceField(
        label=_("All other unknown topics"),
        choices=[
            (UnknownTopics.ERROR, _("leave such rows out")),
            (UnknownTopics.SKIP, _("leave such topics out")),
            (UnknownTopics.CREATE, _("add them as new topics")),
        ],
    )

    def __init__(self, *args: Any, run: ImportRun, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["others"] = run.unknown_topics
        self._run = run
        self.names = _names(run)
        choices = [
            ("", _("leave such rows out")),
            (ADD, _("add as a new topic")),
            (LEAVE_OUT, _("leave the topic out")),
            (_("is the same as"), [(term.slug, term.label) for term in _topics()]),
        ]
        for number, (name, rows) in enumerate(self.names):
            self.fields[f"topic-{number}"] = forms.ChoiceField(
                label=name,
                help_text=_("in 1 row") if rows == 1 else _("in %d rows") % rows,
                choices=choices,
                required=False,
                initial=_chosen(run, name),
            )

    def options(self) -> Options:
        """Return how to import: as before, but for the topics."""
        topic_map = dict(self._run.topic_map)
        new_topics = set(self._run.new_topics)
        for number, (name, _rows) in enumerate(self.names):
            topic_map.pop(name, None)
            new_topics.discard(name)
            choice = self.cleaned_data[f"topic-{number}"]
            if choice == ADD:
                new_topics.add(name)
            elif choice:
                topic_map[name] = "" if choice == LEAVE_OUT else choice
        return Options(
            publish=self._run.publish,
            create_schools=self._run.create_schools,
            unknown_topics=UnknownTopics(self.cleaned_data["others"]),
            topic_map=topic_map,
            new_topics=frozenset(new_topics),
        )


def _names(run: ImportRun) -> Sequence[tuple[str, int]]:
    """Return unknown topics and those decided on already, the most frequent first."""
    found: dict[str, int] = run.report.get("unknown_topics", {})
    decided = [name for name in (*run.topic_map, *run.new_topics) if name not in found]
    names = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    return [*names[:MOST_TOPICS], *((name, 0) for name in sorted(decided))]


def _chosen(run: ImportRun, name: str) -> str:
    if name in run.new_topics:
        return ADD
    if name in run.topic_map:
        return run.topic_map[name] or LEAVE_OUT
    return ""


def _topics() -> Iterable[Term]:
    return Term.objects.of(Vocabulary.TOPIC)
