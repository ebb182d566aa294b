"""Topics, grades and tags that a text speaks of, so that nobody has to look them up."""

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Count, Q

from library.enums import Vocabulary
from library.models import ResourceTag, Term
from library.permissions import PUBLIC_ONLY

# How many of each are worth showing.
LIMITS = {"topics": 6, "grades": 2, "tags": 5}
FIELDS = {Vocabulary.TOPIC.value: "topics", Vocabulary.GRADE.value: "grades"}
TAGS_CONSIDERED = 2000
LONGEST_TEXT = 20_000
THRESHOLD = 1.0

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
LABEL_PARTS = re.compile(r",|\(|\)|;|&|\band\b|\bor\b")
# Abbreviations that are ordinary words, too: these count only if written in capitals.
ORDINARY = frozenset({"ace", "act", "art", "care", "idea", "sat", "team", "win"})


@dataclass(frozen=True)
class Suggestion:
    """Something a contributor may add with one click.

    Attributes:
        field: the form's field: "topics", "grades" or "tags".
        value: what the field takes: a term's key, or a tag's name.
        label: its words.
    """

    field: str
    value: str
    label: str


@dataclass(frozen=True)
class _Word:
    """A word of a text: folded for comparing, and whether it was written in capitals."""

    folded: str
    capitals: bool


@dataclass(frozen=True)
class _Phrase:
    """Words that stand for a suggestion, and how much finding them says."""

    words: tuple[str, ...]
    capitals: bool
    weight: float
    suggestion: Suggestion


def suggest(
    *,
    title: str,
    text: str,
    chosen_terms: Iterable[int] = (),
    chosen_tags: Iterable[str] = (),
    visibilities: frozenset[str] = PUBLIC_ONLY,
) -> list[Suggestion]:
    """Return what the title and text speak of and is not chosen yet, best first per field.

    Case, accents and plurals make no difference. The title counts double, several words in a
    row more than one, and a narrower topic more than its broader one.

    Args:
        title: the title.
        text: summary and everything else that was written; the first 20,000 characters count.
        chosen_terms: keys of terms on the form.
        chosen_tags: names of tags on the form.
        visibilities: whose tags to offer (see `library.permissions.visibilities_for`).
    """
    phrases = [*_terms(set(chosen_terms)), *_tags(set(chosen_tags), visibilities)]
    scores: dict[Suggestion, float] = defaultdict(float)
    for phrase, count in _count(phrases, words_of(title), words_of(text[:LONGEST_TEXT])):
        scores[phrase.suggestion] += phrase.weight * (1 + math.log(count))
    found: list[Suggestion] = []
    for field, limit in LIMITS.items():
        ranked = sorted(
            (each for each in scores if each.field == field and scores[each] >= THRESHOLD),
            key=lambda each: (-scores[each], each.label.casefold()),
        )
        found.extend(ranked[:limit])
    return found


def words_of(text: str) -> list[_Word]:
    """Split a text into words to compare: no case, accents, possessives or plurals."""
    return [
        _Word(_fold(match[0]), len(match[0]) > 1 and match[0].rstrip("s").isupper())
        for match in WORD.finditer(text)
    ]


def _fold(word: str) -> str:
    bare = unicodedata.normalize("NFKD", word.casefold())
    bare = "".join(letter for letter in bare if not unicodedata.combining(letter))
    bare = re.sub(r"['’].*$", "", bare)
    if len(bare) > 3 and bare.endswith("ies"):
        return bare[:-3] + "y"
    if len(bare) > 4 and bare.endswith(("sses", "ches", "shes", "xes")):
        return bare[:-2]
    if len(bare) > 3 and bare.endswith("s") and not bare.endswith(("ss", "us", "is")):
        return bare[:-1]
    return bare


def _terms(chosen: set[int]) -> Iterator[_Phrase]:
    terms = Term.objects.filter(vocabulary__in=FIELDS).prefetch_related("synonyms")
    for term in terms:
        if term.pk in chosen:
            continue
        suggestion = Suggestion(FIELDS[term.vocabulary], str(term.pk), term.label)
        share = 1.0 if term.parent_id else 0.85
        seen: set[tuple[str, ...]] = set()
        written = [
            (term.label, 2.0),
            *((synonym.label, 1.5) for synonym in term.synonyms.all()),
            *((part, 0.75) for part in LABEL_PARTS.split(term.label)),
        ]
        for label, weight in written:
            phrase = _phrase(label, weight * share, suggestion)
            if phrase is not None and phrase.words not in seen:
                seen.add(phrase.words)
                yield phrase


def _tags(chosen: set[str], visibilities: frozenset[str]) -> Iterator[_Phrase]:
    """Yield the tags of published resources that the person may see, the most used ones."""
    published = Q(
        tagged_resources__content_object__live=True,
        tagged_resources__content_object__visibility__in=visibilities,
    )
    names = (
        ResourceTag.objects.annotate(uses=Count("tagged_resources", filter=published))
        .filter(uses__gt=0)
        .order_by("-uses", "name")
        .values_list("name", flat=True)[:TAGS_CONSIDERED]
    )
    taken = {tuple(word.folded for word in words_of(name)) for name in chosen}
    for name in names:
        phrase = _phrase(name, 1.5, Suggestion("tags", name, name))
        if phrase is not None and phrase.words not in taken:
            yield phrase


def _phrase(label: str, weight: float, suggestion: Suggestion) -> _Phrase | None:
    words = words_of(label)
    if not words or (len(words) == 1 and len(words[0].folded) < 2):
        return None
    first = words[0]
    ambiguous = len(words) == 1 and (first.folded in ORDINARY or len(first.folded) == 2)
    return _Phrase(
        words=tuple(word.folded for word in words),
        capitals=ambiguous and first.capitals,
        weight=weight * (2 if len(words) > 1 else 1),
        suggestion=suggestion,
    )


def _count(
    phrases: list[_Phrase], title: list[_Word], text: list[_Word]
) -> Iterator[tuple[_Phrase, int]]:
    """Yield each phrase that occurs, with how often; an occurrence in the title counts twice."""
    by_first: dict[str, list[_Phrase]] = defaultdict(list)
    for phrase in phrases:
        by_first[phrase.words[0]].append(phrase)
    counts: dict[_Phrase, int] = defaultdict(int)
    for words, worth in ((title, 2), (text, 1)):
        folded = tuple(word.folded for word in words)
        for position, word in enumerate(words):
            for phrase in by_first.get(word.folded, ()):
                if phrase.capitals and not word.capitals:
                    continue
                if folded[position : position + len(phrase.words)] == phrase.words:
                    counts[phrase] += worth
    yield from counts.items()
