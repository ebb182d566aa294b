"""Which words stand for which: the editors' synonyms, made ready for questions."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from .engines.analysis import stem
from .query import Term, Tree
from .text import STOP_WORDS, fold

# A word or phrase that is looked for in questions has so many words at most.
LONGEST_PHRASE = 6
# What one word or phrase may stand for; and what one question may be widened by.
MOST_ALTERNATIVES = 8
MOST_IN_A_QUESTION = 48

Key = tuple[str, ...]
# No stemmer knows that "PLCs" are several of one.
_SEVERAL = re.compile(r"\b([A-Z]{2,})s\b")


def key_of(text: str) -> Key:
    """Return what a word or phrase is recognized by: its words, in any form ("IEPs", "iep")."""
    return tuple(stem(word) or word for word in fold(_SEVERAL.sub(r"\1", text)).split())


def in_capitals(text: str) -> bool:
    """Whether a text is written like an abbreviation."""
    return text.isupper() and sum(map(str.isalpha, text)) > 1


@dataclass(frozen=True, slots=True)
class Rule:
    """What `typed` finds too.

    Attributes:
        typed: a word or phrase as it may stand in a question.
        finds: other words and phrases.
        only_in_capitals: "TEAM" is meant, "team" is not.
    """

    typed: str
    finds: Sequence[str]
    only_in_capitals: bool = False


@dataclass(slots=True)
class _Entry:
    """What a key stands for."""

    always: dict[Key, str] = field(default_factory=dict)
    in_capitals: dict[Key, str] = field(default_factory=dict)


class Synonyms:
    """All rules, found by the words of a question.

    Args:
        rules: any number; what several say about the same word adds up.
    """

    def __init__(self, rules: Iterable[Rule] = ()) -> None:
        self._entries: dict[Key, _Entry] = {}
        for rule in rules:
            key = key_of(rule.typed)
            if not key or len(key) > LONGEST_PHRASE:
                continue
            entry = self._entries.setdefault(key, _Entry())
            found = entry.in_capitals if rule.only_in_capitals else entry.always
            for other in rule.finds:
                if (other_key := key_of(other)) and other_key != key:
                    found.setdefault(other_key, other)
        self._longest = max(map(len, self._entries), default=0)

    def __bool__(self) -> bool:
        return bool(self._entries)

    def expand(self, tree: Tree) -> Tree:
        """Give the wanted words of a tree their alternatives.

        The longest run of words that stands for something counts. Each of its telling words may be
        answered by an alternative instead, so that all words mean "these words, or one of the
        alternatives". Quotes are meant literally and what is excluded is not widened.
        """
        if not self._entries or not tree.wanted:
            return tree
        # Capitals say nothing where everything is in capitals.
        letters = "".join(term.text for term in tree.wanted)
        shouted = letters.isupper() and len(tree.wanted) > 1
        wanted, at, left = list(tree.wanted), 0, MOST_IN_A_QUESTION
        keys = [key_of(term.text) for term in wanted]
        while at < len(wanted):
            end, found = self._longest_run(wanted, keys, at, shouted)
            if not found:
                at += 1
                continue
            run = " ".join(term.text for term in wanted[at:end])
            telling = [n for n in range(at, end) if fold(wanted[n].text) not in STOP_WORDS]
            left -= len(found) * len(telling)
            if left < 0:
                break
            for place in telling:
                wanted[place] = replace(wanted[place], alternatives=found, run=run)
            at = end
        return replace(tree, wanted=tuple(wanted))

    def _longest_run(
        self, terms: Sequence[Term], keys: Sequence[Key], start: int, shouted: bool
    ) -> tuple[int, tuple[Term, ...]]:
        """Return where the longest run of words from here on ends, and what it stands for."""
        key: Key = ()
        best: tuple[int, tuple[Term, ...]] = (start, ())
        for end in range(start, len(terms)):
            key += keys[end]
            if terms[end].is_phrase or len(key) > self._longest:
                break
            if entry := self._entries.get(key):
                run = " ".join(term.text for term in terms[start : end + 1])
                found = _alternatives(entry, capitals=in_capitals(run) and not shouted)
                if found and (one := _SEVERAL.sub(r"\1", run)) != run:
                    found = (Term(one, is_phrase=len(key) > 1), *found)
                best = (end + 1, found) if found else best
        return best


def _alternatives(entry: _Entry, *, capitals: bool) -> tuple[Term, ...]:
    found: Mapping[Key, str] = entry.always | entry.in_capitals if capitals else entry.always
    return tuple(
        Term(text, is_phrase=len(key) > 1) for key, text in list(found.items())[:MOST_ALTERNATIVES]
    )
