"""Plain questions to the database, for the time the index cannot be asked."""

from functools import reduce
from math import ceil
from operator import add, or_
from typing import Any, TypeVar

from django.db.models import Case, Q, QuerySet, Value, When

from .query import Term, parse
from .text import STOP_WORDS, WEAK_WORDS

Rows = TypeVar("Rows", bound=QuerySet[Any])

# Each word costs a look at every row.
MOST_WORDS = 8
# So many of the words must be there.
SHARE = 0.6


def with_words(rows: Rows, text: str, *fields: str) -> Rows:
    """Return the rows in whose fields most words of a question stand, and none that it excludes.

    A phrase counts as a word; what says nothing about a subject does not count. Each row has
    `words_found`, how many there are.

    Args:
        rows: where to look.
        text: what a person typed.
        fields: text fields, such as "title".
    """
    tree = parse(text)
    for term in tree.excluded[:MOST_WORDS]:
        rows = rows.exclude(_has(term, fields))
    wanted = [term for term in tree.wanted if term.is_phrase or not _is_empty(term)]
    wanted = (wanted or list(tree.wanted))[:MOST_WORDS]
    counts = [Case(When(_has(term, fields), then=1), default=0) for term in wanted]
    least = ceil(len(wanted) * SHARE)
    return rows.annotate(words_found=reduce(add, counts, Value(0))).filter(words_found__gte=least)


def _has(term: Term, fields: tuple[str, ...]) -> Q:
    return reduce(or_, (Q(**{f"{field}__icontains": term.text}) for field in fields))


def _is_empty(term: Term) -> bool:
    return term.text.casefold() in STOP_WORDS | WEAK_WORDS
