"""Which bytes hold the same text, or nearly: candidates by an index, then an estimate for each."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet

from .likeness import ALIKE, bands, estimate
from .models import Examination

# A form letter may be alike to thousands; whoever shares another is shown the nearest few.
MOST_CANDIDATES = 300


def signatures_of(sha256s: Iterable[str]) -> dict[str, bytes]:
    """Return the signatures of those of the hashes whose bytes have enough words for one."""
    signed = Examination.objects.filter(pk__in=set(sha256s)).exclude(signature=None)
    return {pk: bytes(one or b"") for pk, one in signed.values_list("pk", "signature")}


def alike(signatures: Mapping[str, bytes]) -> dict[str, dict[str, float]]:
    """Return, for each of the signatures by its key, the hashes of bytes whose text is alike, with
    how much is the same (0 to 1)."""
    return compare(signatures, Examination.objects.all(), name="pk")


def compare(
    signatures: Mapping[str, bytes], rows: QuerySet[Any], *, name: str
) -> dict[str, dict[Any, float]]:
    """Return, for each of the signatures by its key, what is alike among some rows.

    Args:
        signatures: by key; an empty one is alike to nothing.
        rows: of a model that has `signature`, and `bands` with a `value` each.
        name: the field by which the answer names a row.
    """
    found: dict[str, dict[Any, float]] = defaultdict(dict)
    values = {value for signed in signatures.values() for value in bands(signed)}
    if not values:
        return found
    candidates = rows.filter(bands__value__in=values).distinct()
    nearest = candidates.values_list(name, "signature")[: MOST_CANDIDATES * len(signatures)]
    for row, other in nearest:
        for key, signed in signatures.items():
            share = estimate(signed, bytes(other or b""))
            if share >= ALIKE:
                found[key][row] = share
    return found
