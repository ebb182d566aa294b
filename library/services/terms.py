"""What the page of a term shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from library.models import ResourceTerm, Term
from library.services.indexing import terms_under
from library.services.vocabulary import broader_terms


@dataclass(frozen=True)
class TermReading:
    """A term and what is around it; `resources` counts those under narrower terms too."""

    broader: Sequence[Term]
    narrower: Sequence[Term]
    synonyms: Sequence[str]
    resources: int


def read_term(term: Term, visibilities: frozenset[str]) -> TermReading:
    """Return what a visitor who sees these visibilities is shown of a term."""
    carrying = ResourceTerm.objects.filter(
        term_id__in=terms_under([term.pk]),
        resource__live=True,
        resource__withdrawn_at=None,
        resource__visibility__in=visibilities,
    )
    return TermReading(
        broader=broader_terms(term),
        narrower=list(term.children.all()),
        synonyms=list(term.synonyms.values_list("label", flat=True)),
        resources=carrying.order_by().values("resource").distinct().count(),
    )
