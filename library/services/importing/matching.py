"""Find the terms and schools that people mean by the words in a file."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches

from django.db import models
from django.utils.text import slugify

from library.enums import Vocabulary
from library.models import Term, TermSynonym
from library.services.former import taken_slugs
from members.models import School

from .columns import Invalid, normal_line
from .slugs import SlugPool

LONGEST_LABEL = 120


class UnknownTopics(models.TextChoices):
    """What becomes of topics that the vocabulary does not have."""

    ERROR = "error", "Report an error and leave the row out"
    CREATE = "create", "Add them as new topics"
    SKIP = "skip", "Leave the topic out and import the row"


class Unknown(Invalid):
    """Nothing is known by this name."""


def fold(text: str) -> str:
    """Return text without case, accents and kinds of dashes, for comparing."""
    decomposed = unicodedata.normalize("NFKD", normal_line(text).casefold())
    base = "".join(char for char in decomposed if not unicodedata.combining(char))
    return re.sub(r"\s+", " ", re.sub(r"[‐-―−]", "-", base)).strip()


class TermMatcher:
    """The terms of one vocabulary by slug, label and synonym, in this order of precedence."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.by_slug: dict[str, Term] = {}
        self._by_label: defaultdict[str, dict[str, Term]] = defaultdict(dict)
        self._by_synonym: defaultdict[str, dict[str, Term]] = defaultdict(dict)
        self._suggestions: dict[str, str] = {}
        self._former = taken_slugs(vocabulary)
        for term in Term.objects.of(vocabulary):
            self._learn(term)
        synonyms = TermSynonym.objects.filter(term__vocabulary=vocabulary)
        for slug, label in synonyms.values_list("term__slug", "label"):
            self._by_synonym[fold(label)][slug] = self.by_slug[slug]

    def _learn(self, term: Term) -> None:
        self.by_slug[term.slug] = term
        self._by_label[fold(term.label)][term.slug] = term

    def find(self, name: str) -> Term:
        """Return the term of this name.

        Raises:
            Unknown: there is none.
            Invalid: it may mean several.
        """
        folded = fold(name)
        if term := self.by_slug.get(name) or self.by_slug.get(folded):
            return term
        if former := self._former.get(name):
            return self.by_slug.setdefault(former.slug, former)
        found = self._by_label.get(folded) or self._by_synonym.get(folded) or {}
        if len(found) == 1:
            return next(iter(found.values()))
        if found:
            slugs = ", ".join(sorted(found))
            raise Invalid(f"“{name}” may mean several; write one of {slugs}.")
        raise Unknown(f"“{name}” is not in the vocabulary.{self._suggestion(folded)}")

    def _suggestion(self, folded: str) -> str:
        """Return a hint at a term that is spelled alike; found once for each name."""
        if folded not in self._suggestions:
            known = [*self._by_label, *self._by_synonym]
            near = get_close_matches(folded, known, n=1, cutoff=0.8)
            terms = near and (self._by_label.get(near[0]) or self._by_synonym[near[0]])
            label = next(iter(terms.values())).label if terms else ""
            self._suggestions[folded] = f" Did you mean “{label}”?" if label else ""
        return self._suggestions[folded]

    def add(self, label: str) -> Term:
        """Return a new term of this label, not saved yet."""
        slugs = SlugPool({*self.by_slug, *self._former}, longest=80, fallback=self.vocabulary.value)
        term = Term(vocabulary=self.vocabulary, slug=slugs.take(slugify(label)), label=label)
        self._learn(term)
        return term

    def save_added(self, slugs: Iterable[str]) -> list[Term]:
        """Save those of the terms that are new; return the terms."""
        terms = [self.by_slug[slug] for slug in slugs]
        for term in terms:
            if term.pk is None:
                # Someone else may have added the same one since.
                term.pk = Term.objects.get_or_create(
                    vocabulary=term.vocabulary, slug=term.slug, defaults={"label": term.label}
                )[0].pk
        return terms


class TopicMatcher:
    """Topics, with a map of other people's names and a rule for those that nobody knows."""

    def __init__(
        self,
        matcher: TermMatcher,
        *,
        unknown: UnknownTopics,
        topic_map: Mapping[str, str],
        new_topics: Collection[str] = (),
    ) -> None:
        self._matcher = matcher
        self._unknown = unknown
        self._map = {fold(name): meant for name, meant in topic_map.items()}
        self._new = {fold(name) for name in new_topics}
        self.not_found: Counter[str] = Counter()
        self._added: set[str] = set()

    def find(self, name: str) -> Term | None:
        """Return the topic of this name, None to leave it out.

        Raises:
            Invalid: unknown and that is an error, ambiguous, or too long for a new topic.
        """
        meant = self._map.get(fold(name), name)
        if not meant:
            return None
        try:
            term = self._matcher.find(meant)
        except Unknown:
            self.not_found[meant] += 1
            is_wanted = self._unknown == UnknownTopics.CREATE or fold(meant) in self._new
            if not is_wanted and self._unknown == UnknownTopics.SKIP:
                return None
            if not is_wanted:
                raise
        else:
            if term.slug in self._added:
                self.not_found[term.label] += 1
            return term
        if len(meant) > LONGEST_LABEL:
            raise Invalid(f"A topic has at most {LONGEST_LABEL} characters.")
        term = self._matcher.add(meant)
        self._added.add(term.slug)
        return term


class SchoolMatcher:
    """Schools by name, or by name and district where the name alone is not enough."""

    def __init__(self) -> None:
        self._by_name: defaultdict[str, list[School]] = defaultdict(list)
        for school in School.objects.select_related("district"):
            self._learn(school)

    def _learn(self, school: School) -> None:
        for name in {fold(school.name), fold(str(school))}:
            self._by_name[name].append(school)

    def find(self, name: str) -> School:
        """Return the school of this name.

        Raises:
            Unknown: there is none.
            Invalid: it may mean several.
        """
        found = self._by_name.get(fold(name), [])
        if len(found) == 1:
            return found[0]
        if found:
            names = "; ".join(sorted(str(school) for school in found))
            raise Invalid(f"There are several schools of this name; write one of {names}.")
        raise Unknown(f"There is no school named “{name}”.")

    def add(self, name: str) -> School:
        """Return a new school without a district, not saved yet."""
        school = School(name=name)
        self._learn(school)
        return school
