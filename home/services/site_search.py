"""Pages in the search of the site: every published page that everybody may see.

Resources have their own place in the index, and the library's front is a search itself; both are
left out. A new type of page is found without further ado: its text fields and its blocks are
indexed, but those that its class names in `unsearched_fields`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import models
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.query import PageQuerySet
from wagtail.rich_text import get_text_for_indexing

from home.querysets import pages_for_everybody
from library.models import LibraryIndexPage, ResourcePage
from search.documents import Document, make_key
from search.plainly import with_words
from search.presenters import Card, Presenter
from search.registry import Searchable
from search.services import mark_changed

KIND = "page"
VISIBILITY = "public"
ELSEWHERE = (ResourcePage, LibraryIndexPage)
CHUNK = 200


class PageSearchable(Searchable):
    """Published pages outside the library that no restriction hides."""

    kind = KIND

    def documents(self, ids: Sequence[str]) -> Iterable[Document]:
        """Return the documents of those pages that everybody may see."""
        found = _visible_pages().filter(pk__in=[int(identifier) for identifier in ids])
        return [_document(page) for page in found.specific()]

    def all_documents(self) -> Iterator[Document]:
        """Yield the document of every page that everybody may see."""
        for page in _visible_pages().specific().iterator(chunk_size=CHUNK):
            yield _document(page)

    def versions(self) -> Iterator[tuple[str, int]]:
        """Yield key and live revision of every page that everybody may see."""
        for pk, revision in _visible_pages().values_list("pk", "live_revision_id"):
            yield make_key(KIND, pk), revision or 0


class PagePresenter(Presenter):
    """How pages are shown among the results."""

    kind = KIND
    plural = "Pages"
    place = 1

    def visibilities(self, user: Any) -> frozenset[str]:
        """Return the one visibility that pages have in the index."""
        return frozenset({VISIBILITY})

    def cards(self, ids: Sequence[str], user: Any) -> Mapping[str, Card]:
        """Return the cards of those pages that everybody may see now."""
        found = _visible_pages().filter(pk__in=[int(identifier) for identifier in ids])
        return {str(page.pk): _card(page) for page in found.specific()}

    def find_in_database(
        self, text: str, user: Any, limit: int, *, titles_only: bool = False
    ) -> Sequence[Card]:
        """Return pages whose title or description has most of the words."""
        fields = ("title",) if titles_only else ("title", "search_description")
        found = with_words(_visible_pages(), text, *fields).order_by("-words_found", "pk")
        return [_card(page) for page in found.specific()[:limit]]


def mark_page(page: Page) -> None:
    """Have the index follow a change of a page once the transaction commits."""
    if not issubclass(page.specific_class or Page, ELSEWHERE):
        mark_changed(kind=KIND, ids=[page.pk])


def mark_section(page: Page) -> None:
    """Have the index follow a change of a page and of all pages below it."""
    section = Page.objects.filter(path__startswith=page.path).not_type(*ELSEWHERE)
    mark_changed(kind=KIND, ids=section.values_list("pk", flat=True))


def _visible_pages() -> PageQuerySet:
    """Return the pages that are in the search; what Wagtail itself made (the root) is not."""
    return pages_for_everybody().not_type(LibraryIndexPage).order_by("pk")


def _document(page: Page) -> Document:
    return Document(
        key=make_key(KIND, page.pk),
        kind=KIND,
        title=page.title,
        summary=_summary(page),
        body="\n".join(_texts(page)),
        date=page.first_published_at,
        visibility=VISIBILITY,
        version=page.live_revision_id or 0,
    )


def _summary(page: Page) -> str:
    return getattr(page, "introduction", "") or page.search_description


def _texts(page: Page) -> Iterator[str]:
    """Yield what the page says in its own fields."""
    unsearched = {
        "introduction",
        *(field.name for field in Page._meta.fields),
        *getattr(page, "unsearched_fields", ()),
    }
    for field in page._meta.fields:
        if field.name in unsearched:
            continue
        value = field.value_from_object(page)
        if isinstance(field, StreamField):
            yield from map(str, field.stream_block.get_searchable_content(value))
        elif isinstance(field, RichTextField):
            yield get_text_for_indexing(value)
        elif isinstance(field, models.CharField | models.TextField) and not field.choices:
            yield value or ""


def _card(page: Page) -> Card:
    return {
        "url": page.get_url() or "",
        "title": page.title,
        "summary": _summary(page),
        "kind": "Page",
    }
