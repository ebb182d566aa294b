"""Facets as a reader sees them: which values are shown, under which label, in which order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from library.enums import Kind, Language, License, Vocabulary
from library.models import ResourceTag, Term
from library.services.question import FACETS, READABLE, RECOGNIZED, Question
from search.results import FacetCount

SHOWN = 12
LABELS: dict[str, str] = {
    **{vocabulary.value: str(vocabulary.label) for vocabulary in Vocabulary},
    "kind": "Kind",
    "recognition": "Recognition",
    "access": "Files",
    "license": "License",
    "language": "Language",
    "tag": "Tag",
    "year": "Year",
}
_CLOSED: dict[str, dict[str, str]] = {
    name: {value: str(label) for value, label in choices}
    for name, choices in (
        ("kind", Kind.choices),
        ("license", License.choices),
        ("language", Language.choices),
        ("recognition", [(RECOGNIZED, _("Recognized by the editors"))]),
        ("access", [(READABLE, _("Made to be read by everybody"))]),
    )
}


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value one can choose.

    Attributes:
        count: how many resources have it; None if nobody counted.
        depth: how many of the broader terms above it are shown, 0 for the top.
    """

    value: str
    label: str
    count: int | None
    selected: bool
    depth: int = 0

    # Templates ask for a key first: 600 failures a page would take longer than the search.
    __getitem__ = object.__getattribute__


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet and its values; `hidden` are left out, `is_chosen` if one of the values is on."""

    name: str
    label: str
    values: Sequence[FacetValue]
    hidden: int = 0

    @property
    def is_chosen(self) -> bool:
        """Whether the reader chose a value."""
        return any(value.selected for value in self.values)


@dataclass(frozen=True, slots=True)
class _Entry:
    """What a vocabulary says of a value."""

    label: str
    parent: str | None
    position: int


Entries = Mapping[str, Mapping[str, _Entry]]


def build_facets(
    counts: Mapping[str, Sequence[FacetCount]], question: Question, *, everything: bool = False
) -> list[Facet]:
    """Return the facets in the order of the page, in two queries.

    Each shows its 12 largest values and every chosen one; all of them if the question asks for
    more of that facet.

    Args:
        counts: the counts of the search, most frequent first.
        question: what was asked.
        everything: show all values of all facets.
    """
    shown = {
        name: _largest(counts.get(name, ()), everything or name in question.more) for name in FACETS
    }
    entries = _entries(shown["tag"])
    return [
        Facet(
            name,
            LABELS[name],
            _arranged(name, shown[name], entries.get(name, {})),
            hidden=len(counts.get(name, ())) - len(shown[name]),
        )
        for name in FACETS
    ]


def uncounted(question: Question) -> list[Facet]:
    """Return the chosen values alone, for an answer that could not count."""
    counts = {
        name: [FacetCount(value, 0, True) for value in values]
        for name, values in question.chosen.items()
    }
    return [
        Facet(
            facet.name,
            facet.label,
            [FacetValue(v.value, v.label, None, True) for v in facet.values],
        )
        for facet in build_facets(counts, question, everything=True)
    ]


def closed_label(facet: str, value: str) -> str:
    """Return the label of a kind, license or language; the value itself if it is unknown."""
    return _CLOSED[facet].get(value, value)


def _largest(counts: Sequence[FacetCount], everything: bool) -> list[FacetCount]:
    if everything:
        return list(counts)
    return [count for rank, count in enumerate(counts) if rank < SHOWN or count.selected]


def _entries(tags: Iterable[FacetCount]) -> Entries:
    """Read labels and places of all terms and of the tags that are shown."""
    entries: dict[str, dict[str, _Entry]] = {name: {} for name in Vocabulary.values}
    rows = Term.objects.order_by().values_list(
        "vocabulary", "slug", "label", "parent__slug", "position"
    )
    for vocabulary, slug, label, parent, position in rows:
        entries[vocabulary][slug] = _Entry(label, parent, position)
    slugs = [count.value for count in tags]
    names = ResourceTag.objects.filter(slug__in=slugs).values_list("slug", "name") if slugs else ()
    entries["tag"] = {slug: _Entry(name, None, 0) for slug, name in names}
    for facet, labels in _CLOSED.items():
        entries[facet] = {value: _Entry(label, None, 0) for value, label in labels.items()}
    return entries


def _arranged(
    name: str, counts: Sequence[FacetCount], entries: Mapping[str, _Entry]
) -> list[FacetValue]:
    """Put the values in the order in which a reader looks for them."""
    if name == "year":
        counts = sorted(counts, key=lambda count: count.value, reverse=True)
    elif name in Vocabulary.values:
        return _as_tree(name, counts, entries)
    return [
        FacetValue(
            one.value,
            entries[one.value].label if one.value in entries else one.value,
            one.count,
            one.selected,
        )
        for one in counts
    ]


def _as_tree(
    name: str, counts: Sequence[FacetCount], entries: Mapping[str, _Entry]
) -> list[FacetValue]:
    """Put narrower terms under their broader ones.

    Topics stand by how frequent they are, the others in the order of their vocabulary: nobody
    looks for grades by frequency.
    """
    here = {count.value: count for count in counts}
    below: dict[str | None, list[str]] = {}
    for value in here:
        entry = entries.get(value)
        parent = entry.parent if entry else None
        below.setdefault(parent if parent in here else None, []).append(value)
    values: list[FacetValue] = []

    def add(parent: str | None, depth: int) -> None:
        siblings = below.get(parent, [])
        if name != Vocabulary.TOPIC:
            siblings = sorted(siblings, key=lambda value: _place(entries, value))
        for value in siblings:
            label = entries[value].label if value in entries else value
            values.append(FacetValue(value, label, here[value].count, here[value].selected, depth))
            add(value, depth + 1)

    add(None, 0)
    return values


def _place(entries: Mapping[str, _Entry], value: str) -> tuple[int, str]:
    entry = entries.get(value)
    return (entry.position, entry.label) if entry else (1_000_000, value)
