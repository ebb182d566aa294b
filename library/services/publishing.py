"""Publish and withdraw resources. Nothing else makes one go live or takes it down."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.log_actions import log
from wagtail.models import Revision

from files import texts
from files.models import StoredFile
from files.readiness import Standing, standing_of
from library.models import ResourceFile, ResourcePage, ResourceVersion, VersionFile
from library.models.resources import publishing


class NotOfThisResource(ValueError):
    """The revision belongs to another page."""


class FilesChanged(ValueError):
    """A file of the revision is gone, held, or not the one that was reviewed."""


class NotPublished(ValueError):
    """The resource is not in the library, so it cannot be withdrawn from it."""


@transaction.atomic
def publish_revision(
    *,
    resource: ResourcePage,
    revision: Revision,
    user: Any,
    what_changed: str = "",
    now: datetime | None = None,
) -> ResourceVersion:
    """Make exactly this revision the published version of a resource, under the next number.

    The caller has checked that the person may; `user` is recorded as the one who published.

    Args:
        resource: the resource.
        revision: one of its revisions.
        user: who publishes; None for the system.
        what_changed: a sentence for readers of the list of versions.
        now: time of publication.

    Raises:
        NotOfThisResource: the revision is another page's.
        FilesChanged: a file in the revision does not match its recorded hash.
    """
    now = now or timezone.now()
    locked = ResourcePage.objects.select_for_update(of=("self",)).get(pk=resource.pk)
    if str(revision.object_id) != str(locked.pk):
        raise NotOfThisResource
    files = _check_files(revision)
    with publishing(locked.pk):
        revision.publish(user=user, skip_permission_checks=True)
    number = locked.version_number + 1
    version = ResourceVersion.objects.create(
        resource=locked,
        number=number,
        revision=revision,
        what_changed=what_changed,
        published_at=now,
        published_by=user,
    )
    VersionFile.objects.bulk_create(VersionFile(version=version, stored_file_id=pk) for pk in files)
    texts.request(sha256s=files.values())
    ResourcePage.objects.filter(pk=locked.pk).update(
        version_number=number, withdrawn_at=None, withdrawn_reason=""
    )
    return version


@transaction.atomic
def withdraw(
    *, resource: ResourcePage, user: Any, reason: str, now: datetime | None = None
) -> None:
    """Take a published resource down; its addresses say that it was withdrawn, and why.

    Args:
        resource: a published resource.
        user: who withdraws it; the caller has checked that she may.
        reason: a sentence for readers, at most 300 characters.
        now: time of withdrawal.

    Raises:
        NotPublished: it is not in the library.
    """
    locked = ResourcePage.objects.select_for_update(of=("self",)).get(pk=resource.pk)
    if not locked.live:
        raise NotPublished
    # Wagtail's own button is closed to everyone (`ResourcePermissions`); the caller has asked ours.
    UnpublishPageAction(locked, user=user).execute(skip_permission_checks=True)
    ResourcePage.objects.filter(pk=locked.pk).update(
        withdrawn_at=now or timezone.now(), withdrawn_reason=reason[:300]
    )
    log(locked, "library.withdraw", user=user, data={"reason": reason[:300]})


def files_in_revisions() -> Iterator[int]:
    """Yield the primary keys of all files that a revision of a resource names, any revision."""
    of_resources = ContentType.objects.get_for_model(ResourcePage)
    listed = Revision.objects.filter(content_type=of_resources).order_by()
    for entries in listed.values_list("content__resource_files", flat=True).iterator():
        for entry in entries or ():
            yield entry["stored_file"]


def listed_hashes() -> Iterator[str]:
    """Yield the hashes of all files that a resource lists; their text takes part in search."""
    yield from ResourceFile.objects.order_by().values_list("sha256", flat=True).iterator()


def _check_files(revision: Revision) -> dict[int, str]:
    """Compare the hashes that travel in the revision with the stored files; return them by key."""
    listed = {
        entry["stored_file"]: entry["sha256"]
        for entry in revision.content.get("resource_files", [])
    }
    files = list(StoredFile.objects.available().filter(pk__in=listed))
    stored = {each.pk: each.sha256 for each in files}
    if stored != listed or set(standing_of(files).values()) - {Standing.READY}:
        raise FilesChanged
    return stored
