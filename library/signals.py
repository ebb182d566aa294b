"""Changes that the search indexes must follow; each only writes a row into the outbox."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models.signals import post_delete, post_save, pre_delete
from django.http import HttpRequest
from wagtail.models import Page
from wagtail.search.index import get_indexed_models
from wagtail.signals import page_published, page_unpublished, post_page_move

from conversations.models import Thread
from core.counting import is_reader
from core.page_cache import empty_when_changed, is_anonymous
from files.downloads import downloaded
from files.findings import file_examined
from files.models import PrivacyHold, StoredFile
from files.texts import text_changed
from library.enums import CountKind
from library.models import (
    FormerTerm,
    ResourceFile,
    ResourcePage,
    ResourceTag,
    ResourceTerm,
    ResourceThread,
    SaveList,
    TaggedResource,
    Term,
    TermSynonym,
)
from library.permissions import may_see_readers
from library.services.collections import mark_collection
from library.services.indexing import (
    mark_affected,
    mark_for_admin,
    mark_resources,
    resources_from,
    resources_with_file,
)
from library.services.readers import count_reading
from library.services.typed_likeness import remember
from members.models import District, School


def connect() -> None:
    """Listen; called once, when the apps are ready."""
    for signal in (page_published, page_unpublished, post_page_move, post_delete):
        signal.connect(on_resource_changed, sender=ResourcePage, dispatch_uid="library.resource")
    page_published.connect(on_resource_published, sender=ResourcePage)
    post_save.connect(on_term_changed, sender=Term)
    for signal in (post_save, post_delete):
        signal.connect(on_synonym_changed, sender=TermSynonym)
        signal.connect(on_link_changed, sender=ResourceTerm)
        signal.connect(on_link_changed, sender=TaggedResource)
    post_save.connect(on_tag_changed, sender=ResourceTag)
    post_save.connect(on_school_changed, sender=School)
    pre_delete.connect(on_school_leaving, sender=School)
    post_save.connect(on_district_changed, sender=District)
    text_changed.connect(on_text_changed)
    file_examined.connect(on_text_changed)
    for signal in (post_save, post_delete):
        signal.connect(on_hold_changed, sender=PrivacyHold)
    post_delete.connect(on_list_deleted, sender=SaveList)
    post_delete.connect(on_comments_left, sender=ResourceThread)
    downloaded.connect(on_downloaded)
    # A term shows at once, on resources or as a filter that is on; a tag only once it is on one.
    empty_when_changed(Term, FormerTerm)
    for model in get_indexed_models():
        post_save.connect(on_indexed_saved, sender=model)


def on_resource_changed(instance: Page, **kwargs: Any) -> None:
    """A resource was published, taken down, moved or deleted."""
    mark_resources([instance.pk])


def on_resource_published(instance: ResourcePage, **kwargs: Any) -> None:
    """A resource is read by others now: what is alike to it is to be found."""
    remember(resource=instance)


def on_term_changed(instance: Term, created: bool, raw: bool, **kwargs: Any) -> None:
    """A term was renamed or moved; a new one is on nothing yet."""
    if not created and not raw:
        mark_affected(by="term", pk=instance.pk)


def on_synonym_changed(instance: TermSynonym, **kwargs: Any) -> None:
    """A term got or lost a synonym."""
    mark_affected(by="term", pk=instance.term_id)


def on_link_changed(instance: ResourceTerm | TaggedResource, **kwargs: Any) -> None:
    """A resource got or lost a term or a tag."""
    if isinstance(instance, ResourceTerm):
        mark_resources([instance.resource_id])
    else:
        mark_resources([instance.content_object_id])


def on_text_changed(sha256: str, **kwargs: Any) -> None:
    """The text of a file is known by now, or another one."""
    if found := resources_with_file(sha256):
        mark_resources(found)


def on_downloaded(request: HttpRequest, stored_file: StoredFile, **kwargs: Any) -> None:
    """Somebody fetches a file; who shared it and editors are not counted."""
    if not is_reader(request.META):
        return
    # A look at the session would tell caches that a public file is one person's.
    user = AnonymousUser() if is_anonymous(request.META) else request.user
    listed = ResourceFile.objects.filter(stored_file=stored_file, resource__live=True)
    for row in listed.select_related("resource"):
        if not may_see_readers(user, row.resource):
            count_reading(row.resource_id, CountKind.DOWNLOAD, request.META)


def on_list_deleted(instance: SaveList, **kwargs: Any) -> None:
    """A list is gone, perhaps with its owner; if everybody saw it, the search knows of it."""
    if instance.is_public:
        mark_collection(instance)


def on_comments_left(instance: ResourceThread, **kwargs: Any) -> None:
    """A resource was deleted: what members said under it nobody can read or take back any more."""
    Thread.objects.filter(pk=instance.thread_id).delete()


def on_hold_changed(instance: PrivacyHold, **kwargs: Any) -> None:
    """A file is held, or released: its words and its address are nobody's, or everybody's."""
    if found := resources_with_file(instance.stored_file.sha256):
        mark_resources(found)


def on_tag_changed(instance: ResourceTag, created: bool, **kwargs: Any) -> None:
    """A tag was renamed."""
    if not created:
        mark_affected(by="tag", pk=instance.pk)


def on_school_changed(instance: School, created: bool, **kwargs: Any) -> None:
    """A school was renamed."""
    if not created:
        mark_affected(by="school", pk=instance.pk)


def on_school_leaving(instance: School, **kwargs: Any) -> None:
    """A school is about to be deleted: afterwards nothing tells which resources named it."""
    mark_resources(resources_from([instance.pk]))


def on_district_changed(instance: District, created: bool, **kwargs: Any) -> None:
    """A district was renamed."""
    if not created:
        for pk in instance.schools.values_list("pk", flat=True):
            mark_affected(by="school", pk=pk)


def on_indexed_saved(instance: Any, raw: bool, **kwargs: Any) -> None:
    """Something the admin can search for was saved."""
    if not raw:
        mark_for_admin(model=instance._meta.label, pks=[instance.pk])
