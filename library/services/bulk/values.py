"""What a change of many does to one resource; nothing here touches the database.

A `State` holds what a change may touch of a resource: terms by key, tags by name, the license, the
date of the next review.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from library.enums import License, Vocabulary

State = dict[str, Any]
FIELDS = {
    "topic": _("topics"),
    "audience": _("audience"),
    "tags": _("tags"),
    "license": _("license"),
    "review_by": _("review date"),
}
TERMS = {"topic": Vocabulary.TOPIC, "audience": Vocabulary.AUDIENCE}
ADD, REMOVE, REPLACE = "add", "remove", "replace"


@dataclass(frozen=True)
class Values:
    """What is to be changed.

    Attributes:
        topic, audience: mode (add, remove, replace) and keys of terms; None leaves them.
        add_tags, remove_tags: names.
        license: the new one; empty leaves it.
        review_by: the new date, as ISO has it; empty takes it away, None leaves it.
    """

    topic: tuple[str, tuple[int, ...]] | None = None
    audience: tuple[str, tuple[int, ...]] | None = None
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()
    license: str = ""
    review_by: str | None = None

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Values":
        """Read what `as_data` wrote."""
        pairs = {name: data.get(name) for name in TERMS}
        return cls(
            **{n: (pair[0], tuple(pair[1])) if pair else None for n, pair in pairs.items()},
            add_tags=tuple(data.get("add_tags", ())),
            remove_tags=tuple(data.get("remove_tags", ())),
            license=data.get("license", ""),
            review_by=data.get("review_by"),
        )

    def as_data(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return asdict(self)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be changed."""
        return self == Values()

    def wanted(self, before: State) -> State:
        """Return what a resource would hold that holds this now."""
        after = dict(before)
        for name in TERMS:
            chosen = self.topic if name == "topic" else self.audience
            if chosen is not None:
                after[name] = _changed_terms(before[name], *chosen)
        after["tags"] = _changed_tags(before["tags"], self.add_tags, self.remove_tags)
        if self.license:
            after["license"] = self.license
        if self.review_by is not None:
            after["review_by"] = self.review_by or None
        return after


def differing(before: State, after: State) -> list[str]:
    """Return the fields in which two states differ."""
    return [name for name in FIELDS if not same(name, before[name], after[name])]


def same(name: str, one: Any, other: Any) -> bool:
    """Whether two values of a field say the same."""
    if name == "tags":
        return {tag.casefold() for tag in one} == {tag.casefold() for tag in other}
    if name in TERMS:
        return set(one) == set(other)
    return bool(one == other)


def told(name: str, value: Any, labels: Mapping[int, str]) -> str:
    """Return a value of a field in words."""
    if name in TERMS:
        return ", ".join(sorted(labels[key] for key in value if key in labels))
    if name == "tags":
        return ", ".join(sorted(value, key=str.casefold))
    if name == "license":
        return str(dict(License.choices).get(value, value))
    return value or ""


def _changed_terms(before: Collection[int], mode: str, keys: Iterable[int]) -> list[int]:
    chosen = set(keys)
    if mode == REPLACE:
        return sorted(chosen)
    return sorted(set(before) | chosen if mode == ADD else set(before) - chosen)


def _changed_tags(before: Iterable[str], add: Iterable[str], remove: Iterable[str]) -> list[str]:
    gone = {name.casefold() for name in remove}
    kept = {name.casefold(): name for name in before if name.casefold() not in gone}
    for name in add:
        kept.setdefault(name.casefold(), name)
    return sorted(kept.values(), key=str.casefold)
