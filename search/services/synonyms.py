"""The editors' synonyms: checked when they are written, compiled when questions are asked."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.memo import Memo
from search.enums import Direction
from search.models import StarterSynonyms, SynonymSet, lines_of
from search.synonyms import (
    LONGEST_PHRASE,
    MOST_ALTERNATIVES,
    Key,
    Rule,
    Synonyms,
    in_capitals,
    key_of,
)
from search.text import STOP_WORDS, fold

STARTER = Path(__file__).resolve().parent.parent / "starter" / "synonyms.json"
Problems = dict[str, list[str]]


_memo: Memo[Synonyms] = Memo()


def current() -> Synonyms:
    """Return the rules in force."""
    return _memo.get(lambda: compiled(SynonymSet.objects.all()))


def compiled(sets: Iterable[SynonymSet]) -> Synonyms:
    """Return the rules of some sets."""
    return Synonyms(rule for one in sets for rule in rules_of(one))


def rules_of(one: SynonymSet) -> Iterator[Rule]:
    """Yield what each word of a set finds."""
    terms = lines_of(one.terms)
    found = lines_of(one.targets) if one.is_one_way else terms
    if one.only_in_capitals:
        found = [other for other in found if not in_capitals(other)]
    for term in terms:
        others = [other for other in found if key_of(other) != key_of(term)]
        if others:
            yield Rule(term, others, one.only_in_capitals and in_capitals(term))


def problems_of(one: SynonymSet) -> Problems:
    """Return what is wrong with a set, by field; nothing if it may be saved."""
    terms, targets = lines_of(one.terms), lines_of(one.targets) if one.is_one_way else []
    found: Problems = {"terms": list(_wrong_words(terms)), "targets": list(_wrong_words(targets))}
    if not one.is_one_way and len(terms) == 1:
        found["terms"].append(_("Add a second word or phrase: one alone stands for nothing else."))
    if one.is_one_way and not targets:
        found["targets"].append(_("Say what they find."))
    left = {key_of(term) for term in terms}
    found["targets"] += [
        _("“%(word)s” is on both sides: it would find itself.") % {"word": word}
        for word in targets
        if key_of(word) in left
    ]
    if one.only_in_capitals and not any(map(in_capitals, terms)):
        found.setdefault("only_in_capitals", []).append(
            _("None of these words is in capitals. Write the abbreviation in capitals.")
        )
    if not any(found.values()):
        found["targets" if one.is_one_way else "terms"] += _too_many(one)
    return {field: words for field, words in found.items() if words}


def _wrong_words(words: Sequence[str]) -> Iterator[str]:
    """Yield what is wrong with the words of one field."""
    seen: dict[Key, str] = {}
    for word in words:
        key = key_of(word)
        told = {"word": word, "first": seen.get(key, ""), "n": LONGEST_PHRASE}
        if not key:
            yield _("“%(word)s” has no letter or digit.") % told
        elif STOP_WORDS.issuperset(fold(word).split()):
            yield _("“%(word)s” has only words that a search leaves out.") % told
        elif len(key) > LONGEST_PHRASE:
            yield _("“%(word)s” is too long: %(n)d words at most.") % told
        elif key in seen:
            yield _("“%(word)s” is the same to the search as “%(first)s”.") % told
        seen.setdefault(key, word)


def _too_many(one: SynonymSet) -> Iterator[str]:
    """Yield which words would stand for too many others, those of other sets included."""
    others = SynonymSet.objects.exclude(pk=one.pk)
    found: dict[Key, set[Key]] = {}
    for each in (*others, one):
        for rule in rules_of(each):
            found.setdefault(key_of(rule.typed), set()).update(map(key_of, rule.finds))
    for term in lines_of(one.terms):
        number = len(found.get(key_of(term), ()))
        if number > MOST_ALTERNATIVES:
            yield _(
                "“%(word)s” would stand for %(number)d others, with those of other entries; "
                "%(most)d at most."
            ) % {"word": term, "number": number, "most": MOST_ALTERNATIVES}


@transaction.atomic
def load_starter_synonyms() -> int:
    """Add the sets of the field's abbreviations that were never added here; return how many.

    What editors changed or deleted since stays as they left it.
    """
    known = set(StarterSynonyms.objects.values_list("name", flat=True))
    taken = {key_of(term) for one in SynonymSet.objects.all() for term in lines_of(one.terms)}
    added = 0
    entries: dict[str, dict[str, Any]] = json.loads(STARTER.read_text(encoding="utf-8"))
    for name, entry in entries.items():
        if name in known:
            continue
        StarterSynonyms.objects.create(name=name)
        # An editor has said already what it stands for.
        if any(key_of(term) in taken for term in entry["terms"]):
            continue
        SynonymSet.objects.create(
            terms="\n".join(entry["terms"]),
            targets="\n".join(entry.get("targets", ())),
            direction=Direction.ONE_WAY if entry.get("targets") else Direction.BOTH,
            only_in_capitals=entry.get("only_in_capitals", False),
        )
        added += 1
    return added
