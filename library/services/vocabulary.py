"""Keep the vocabularies: load those that ship with the library, say what hangs on a term."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Revision

from library.enums import Vocabulary
from library.models import ResourcePage, ResourceTerm, Term, TermSynonym

FOLDER = Path(__file__).resolve().parent.parent / "vocabularies"
FILES = {
    Vocabulary.TOPIC: "topics.json",
    Vocabulary.AUDIENCE: "audiences.json",
    Vocabulary.GRADE: "grade_bands.json",
    Vocabulary.STANDARD: "standards.json",
}

Entry = dict[str, Any]


@dataclass
class LoadReport:
    """How many terms a run added, put back to their starting state, or left as they were."""

    added: int = 0
    reset: int = 0
    kept: int = 0


@transaction.atomic
def load_vocabularies(*, reset: bool = False, folder: Path = FOLDER) -> LoadReport:
    """Add the starter terms that are missing; what editors changed since stays.

    Args:
        reset: put every starter term back to its label, place, note and synonyms; terms that
            editors added stay all the same.
        folder: where the files of `FILES` are.
    """
    report = LoadReport()
    for vocabulary, name in FILES.items():
        entries = json.loads((folder / name).read_text(encoding="utf-8"))
        _load_one(vocabulary, entries, reset, report)
    return report


def _load_one(
    vocabulary: Vocabulary, entries: Iterable[Entry], reset: bool, report: LoadReport
) -> None:
    """Load one file; a broader term stands in it before its narrower ones."""
    terms = {term.slug: term for term in Term.objects.of(vocabulary)}
    for entry in entries:
        slug = entry["slug"]
        known = terms.get(slug)
        if known is not None and not reset:
            report.kept += 1
            continue
        term = known or Term(vocabulary=vocabulary, slug=slug)
        term.label = entry["label"]
        term.parent = terms[entry["parent"]] if entry["parent"] else None
        term.position = entry["position"]
        term.scope_note = entry["scope_note"]
        term.is_provisional = entry["provisional"]
        # One by one, not in bulk: whoever follows changes of a term listens to its save.
        term.save()
        terms[slug] = term
        set_synonyms(term=term, labels=entry["synonyms"])
        if known is None:
            report.added += 1
        else:
            report.reset += 1


@transaction.atomic
def set_synonyms(*, term: Term, labels: Sequence[str]) -> None:
    """Leave a saved term with exactly these synonyms."""
    term.synonyms.exclude(label__in=labels).delete()
    present = set(term.synonyms.values_list("label", flat=True))
    TermSynonym.objects.bulk_create(
        TermSynonym(term=term, label=label) for label in labels if label not in present
    )


def resources_with(term: Term) -> set[int]:
    """Return the resources that carry a term now, in a draft or in a version before.

    Old versions and drafts name the term inside their revisions, where no foreign key protects it.
    """
    found = set(ResourceTerm.objects.filter(term=term).values_list("resource_id", flat=True))
    kind = ContentType.objects.get_for_model(ResourcePage)
    revisions = Revision.objects.filter(content_type=kind)
    for identifier, rows in revisions.values_list("object_id", "content__resource_terms"):
        if any(row["term"] == term.pk for row in rows or ()):
            found.add(int(identifier))
    return found
