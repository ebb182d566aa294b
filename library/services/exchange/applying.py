"""Do what a plan says, as long as it is still what was shown."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import log

from core import page_cache
from library.enums import Vocabulary
from library.models import Term, TermSynonym
from library.permissions import may_keep
from library.services.vocabulary import set_synonyms

from .entries import Entry, normal_label, normal_note
from .planning import Line, Outcome, Plan, make_plan

LOG_ACTION = "library.vocabulary_import"


class PlanChanged(ValueError):
    """The vocabulary is not what it was when the plan was shown."""


@transaction.atomic
def apply(*, vocabulary: Vocabulary, entries: Sequence[Entry], fingerprint: str, user: Any) -> Plan:
    """Add and change what a file says; what it refuses and what it does not name stays.

    Args:
        vocabulary: into which.
        entries: what the file has.
        fingerprint: of the plan that was shown.
        user: who imports.

    Raises:
        PermissionDenied: the person may not add and change terms.
        PlanChanged: something else would happen by now.
    """
    if not may_keep(user, Term, "add", "change"):
        raise PermissionDenied
    # Whoever else changes one of them waits.
    list(Term.objects.select_for_update().of(vocabulary))
    plan = make_plan(vocabulary, entries)
    if plan.fingerprint != fingerprint:
        raise PlanChanged
    terms = {term.slug: term for term in Term.objects.of(vocabulary)}
    _add(plan, terms)
    for line in plan.lines:
        if line.outcome == Outcome.CHANGED:
            _change(line, terms)
        if line.outcome in (Outcome.ADDED, Outcome.CHANGED):
            data = {"changes": line.changes}
            log(terms[line.slug], LOG_ACTION, user=user, data=data)
    page_cache.empty()
    return plan


def _add(plan: Plan, terms: dict[str, Term]) -> None:
    """Add new terms, broader ones first; nothing has them yet, so nothing is indexed again."""
    waiting = [line for line in plan.lines if line.outcome == Outcome.ADDED]
    while waiting:
        ready = [line for line in waiting if not line.parent or line.parent in terms]
        made = Term.objects.bulk_create(
            Term(
                vocabulary=plan.vocabulary,
                slug=line.slug,
                label=line.label,
                parent=terms[line.parent] if line.parent else None,
                position=line.entry.position or 0,
                scope_note=normal_note(line.entry.scope_note or ""),
                is_provisional=bool(line.entry.provisional),
            )
            for line in ready
        )
        terms.update({term.slug: term for term in made})
        TermSynonym.objects.bulk_create(
            TermSynonym(term=terms[line.slug], label=label)
            for line in ready
            for label in _labels(line)
        )
        waiting = [line for line in waiting if line.slug not in terms]


def _change(line: Line, terms: dict[str, Term]) -> None:
    term, entry = terms[line.slug], line.entry
    term.label = line.label
    if line.parent is not None:
        term.parent = terms[line.parent] if line.parent else None
    if entry.position is not None:
        term.position = entry.position
    if entry.scope_note is not None:
        term.scope_note = normal_note(entry.scope_note)
    if entry.provisional is not None:
        term.is_provisional = entry.provisional
    # Not in bulk: whoever follows changes of a term listens to its save.
    term.save()
    if entry.synonyms is not None:
        set_synonyms(term=term, labels=_labels(line))


def _labels(line: Line) -> list[str]:
    labels = map(normal_label, line.entry.synonyms or ())
    return list(dict.fromkeys(label for label in labels if label))
