"""What members keep: saved resources, and which of their lists those are on."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from library.models import ListItem, ResourcePage, SavedResource, SaveList
from library.permissions import may_curate, may_see
from library.services.collections import note_change

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
    found = SavedResource.objects.filter(user=user, resource=resource)
    for save_list in SaveList.objects.filter(items__saved__in=found):
        note_change(save_list, timezone.now())
    found.delete()


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
    check_name(user, name)
    if user.save_lists.count() >= MOST_LISTS:
        raise TooManyLists
    save_list = SaveList(owner=user, name=name, created_at=now or timezone.now())
    with taking_name():
        save_list.save()
    return save_list


@transaction.atomic
def put_on_lists(
    *,
    user: User,
    saved: SavedResource,
    lists: Collection[SaveList],
    now: datetime | None = None,
) -> None:
    """Put a saved resource on exactly these lists, last on those where it is new.

    Raises:
        NotYours: the saved resource or one of the lists is someone else's, or see
            `check_may_change`.
    """
    if saved.user_id != user.pk:
        raise NotYours
    for save_list in lists:
        check_owner(user, save_list)
    now = now or timezone.now()
    gone = saved.list_items.exclude(save_list__in=lists).select_related("save_list")
    left = [item.save_list for item in gone]
    gone.delete()
    present = set(saved.list_items.values_list("save_list", flat=True))
    for save_list in lists:
        if save_list.pk not in present:
            check_may_change(user, save_list)
            last = save_list.items.aggregate(last=Max("position"))["last"]
            place = 0 if last is None else last + 1
            ListItem.objects.create(saved=saved, save_list=save_list, position=place)
            left.append(save_list)
    for save_list in left:
        note_change(save_list, now)


def check_owner(user: User, save_list: SaveList) -> None:
    """Make sure that a list is the person's.

    Raises:
        NotYours: it is someone else's.
    """
    if save_list.owner_id != user.pk:
        raise NotYours


def check_may_change(user: User, save_list: SaveList) -> None:
    """Make sure that a person may change what readers of a list see.

    Raises:
        NotYours: it is someone else's, or stands before everybody and she is no editor any more.
    """
    check_owner(user, save_list)
    if save_list.is_public and not may_curate(user):
        raise NotYours


@contextmanager
def taking_name() -> Iterator[None]:
    """Give a list its name, unless another request of the person was faster.

    Raises:
        NameTaken: it was.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise NameTaken from error


def check_name(user: User, name: str, besides: SaveList | None = None) -> None:
    """Make sure that a person has no other list of a name.

    Raises:
        NameTaken: she has.
    """
    others = user.save_lists.filter(name=name)
    if besides is not None:
        others = others.exclude(pk=besides.pk)
    if others.exists():
        raise NameTaken
