"""Keep the vocabularies: load those that ship with the library, their order."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from core import page_cache
from library.enums import Vocabulary
from library.models import Term, TermSynonym
from library.services.former import taken_slugs

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
    terms = dict(taken_slugs(vocabulary))
    for entry in entries:
        slug = entry["slug"]
        known = terms.get(slug)
        # What was merged or has another address does not come back.
        if known is not None and (not reset or known.slug != slug):
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


@transaction.atomic
def move_term(*, term: Term, up: bool) -> None:
    """Move a term one place up or down among those beside it; at the end it stays."""
    beside = list(
        Term.objects.select_for_update().filter(vocabulary=term.vocabulary, parent=term.parent)
    )
    at = next((place for place, each in enumerate(beside) if each.pk == term.pk), 0)
    to = at - 1 if up else at + 1
    if 0 <= to < len(beside):
        beside[at], beside[to] = beside[to], beside[at]
        for place, each in enumerate(beside, start=1):
            each.position = place
        Term.objects.bulk_update(beside, ["position"])
        page_cache.empty()


@dataclass(frozen=True)
class Place:
    """A term where it stands in its vocabulary."""

    term: Term
    depth: int
    is_first: bool
    is_last: bool


def places(vocabulary: Vocabulary) -> list[Place]:
    """Return the terms of a vocabulary as a tree, narrower ones under their broader one, in one
    query."""
    below: defaultdict[int | None, list[Term]] = defaultdict(list)
    for term in Term.objects.of(vocabulary):
        below[term.parent_id].append(term)
    found: list[Place] = []

    def add(parent: int | None, depth: int) -> None:
        siblings = below.pop(parent, [])
        for place, term in enumerate(siblings):
            found.append(Place(term, depth, place == 0, place == len(siblings) - 1))
            add(term.pk, depth + 1)

    add(None, 0)
    return found


def broader_terms(term: Term) -> list[Term]:
    """Return the terms above a term, the broadest first."""
    known = {each.pk: each for each in Term.objects.of(Vocabulary(term.vocabulary))}
    above: list[Term] = []
    step = known.get(term.parent_id or 0)
    while step is not None and step not in above:
        above.insert(0, step)
        step = known.get(step.parent_id or 0)
    return above
