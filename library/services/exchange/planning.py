"""What a file would do to a vocabulary: added, changed, unchanged, refused, and why."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from library.enums import Vocabulary
from library.models import Term
from library.services.former import taken_slugs
from library.services.importing.slugs import SlugPool

from .entries import (
    LONGEST_LABEL,
    LONGEST_NOTE,
    Entry,
    normal_label,
    normal_note,
    scheme_address,
)

LONGEST_SLUG = 80
DEEPEST = 8
LARGEST_POSITION = 99_999_999


class Outcome(models.TextChoices):
    """What becomes of an entry."""

    ADDED = "added", gettext_lazy("new")
    CHANGED = "changed", gettext_lazy("changed")
    UNCHANGED = "unchanged", gettext_lazy("unchanged")
    REFUSED = "refused", gettext_lazy("refused")


@dataclass
class Line:
    """An entry, the term it is about, and what becomes of it.

    Attributes:
        parent: slug of the broader term to be; None leaves it.
        changes: what would be different, in words.
        reason: why it is refused.
    """

    entry: Entry
    term: Term | None = None
    slug: str = ""
    label: str = ""
    parent: str | None = None
    changes: list[str] = field(default_factory=list)
    reason: str = ""

    @property
    def outcome(self) -> Outcome:
        """What becomes of it."""
        if self.reason:
            return Outcome.REFUSED
        if self.term is None:
            return Outcome.ADDED
        return Outcome.CHANGED if self.changes else Outcome.UNCHANGED


@dataclass
class Plan:
    """What a file would do to a vocabulary. Terms that it does not name stay as they are."""

    vocabulary: Vocabulary
    lines: list[Line]

    @property
    def counts(self) -> list[tuple[Outcome, int]]:
        """How many entries come to what; what does not happen is left out."""
        outcomes = [line.outcome for line in self.lines]
        return [(each, outcomes.count(each)) for each in Outcome if each in outcomes]

    @property
    def does_something(self) -> bool:
        """Whether anything would be added or changed."""
        return any(line.outcome in (Outcome.ADDED, Outcome.CHANGED) for line in self.lines)

    @property
    def fingerprint(self) -> str:
        """The same for the same plan: what was shown is what is done."""
        told = [
            (line.entry.where, line.outcome, line.slug, line.changes, line.reason)
            for line in self.lines
        ]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def make_plan(vocabulary: Vocabulary, entries: Sequence[Entry]) -> Plan:
    """Compare the entries of a file with a vocabulary; nothing is changed."""
    known = _Known(vocabulary)
    lines = [known.line(entry) for entry in entries]
    _refuse_twice(lines)
    _name_new(vocabulary, known, lines)
    _find_parents(known, lines)
    _refuse_cycles(known, lines)
    for line in lines:
        if line.term is not None and not line.reason:
            line.changes = _changes(line, line.term, known)
    return Plan(vocabulary, lines)


class _Known:
    """The terms of a vocabulary by what a file may call them."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.terms = list(Term.objects.of(vocabulary).prefetch_related("synonyms"))
        by_key = {term.pk: term for term in self.terms}
        # One object for each term, whichever way it is found.
        self.by_slug = {slug: by_key[term.pk] for slug, term in taken_slugs(vocabulary).items()}
        self.parents = {
            term.slug: by_key[term.parent_id].slug if term.parent_id else "" for term in self.terms
        }
        self._by_label: dict[str, Term | None] = {}
        for term in self.terms:
            folded = normal_label(term.label).casefold()
            # A label that two terms have names neither.
            self._by_label[folded] = None if folded in self._by_label else term
        self._base = scheme_address(vocabulary)

    def own_slug(self, uri: str) -> str:
        """Return the slug in one of our own addresses, empty for any other."""
        return uri[len(self._base) :].strip("/") if uri.startswith(self._base) else ""

    def find(self, *, uri: str, slug: str, label: str) -> Term | None:
        """Return the term that is meant: by our own address, by notation, by label."""
        found = self.by_slug.get(self.own_slug(uri)) or self.by_slug.get(slug)
        return found or self._by_label.get(normal_label(label).casefold())

    def line(self, entry: Entry) -> Line:
        """Return the entry with its term, or with the reason why it is refused."""
        label = normal_label(entry.label)
        line = Line(entry, label=label, reason=entry.problem or _unfit(entry, label))
        line.term = self.find(uri=entry.uri, slug=entry.slug, label=label)
        if line.term is not None:
            line.slug = line.term.slug
        return line


