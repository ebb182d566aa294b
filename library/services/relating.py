"""What belongs to a resource: by the word of editors, or because it is like it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from library.enums import RelationKind, Vocabulary
from library.models import ResourcePage, ResourceRelation, ResourceTerm
from library.services.answering import Card, cards_for, hit_of
from library.services.indexing import KIND
from search.documents import make_key
from search.engines.base import SearchUnavailable
from search.results import Hit
from search.services import related

LIKE = 3
# What is looked at, and what is shown under one heading; no list of parts gets near that.
MOST_RELATIONS, MOST_SHOWN = 500, 50


@dataclass(frozen=True)
class Related:
    """What a visitor may see of what belongs to a resource.

    Attributes:
        like: what is most like it and belongs to it by nothing else.
        is_fallback: the index could not be asked what is like it.
    """

    based_on: Sequence[Card] = ()
    part_of: Sequence[Card] = ()
    adaptations: Sequence[Card] = ()
    parts: Sequence[Card] = ()
    related: Sequence[Card] = ()
    like: Sequence[Card] = ()
    is_fallback: bool = False

    @property
    def lists(self) -> list[tuple[str, Sequence[Card]]]:
        """What is listed below the text, each under its heading."""
        pairs = [
            (_("Parts of this"), self.parts),
            (_("Adapted by"), self.adaptations),
            (_("Related to"), self.related),
        ]
        return [(heading, cards) for heading, cards in pairs if cards]


# What the target of a relation is to the resource that names it, and the other way round.
_TARGETS: dict[str, str] = {
    RelationKind.BASED_ON: "based_on",
    RelationKind.PART_OF: "part_of",
    RelationKind.RELATED: "related",
}
_SOURCES: dict[str, str] = {
    RelationKind.BASED_ON: "adaptations",
    RelationKind.PART_OF: "parts",
    RelationKind.RELATED: "related",
}


def related_to(page: ResourcePage, visibilities: frozenset[str], limit: int = LIKE) -> Related:
    """Return what belongs to a published resource, in two queries however much it is.

    What editors said of this resource or of the other comes by its name; then what is most like
    it, or the newest of its topics if nobody can say that.

    Args:
        page: the resource.
        visibilities: what the person may see.
        limit: most resources that are only like it.
    """
    named = _named(page)
    is_fallback = False
    try:
        like = related(key=make_key(KIND, page.pk), visibility=visibilities, limit=limit)
    except SearchUnavailable:
        like, is_fallback = _on_its_topics(page, visibilities, limit), True
    known = {pk for pks in named.values() for pk in pks}
    others = [hit for hit in like if int(hit.id) not in known]
    cards = cards_for([*map(hit_of, known), *others], visibilities)
    by_pk = {card.pk: card for card in cards}
    return Related(
        **{
            name: [by_pk[pk] for pk in pks if pk in by_pk][:MOST_SHOWN]
            for name, pks in named.items()
        },
        like=[by_pk[int(hit.id)] for hit in others if int(hit.id) in by_pk],
        is_fallback=is_fallback,
    )


def _named(page: ResourcePage) -> dict[str, list[int]]:
    """Return the keys of what belongs to a resource, by the names of `Related`, each key once."""
    rows = ResourceRelation.objects.filter(Q(resource=page) | Q(target=page)).order_by("pk")
    found: dict[int, str] = {page.pk: ""}
    for kind, source, target in rows.values_list("kind", "resource_id", "target_id")[
        :MOST_RELATIONS
    ]:
        name = _TARGETS[kind] if source == page.pk else _SOURCES[kind]
        other = target if source == page.pk else source
        # "Related" says less than any other word for the same two.
        if found.get(other, "related") == "related":
            found[other] = name
    named: dict[str, list[int]] = {}
    for pk, name in found.items():
        if pk != page.pk:
            named.setdefault(name, []).append(pk)
    return named


def _on_its_topics(page: ResourcePage, visibilities: frozenset[str], limit: int) -> list[Hit]:
    topics = page.resource_terms.filter(term__vocabulary=Vocabulary.TOPIC).values("term")
    found = ResourcePage.objects.published().visible_to(visibilities).exclude(pk=page.pk)
    found = found.filter(pk__in=ResourceTerm.objects.filter(term__in=topics).values("resource"))
    return [hit_of(pk) for pk in found.newest_first().values_list("pk", flat=True)[:limit]]
