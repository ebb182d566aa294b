"""The answer to a reader's question, the same for the page and the API."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from library.enums import Language, Quality, Sort, Visibility, Vocabulary
from library.models import ResourcePage, Term
from library.querysets import ResourceQuerySet
from library.services.facets import Facet, build_facets, closed_label, uncounted
from library.services.indexing import KIND, readable_resources, resources_under
from library.services.question import FACETS, READABLE, RECOGNIZED, Question
from search import enums as search_enums
from search.documents import make_key
from search.engines.asking import RECENCY_SCORES
from search.engines.base import SearchUnavailable
from search.explaining import why
from search.plainly import with_words
from search.query import SearchQuery
from search.results import Hit
from search.services import search

PAGE_SIZE = 20
# How far into a long answer a reader can go; the engines go no further.
DEEPEST = 10_000
_CARD_FIELDS = (
    *("pk", "external_id", "slug", "title", "summary", "kind", "visibility", "quality", "language"),
    *("time_to_start", "cost", "school_context", "first_published_at", "is_sample"),
)


@dataclass(frozen=True, slots=True)
class Card:
    """A resource in a list. `title_html` and `excerpt` are safe HTML with the found words marked;
    `passage` is such a piece of the text if neither title nor summary has a word of the question,
    or a piece of the file called `file`, if that has more of them. `why` says which words were
    found where, `pinned` that the editors chose it for the question.
    """

    pk: int
    external_id: str | None
    url: str
    title: str
    summary: str
    kind: str
    kind_value: str
    recognition: str
    members_only: bool
    is_sample: bool
    time_to_start: str
    cost: str
    context: str
    language: str
    year: int | None
    date: datetime | None
    score: float
    highlights: Mapping[str, SafeString]
    file: str
    pinned: bool
    why: str

    # As in `FacetValue`.
    __getitem__ = object.__getattribute__

    @property
    def title_html(self) -> str:
        """The title, marked."""
        return self.highlights.get("title", "")

    @property
    def excerpt(self) -> str:
        """The summary, marked."""
        return self.highlights.get("summary", "")

    @property
    def passage(self) -> str:
        """A piece of a file or of the text, marked, where it alone says why this was found."""
        if self.file:
            return self.highlights["file"]
        return "" if self.title_html or self.excerpt else self.highlights.get("body", "")


@dataclass(frozen=True)
class Answer:
    """What is shown.

    Attributes:
        question: as it was answered; its page may have been brought into range.
        total: how many resources match, on all pages.
        matched: whether they have all words, some of them or words spelled like them.
        suggestion: the words as they were probably meant, or None.
        is_fallback: the index could not be asked, the database answered without counts.
    """

    question: Question
    total: int
    pages: int
    cards: Sequence[Card]
    facets: Sequence[Facet]
    matched: search_enums.Matched = search_enums.Matched.ALL
    suggestion: str | None = None
    is_fallback: bool = False


def answer(
    question: Question,
    visibilities: frozenset[str],
    *,
    size: int = PAGE_SIZE,
    all_values: bool = False,
) -> Answer:
    """Find resources. What the index names is checked again on the rows of the database.

    Args:
        question: what was asked.
        visibilities: what the person may see.
        size: resources per page, at most 100.
        all_values: return every value of every facet instead of the largest.
    """
    try:
        results = search(_query(question, visibilities, size))
    except SearchUnavailable:
        return find_in_database(question, visibilities, size)
    return Answer(
        question=question,
        total=results.total,
        pages=_pages(results.total, size),
        cards=cards_for(results.hits, visibilities),
        facets=build_facets(results.facets, question, everything=all_values),
        matched=results.matched,
        suggestion=results.suggestion,
    )


def cards_of(pks: Sequence[int], visibilities: frozenset[str]) -> list[Card]:
    """Return the cards of those resources that the person may see, in the order given."""
    return cards_for([hit_of(pk) for pk in pks], visibilities)


def cards_for(hits: Sequence[Hit], visibilities: frozenset[str]) -> list[Card]:
    """Return the cards of those hits that the database lets the person see, in their order."""
    by_pk = {int(hit.id): hit for hit in hits}
    rows = ResourcePage.objects.published().visible_to(visibilities).filter(pk__in=by_pk)
    found = {row["pk"]: row for row in rows.values(*_CARD_FIELDS)}
    return [_card(found[pk], hit) for pk, hit in by_pk.items() if pk in found]


def hit_of(pk: int) -> Hit:
    """Return a hit that no question led to."""
    return Hit(key=make_key(KIND, pk), score=0.0, stored={})


def _query(question: Question, visibilities: frozenset[str], size: int) -> SearchQuery:
    return SearchQuery(
        visibility=visibilities,
        text=question.text,
        kinds=(KIND,),
        filters=question.chosen,
        facets=FACETS,
        sort=search_enums.Sort(question.order.value),
        page=question.page,
        size=size,
    )


def _pages(total: int, size: int) -> int:
    return max(1, -(-min(total, DEEPEST) // size))


@lru_cache(maxsize=10_000)
def _address(slug: str) -> str:
    """Return the address of a resource; looking it up twenty times a page costs a millisecond."""
    return reverse("library:resource", args=[slug])


def _card(row: dict[str, Any], hit: Hit) -> Card:
    date = row["first_published_at"]
    quality = Quality(row["quality"])
    return Card(
        pk=row["pk"],
        external_id=row["external_id"],
        url=_address(row["slug"]),
        title=row["title"],
        summary=row["summary"],
        kind=closed_label("kind", row["kind"]),
        kind_value=row["kind"],
        recognition=str(quality.label) if quality == Quality.RECOGNIZED else "",
        members_only=row["visibility"] == Visibility.MEMBERS,
        is_sample=row["is_sample"],
        time_to_start=row["time_to_start"],
        cost=row["cost"],
        context=row["school_context"],
        language=""
        if row["language"] == Language.ENGLISH
        else closed_label("language", row["language"]),
        year=timezone.localtime(date).year if date else None,
        date=date,
        score=hit.score,
        highlights=hit.highlights,
        file=hit.file,
        pinned=hit.is_pinned,
        why=why(hit, also=_also(quality, date)),
    )


def _also(quality: Quality, date: datetime | None) -> tuple[str, ...]:
    """Return what raises a resource a little, whatever the question."""
    said = []
    if quality == Quality.RECOGNIZED:
        said.append(_("recognized by the editors"))
    if date and date.year > timezone.now().year - len(RECENCY_SCORES):
        said.append(_("added lately"))
    return tuple(said)


def find_in_database(
    question: Question, visibilities: frozenset[str], size: int, *, titles_only: bool = False
) -> Answer:
    """Answer plainly: resources whose title or summary holds most words, no counts, no marks."""
    found = ResourcePage.objects.published().visible_to(visibilities)
    found = with_words(found, question.text, *(["title"] if titles_only else ["title", "summary"]))
    for facet, values in question.chosen.items():
        found = found.filter(_condition(facet, values))
    total = found.count()
    start = (question.page - 1) * size
    rows = _ordered(found, question).values(*_CARD_FIELDS)[start : start + size]
    return Answer(
        question=question,
        total=total,
        pages=_pages(total, size),
        cards=[_card(row, hit_of(row["pk"])) for row in rows],
        facets=uncounted(question),
        is_fallback=True,
    )


def _condition(facet: str, values: Sequence[str]) -> Q:
    if facet in Vocabulary.values:
        terms = Term.objects.filter(vocabulary=facet, slug__in=values).values_list("pk", flat=True)
        return Q(pk__in=resources_under(terms))
    if facet == "year":
        years = [int(value) for value in values if value.isascii() and value.isdigit()]
        return Q(first_published_at__year__in=[year for year in years if 0 < year < 10_000])
    if facet == "recognition":
        return Q(quality=Quality.RECOGNIZED) if RECOGNIZED in values else Q(pk__in=[])
    if facet == "access":
        return Q(pk__in=readable_resources() if READABLE in values else [])
    if facet == "tag":
        return Q(pk__in=ResourcePage.objects.filter(tagged_items__tag__slug__in=values))
    return Q(**{f"{facet}__in": values})


def _ordered(found: ResourceQuerySet, question: Question) -> ResourceQuerySet:
    if question.order == Sort.TITLE:
        return found.order_by("title", "pk")
    if question.order == Sort.OLDEST:
        return found.order_by("first_published_at", "pk")
    if question.order == Sort.RELEVANCE:
        return found.order_by("-words_found", "-first_published_at", "-pk")
    return found.newest_first()
