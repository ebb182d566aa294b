"""Collections, the lists that editors put before everybody: in the search, and on kept pages."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from core import page_cache
from core.memo import Memo
from library.enums import Visibility
from library.models import SaveList
from library.querysets import SaveListQuerySet
from search.documents import Document, make_key
from search.plainly import with_words
from search.presenters import Card, Presenter
from search.registry import Searchable
from search.services import mark_changed

KIND = "collection"
VISIBILITY = "public"

_any: Memo[bool] = Memo()


class CollectionSearchable(Searchable):
    """Collections by their name and description. What is on them is found by itself, and may not
    be for everybody."""

    kind = KIND

    def documents(self, ids: Sequence[str]) -> Iterable[Document]:
        """Return the documents of those that stand before everybody."""
        return [_document(one) for one in _found(ids)]

    def all_documents(self) -> Iterator[Document]:
        """Yield the document of every collection."""
        for one in SaveList.objects.collections().iterator():
            yield _document(one)

    def versions(self) -> Iterator[tuple[str, int]]:
        """Yield key and version of every collection."""
        for one in SaveList.objects.collections().iterator():
            yield make_key(KIND, one.pk), _version(one)


class CollectionPresenter(Presenter):
    """How collections are shown among the results."""

    kind = KIND
    plural = "Collections"
    place = 2

    def visibilities(self, user: Any) -> frozenset[str]:
        """Return the one visibility that collections have in the index."""
        return frozenset({VISIBILITY})

    def cards(self, ids: Sequence[str], user: Any) -> Mapping[str, Card]:
        """Return the cards of those that stand before everybody now."""
        return {str(one.pk): _card(one) for one in _found(ids)}

    def find_in_database(
        self, text: str, user: Any, limit: int, *, titles_only: bool = False
    ) -> Sequence[Card]:
        """Return collections whose name or description has most of the words."""
        fields = ("name",) if titles_only else ("name", "description")
        found: Any = with_words(SaveList.objects.collections(), text, *fields)
        return [_card(one) for one in found.order_by("-words_found", "pk")[:limit]]


def note_change(save_list: SaveList, now: datetime) -> None:
    """Note that a list was changed, and have search and kept pages follow if everybody sees it."""
    SaveList.objects.filter(pk=save_list.pk).update(changed_at=now)
    if save_list.is_public:
        mark_collection(save_list)


def mark_collection(save_list: SaveList) -> None:
    """Have search and kept pages follow what became of a collection once it is committed."""
    mark_changed(kind=KIND, ids=[save_list.pk])
    page_cache.empty()


def with_counts() -> SaveListQuerySet:
    """Return the collections, each with how many of its resources everybody may see (`count`)."""
    public = Q(
        items__saved__resource__live=True,
        items__saved__resource__withdrawn_at=None,
        items__saved__resource__visibility=Visibility.PUBLIC,
    )
    found: SaveListQuerySet = SaveList.objects.collections()
    return found.annotate(count=Count("items", filter=public))


def are_there_any() -> bool:
    """Whether there is a collection to lead to; asked on every page of the library."""
    return _any.get(SaveList.objects.collections().exists)


def address_of(save_list: SaveList) -> str:
    """Return where a collection stands for everybody."""
    return reverse("library:collection", args=[save_list.public_id])


def _found(ids: Sequence[str]) -> SaveListQuerySet:
    found: SaveListQuerySet = SaveList.objects.collections()
    return found.filter(pk__in=[int(identifier) for identifier in ids])


def _version(save_list: SaveList) -> int:
    return int((save_list.changed_at or save_list.created_at).timestamp() * 1_000)


def _document(save_list: SaveList) -> Document:
    return Document(
        key=make_key(KIND, save_list.pk),
        kind=KIND,
        title=save_list.name,
        summary=save_list.description,
        date=save_list.created_at,
        visibility=VISIBILITY,
        version=_version(save_list),
    )


def _card(save_list: SaveList) -> Card:
    return {
        "url": address_of(save_list),
        "title": save_list.name,
        "summary": save_list.description,
        "kind": "Collection",
    }
