"""What members keep: saved resources and named lists of them."""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from library.models import ResourcePage, SavedResource, SaveList
from library.permissions import may_see

MOST_LISTS = 100


class NotVisible(PermissionDenied):
    """The person may not see the resource, so she cannot save it."""


class NotYours(PermissionDenied):
    """The list or the saved resource is someone else's."""


class NameTaken(ValueError):
    """The person has a list of this name."""


class TooManyLists(ValueError):
    """The person has as many lists as one may have."""


@transaction.atomic
def save_resource(
    *, user: User, resource: ResourcePage, now: datetime | None = None
) -> SavedResource:
    """Save a published resource for a person; saving it twice changes nothing.

    Raises:
        NotVisible: she may not see it.
    """
    if not may_see(user, resource):
        raise NotVisible
    saved, _ = SavedResource.objects.get_or_create(
        user=user, resource=resource, defaults={"created_at": now or timezone.now()}
    )
    return saved


@transaction.atomic
def unsave_resource(*, user: User, resource: ResourcePage) -> None:
    """Take a resource out of what a person saved, and out of all her lists."""
    SavedResource.objects.filter(user=user, resource=resource).delete()


@transaction.atomic
def create_list(*, user: User, name: str, now: datetime | None = None) -> SaveList:
    """Make an empty private list.

    Args:
        user: its owner.
        name: at most 80 characters.
        now: time of creation.

    Raises:
        NameTaken: she has a list of this name.
        TooManyLists: she has 100 lists.
    """
    _check_name(user, name)
    if user.save_lists.count() >= MOST_LISTS:
        raise TooManyLists
    return SaveList.objects.create(owner=user, name=name, created_at=now or timezone.now())


@transaction.atomic
def rename_list(*, user: User, save_list: SaveList, name: str) -> None:
    """Give a list another name.

    Raises:
        NotYours: it is someone else's.
        NameTaken: the owner has another list of this name.
    """
    _check_owner(user, save_list)
    _check_name(user, name, besides=save_list)
    save_list.name = name
    save_list.save(update_fields=["name"])


@transaction.atomic
def share_list(*, user: User, save_list: SaveList, is_shared: bool) -> None:
    """Let anyone with the link read a list, or make it private again.

    Raises:
        NotYours: it is someone else's.
    """
    _check_owner(user, save_list)
    save_list.is_shared = is_shared
    save_list.save(update_fields=["is_shared"])


@transaction.atomic
def delete_list(*, user: User, save_list: SaveList) -> None:
    """Delete a list; what was on it stays saved.

    Raises:
        NotYours: it is someone else's.
    """
    _check_owner(user, save_list)
    save_list.delete()


@transaction.atomic
def put_on_lists(*, user: User, saved: SavedResource, lists: Collection[SaveList]) -> None:
    """Put a saved resource on exactly these lists.

    Raises:
        NotYours: the saved resource or one of the lists is someone else's.
    """
    if saved.user_id != user.pk:
        raise NotYours
    for save_list in lists:
        _check_owner(user, save_list)
    saved.lists.set(lists)


def _check_owner(user: User, save_list: SaveList) -> None:
    if save_list.owner_id != user.pk:
        raise NotYours


def _check_name(user: User, name: str, besides: SaveList | None = None) -> None:
    others = user.save_lists.filter(name=name)
    if besides is not None:
        others = others.exclude(pk=besides.pk)
    if others.exists():
        raise NameTaken