def _unfit(entry: Entry, label: str) -> str:
    """Return why an entry cannot become a term, empty if it can."""
    if not label:
        return _("It has no label.")
    words = [label, *map(normal_label, entry.synonyms or ())]
    if any(len(word) > LONGEST_LABEL for word in words):
        return _("A label has 120 characters at most.")
    if len(entry.scope_note or "") > LONGEST_NOTE:
        return _("A scope note has 5,000 characters at most.")
    if (entry.position or 0) > LARGEST_POSITION:
        return _("The position is too large.")
    return ""


def _refuse_twice(lines: Iterable[Line]) -> None:
    seen: set[object] = set()
    for line in lines:
        if line.reason:
            continue
        # What is new is named by its address, else by its label.
        new = line.entry.uri or line.entry.slug or line.label.casefold()
        key: object = line.term.pk if line.term else new
        if key in seen:
            line.reason = _("The file has this one twice.")
        seen.add(key)


def _name_new(vocabulary: Vocabulary, known: _Known, lines: Iterable[Line]) -> None:
    """Give new terms a slug: from our own address, the notation, or the label."""
    pool = SlugPool(known.by_slug, longest=LONGEST_SLUG, fallback=vocabulary.value)
    for line in lines:
        if line.term is None and not line.reason:
            wanted = known.own_slug(line.entry.uri) or line.entry.slug or line.label
            line.slug = pool.take(slugify(wanted))


def _find_parents(known: _Known, lines: Sequence[Line]) -> None:
    """Find the broader term that each entry names, in the file or in the vocabulary."""
    named: dict[str, str] = {}
    for line in reversed(lines):
        for name in (line.label.casefold(), line.entry.slug, line.entry.uri):
            if name and line.slug:
                named[name] = line.slug
    gone = {line.slug for line in lines if line.reason and line.term is None}
    for line in lines:
        broader = line.entry.broader
        if line.reason or broader is None:
            continue
        if not broader:
            line.parent = ""
            continue
        found = named.get(broader) or named.get(broader.casefold())
        if found is None:
            term = known.find(uri=broader, slug=broader, label=broader)
            found = term.slug if term else None
        if found is None or found in gone:
            line.reason = _("Its broader term “%(name)s” is not there.") % {"name": broader[:200]}
        else:
            line.parent = found


def _refuse_cycles(known: _Known, lines: Sequence[Line]) -> None:
    """Refuse what would stand below itself, below what is refused, or too deep."""
    while True:
        parents = dict(known.parents)
        for line in lines:
            if not line.reason and (line.term is None or line.parent is not None):
                parents[line.slug] = line.parent or ""
        refused = False
        for line in lines:
            reason = "" if line.reason else _misplaced(line.slug, parents)
            if reason:
                line.reason = reason
                refused = True
        if not refused:
            return


def _misplaced(slug: str, parents: dict[str, str]) -> str:
    step, depth, passed = slug, 0, set[str]()
    # Those of a circle above it are refused on their own account, and then this one for them.
    while step and step not in passed:
        passed.add(step)
        if step not in parents:
            return _("Its broader term is refused.")
        step = parents[step]
        depth += 1
        if step == slug:
            return _("It would stand below itself.")
        if depth > DEEPEST:
            return _("It would stand more than 8 levels deep.")
    return ""


def _changes(line: Line, term: Term, known: _Known) -> list[str]:
    """Return what an entry changes in a term, in words."""
    entry, changes = line.entry, []
    pairs = [(_("label"), normal_label(term.label), line.label)]
    if line.parent is not None:
        pairs.append((_("broader term"), known.parents[term.slug], line.parent))
    if entry.position is not None:
        pairs.append((_("position"), str(term.position), str(entry.position)))
    if entry.synonyms is not None:
        before = [normal_label(synonym.label) for synonym in term.synonyms.all()]
        pairs.append((_("synonyms"), _joined(before), _joined(entry.synonyms)))
    if entry.scope_note is not None:
        note = normal_note(entry.scope_note)
        pairs.append((_("scope note"), normal_note(term.scope_note), note))
    if entry.provisional is not None:
        pairs.append((_("provisional"), _word(term.is_provisional), _word(entry.provisional)))
    for name, before_words, after in pairs:
        if before_words != after:
            changes.append(f"{name}: {before_words or '–'} → {after or '–'}")
    return changes


def _joined(labels: Iterable[str]) -> str:
    return "; ".join(sorted({label for label in map(normal_label, labels) if label}))


def _word(flag: bool) -> str:
    return _("yes") if flag else _("no")
