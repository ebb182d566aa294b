"""Which bytes hold the same text, or nearly: candidates by an index, then an estimate for each."""

from collections.abc import Iterable

from .likeness import ALIKE, estimate
from .models import Examination, SignatureBand

# A form letter may be alike to thousands; whoever shares another is shown the nearest few.
MOST_CANDIDATES = 300


def alike(sha256s: Iterable[str]) -> dict[str, dict[str, float]]:
    """Return for each of the hashes those whose text is alike, with how much is the same (0 to 1).

    Bytes that have no signature (too few words, a picture) are alike to themselves alone.
    """
    own = set(sha256s)
    found: dict[str, dict[str, float]] = {sha256: {sha256: 1.0} for sha256 in own}
    signed = Examination.objects.filter(pk__in=own).exclude(signature=None)
    signatures = {pk: bytes(one or b"") for pk, one in signed.values_list("pk", "signature")}
    if not signatures:
        return found
    values = SignatureBand.objects.filter(examination__in=signatures).values("value")
    candidates = Examination.objects.filter(bands__value__in=values).distinct()
    nearest = candidates.values_list("pk", "signature")[: MOST_CANDIDATES * len(signatures)]
    for other, other_signed in nearest:
        for sha256, signature in signatures.items():
            share = estimate(signature, bytes(other_signed or b""))
            if share >= ALIKE and other != sha256:
                found[sha256][other] = share
    return found
