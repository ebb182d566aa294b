"""Lead on from former addresses of terms and tags: in addresses of the library, in the API."""

from collections.abc import Mapping
from dataclasses import replace

from django.db import transaction

from core import page_cache
from core.memo import Memo
from library.enums import Vocabulary
from library.models import FormerTerm, ResourceTag, Term
from library.models.former import TAG
from library.services.question import Question

# Facet and former slug, with the present one.
Slugs = dict[tuple[str, str], str]
_FACETS = (*Vocabulary.values, TAG)
_slugs: Memo[Slugs] = Memo()


def lead_on(question: Question) -> Question:
    """Return the question with the present names of its topics, tags and so on."""
    if not any(name in question.chosen for name in _FACETS):
        return question
    slugs = _slugs.get(_load)
    if not slugs:
        return question
    moved = {
        name: tuple(sorted({slugs.get((name, value), value) for value in values}))
        for name, values in question.chosen.items()
    }
    return question if moved == question.chosen else replace(question, chosen=moved)


def former_term(*, vocabulary: str, slug: str) -> Term | None:
    """Return the term that a former address leads to, None if it was never one."""
    found = FormerTerm.objects.filter(vocabulary=vocabulary, slug=slug).select_related("term")
    row = found.first()
    return row.term if row else None


@transaction.atomic
def leave_address(*, term: Term, slug: str) -> None:
    """Have the address that a term had before its slug was changed lead to it.

    Args:
        term: saved with its new slug.
        slug: the one it had.
    """
    take_address(vocabulary=term.vocabulary, slug=term.slug)
    take_address(vocabulary=term.vocabulary, slug=slug)
    FormerTerm.objects.create(vocabulary=term.vocabulary, slug=slug, term=term, label=term.label)
    page_cache.empty()


def take_address(*, vocabulary: str, slug: str) -> None:
    """Have an address lead nowhere any more: something stands there, or is to be led from it."""
    found = FormerTerm.objects.filter(vocabulary=vocabulary, slug=slug)
    found.filter(former_key=None).delete()
    found.update(slug="")


def taken_slugs(vocabulary: str) -> Mapping[str, Term]:
    """Return the slugs that lead to a term of the vocabulary, present and former ones."""
    former = FormerTerm.objects.filter(vocabulary=vocabulary).exclude(slug="")
    slugs = {row.slug: row.term for row in former.select_related("term") if row.term}
    return slugs | {term.slug: term for term in Term.objects.filter(vocabulary=vocabulary)}


def _load() -> Slugs:
    rows = FormerTerm.objects.exclude(slug="").values_list(
        "vocabulary", "slug", "term__slug", "tag__slug"
    )
    slugs = {(name, slug): term or tag for name, slug, term, tag in rows}
    # Somebody may have written the word of a merged tag again.
    tags = [slug for name, slug in slugs if name == TAG]
    for slug in ResourceTag.objects.filter(slug__in=tags).values_list("slug", flat=True):
        del slugs[TAG, slug]
    return slugs
