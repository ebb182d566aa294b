"""What was found, as rows of the database let a person see it now."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from search.documents import split_key
from search.presenters import Card, registered


def visible_cards(keys: Iterable[str], user: Any) -> Mapping[str, Card]:
    """Return the cards, by key, of what the database lets the person see."""
    wanted: defaultdict[str, list[str]] = defaultdict(list)
    for key in keys:
        kind, identifier = split_key(key)
        wanted[kind].append(identifier)
    return {
        f"{one.kind}:{identifier}": card
        for one in registered()
        if wanted[one.kind]
        for identifier, card in one.cards(wanted[one.kind], user).items()
    }
