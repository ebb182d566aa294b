"""The terms, tags and schools of rows, saved if they are new, without a query for each."""

from collections.abc import Iterable, Mapping, Sequence

from library.models import ResourceTag, Term
from members.models import School

from .columns import TERM_COLUMNS
from .matching import TermMatcher
from .rows import Row
from .slugs import SlugPool


class Relations:
    """What the rows of an import refer to.

    Args:
        matchers: the matcher of each column of terms.
    """

    def __init__(self, matchers: Mapping[str, TermMatcher]) -> None:
        self._matchers = matchers
        self._tags: dict[str, ResourceTag] = {}
        self._tag_slugs = SlugPool((), longest=100, fallback="tag")
        self._newest_tag = 0

    def prepare(self, rows: Sequence[Row]) -> None:
        """Save what is new in these rows.

        The transaction must commit, or this object knows of rows that are not there.
        """
        for row in rows:
            for column in TERM_COLUMNS:
                self._matchers[column].save_added(row.values.get(column, ()))
            if school := row.values.get("school"):
                _save_school(school)
        self._prepare_tags([tag for row in rows for tag in row.values.get("tags", ())])

    def terms(self, row: Row, column: str) -> list[Term]:
        """Return the terms of one column of a row."""
        return [self._matchers[column].by_slug[slug] for slug in row.values.get(column, ())]

    def all_terms(self, row: Row) -> list[Term]:
        """Return the terms of a row."""
        return [term for column in TERM_COLUMNS for term in self.terms(row, column)]

    def tags(self, row: Row) -> list[ResourceTag]:
        """Return the tags of a row; tags that differ in case alone are one."""
        folded = dict.fromkeys(name.casefold() for name in row.values.get("tags", ()))
        return [self._tags[name] for name in folded]

    def _prepare_tags(self, names: Iterable[str]) -> None:
        # Others may have added tags since the last call.
        self._learn_tags(ResourceTag.objects.filter(pk__gt=self._newest_tag))
        wanted = {name.casefold(): name for name in names}
        self._learn_tags(
            ResourceTag.objects.bulk_create(
                ResourceTag(name=name, slug=self._tag_slugs.take(ResourceTag().slugify(name)))
                for folded, name in wanted.items()
                if folded not in self._tags
            )
        )

    def _learn_tags(self, tags: Iterable[ResourceTag]) -> None:
        for tag in tags:
            self._tags[tag.name.casefold()] = tag
            self._tag_slugs.add([tag.slug])
            self._newest_tag = max(self._newest_tag, tag.pk)


def _save_school(school: School) -> None:
    """Save a school if it is new; someone else may have added the same one since."""
    if school.pk is None:
        school.pk = School.objects.get_or_create(name=school.name, district=None)[0].pk
