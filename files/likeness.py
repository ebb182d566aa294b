"""Signatures of texts: how much two of them share, without keeping or comparing the texts.

A text is taken as the set of its runs of five words; `estimate` is about the Jaccard likeness of
two such sets. One permutation hashing (Li, Owen, Zhang: NIPS 2012) with optimal densification
(Shrivastava: ICML 2017): each run is hashed once, some bits say which of 128 places it may take,
the smallest hash takes it, and an empty place borrows from a full one that its number decides. So
a text costs one hash per run, not 128.

Free of Django, and the same in every process and on every machine: the hash is BLAKE2b.
"""

import re
import unicodedata
from hashlib import blake2b
from itertools import islice

PLACES = 128
RUN = 5
FEWEST_WORDS = 40
# Of the longest text that is kept for search: more says no more.
MOST_WORDS = 60_000
# What people are asked about; `bench.detectors` tells what it finds, and what it says falsely.
ALIKE = 0.4
# Two texts are candidates if one band of theirs is the same. With 42 bands of 3 values, texts of
# likeness s are candidates with the chance 1 - (1 - s³)^42: 0.996 at 0.5, 0.94 at 0.4, 0.04 at
# 0.1. The curve rises below 0.5 on purpose: `estimate` sorts out what only looked alike.
ROWS_OF_A_BAND = 3
BANDS = PLACES // ROWS_OF_A_BAND

_WORD = re.compile(r"\w+")
_EMPTY = 0
_BYTES = 4


def words_of(text: str) -> list[str]:
    """Return the words of a text without what layouts change: capitals, forms of letters, marks."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return [match[0] for match in islice(_WORD.finditer(folded), MOST_WORDS)]


def signature(text: str) -> bytes:
    """Return the signature of a text, 512 bytes; none (b"") for one of fewer than 40 words."""
    words = words_of(text)
    if len(words) < FEWEST_WORDS:
        return b""
    places = [_EMPTY] * PLACES
    runs = {" ".join(words[n : n + RUN]) for n in range(len(words) - RUN + 1)}
    for run in runs:
        hashed = int.from_bytes(blake2b(run.encode(), digest_size=8).digest(), "little")
        place, value = hashed % PLACES, (hashed >> 32) or 1
        if places[place] == _EMPTY or value < places[place]:
            places[place] = value
    return b"".join(value.to_bytes(_BYTES, "little") for value in _densified(places))


def _densified(places: list[int]) -> list[int]:
    """Fill each empty place from a full one, chosen by its number and what is empty."""
    result = list(places)
    for place, value in enumerate(places):
        attempt = 0
        while value == _EMPTY:
            value = places[_other_place(place, attempt)]
            attempt += 1
        result[place] = value
    return result


def _other_place(place: int, attempt: int) -> int:
    mixed = blake2b(f"{place}:{attempt}".encode(), digest_size=2).digest()
    return int.from_bytes(mixed, "little") % PLACES


def _values(signed: bytes) -> list[bytes]:
    return [signed[n : n + _BYTES] for n in range(0, len(signed), _BYTES)]


def estimate(one: bytes, other: bytes) -> float:
    """Return how much of two texts is the same, 0 to 1, give or take 0.04; 0 if one has none."""
    if not one or not other:
        return 0.0
    pairs = zip(_values(one), _values(other), strict=True)
    return sum(a == b for a, b in pairs) / PLACES


def bands(signed: bytes) -> list[int]:
    """Return 42 numbers for an indexed column of a table: texts that share one are candidates.

    They fit a signed column of 64 bits and name their band, so that one column holds them all.
    """
    if not signed:
        return []
    size = ROWS_OF_A_BAND * _BYTES
    return [
        int.from_bytes(
            blake2b(bytes([n]) + signed[n * size : (n + 1) * size], digest_size=8).digest(),
            "little",
            signed=True,
        )
        for n in range(BANDS)
    ]
