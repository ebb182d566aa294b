"""One list: its name and words, who may read it, the order of what is on it."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from library.enums import Audience
from library.models import ListItem, SaveList
from library.permissions import may_curate
from library.services.collections import mark_collection, note_change
from library.services.saves import (
    NotYours,
    check_may_change,
    check_name,
    check_owner,
    taking_name,
)


@transaction.atomic
def describe_list(
    *,
    user: User,
    save_list: SaveList,
    name: str,
    description: str = "",
    now: datetime | None = None,
) -> None:
    """Give a list another name and description.

    Raises:
        NotYours: see `check_may_change`.
        NameTaken: the owner has another list of this name.
    """
    check_may_change(user, save_list)
    check_name(user, name, besides=save_list)
    save_list.name, save_list.description = name, description
    with taking_name():
        save_list.save(update_fields=["name", "description"])
    note_change(save_list, now or timezone.now())


@transaction.atomic
def set_audience(
    *, user: User, save_list: SaveList, audience: Audience, now: datetime | None = None
) -> None:
    """Say who may read a list. Only an editor puts her own before everybody; any editor takes any
    collection back from there.

    Raises:
        NotYours: the person may not.
    """
    takes_back = save_list.is_public and audience != Audience.PUBLIC and may_curate(user)
    if not takes_back:
        check_owner(user, save_list)
    if audience == Audience.PUBLIC and not may_curate(user):
        raise NotYours
    was_public = save_list.is_public
    save_list.is_public = audience == Audience.PUBLIC
    save_list.is_shared = audience != Audience.PRIVATE
    save_list.save(update_fields=["is_public", "is_shared"])
    note_change(save_list, now or timezone.now())
    if was_public and not save_list.is_public:
        mark_collection(save_list)


@transaction.atomic
def delete_list(*, user: User, save_list: SaveList) -> None:
    """Delete a list; what was on it stays saved.

    Raises:
        NotYours: it is someone else's.
    """
    check_owner(user, save_list)
    save_list.delete()


@transaction.atomic
def move_item(*, user: User, item: ListItem, by: int, now: datetime | None = None) -> None:
    """Move something on a list up (-1) or down (1); at either end it stays where it is.

    Raises:
        NotYours: see `check_may_change`.
    """
    save_list = _locked(user, item)
    items = list(save_list.items.all())
    here = next((place for place, one in enumerate(items) if one.pk == item.pk), None)
    # It may have been taken off in another window.
    if here is None or not 0 <= (there := here + by) < len(items):
        return
    items[here], items[there] = items[there], items[here]
    for place, one in enumerate(items):
        one.position = place
    ListItem.objects.bulk_update(items, ["position"])
    note_change(save_list, now or timezone.now())


@transaction.atomic
def note_item(*, user: User, item: ListItem, note: str, now: datetime | None = None) -> None:
    """Say why something is on a list.

    Raises:
        NotYours: see `check_may_change`.
    """
    save_list = _locked(user, item)
    ListItem.objects.filter(pk=item.pk).update(note=note)
    note_change(save_list, now or timezone.now())


@transaction.atomic
def remove_item(*, user: User, item: ListItem, now: datetime | None = None) -> None:
    """Take something off a list; it stays saved.

    Raises:
        NotYours: see `check_may_change`.
    """
    save_list = _locked(user, item)
    item.delete()
    note_change(save_list, now or timezone.now())


def items_for(save_list: SaveList, visibilities: frozenset[str]) -> QuerySet[ListItem]:
    """Return what is on a list and still in the library, as far as a reader may see it."""
    return save_list.items.filter(
        saved__resource__live=True,
        saved__resource__withdrawn_at=None,
        saved__resource__visibility__in=visibilities,
    ).select_related("saved")


def _locked(user: User, item: ListItem) -> SaveList:
    """Return the list of an item, its order closed to others for as long as this takes."""
    save_list = SaveList.objects.select_for_update().get(pk=item.save_list_id)
    check_may_change(user, save_list)
    return save_list
