"""Change a resource that exists, one at a time and through the ordinary services."""

from django.db import transaction
from wagtail.log_actions import log

from library.models import ResourcePage, ResourceTerm, TaggedResource
from library.services.publishing import publish_revision

from .columns import TERM_COLUMNS
from .creating import Source, page_fields
from .existing import LOG_ACTION
from .relations import Relations
from .rows import Row

WHAT_CHANGED = "Updated by an import."


@transaction.atomic
def change_resource(row: Row, resource: ResourcePage, relations: Relations, source: Source) -> None:
    """Make a row the next revision of a resource, and publish it if the import publishes.

    Args:
        row: only the columns it has are changed.
        resource: locked, and free to be changed (see `existing.Existing.held`).
        relations: prepared for the row.
        source: where the row comes from.

    Raises:
        ValidationError: something else in the resource is not valid.
        FilesChanged: a file of the resource is not the one that was reviewed.
    """
    _set_first_publication(resource, row)
    draft = resource.get_latest_revision_as_object()
    _apply(draft, row, relations)
    revision = draft.save_revision(user=source.user)
    data = {"file": source.file_name, "row": row.number}
    log(draft, LOG_ACTION, user=source.user, revision=revision, data=data)
    if source.publish:
        is_first = resource.version_number == 0
        publish_revision(
            resource=resource,
            revision=revision,
            user=source.user,
            what_changed="" if is_first else WHAT_CHANGED,
            now=(row.values.get("published_at") if is_first else None) or source.now,
        )


def _set_first_publication(resource: ResourcePage, row: Row) -> None:
    """Note the date of a first publication that is still to come."""
    moment = row.values.get("published_at")
    if moment and resource.version_number == 0:
        resource.first_published_at = moment
        resource.save(update_fields=["first_published_at"], clean=False)


def _apply(draft: ResourcePage, row: Row, relations: Relations) -> None:
    """Put the values of a row into a draft; terms and tags that stay keep their rows."""
    old_links = {block.value["url"]: block for block in draft.links}
    for name, value in page_fields(row).items():
        setattr(draft, name, value)
    if "url" in row.values:
        for block in draft.links:
            if old := old_links.get(block.value["url"]):
                block.value["label"] = old.value["label"]
                block.id = old.id
    columns = [column for column in TERM_COLUMNS if column in row.values]
    if columns:
        vocabularies = [TERM_COLUMNS[column] for column in columns]
        present = {each.term_id: each for each in draft.resource_terms.all()}
        others = [each for each in present.values() if each.term.vocabulary not in vocabularies]
        wanted = [term for column in columns for term in relations.terms(row, column)]
        draft.resource_terms = [
            *others,
            *(present.get(term.pk) or ResourceTerm(term=term) for term in wanted),
        ]
    if "tags" in row.values:
        tagged = {each.tag_id: each for each in draft.tagged_items.all()}
        draft.tagged_items = [
            tagged.get(tag.pk) or TaggedResource(tag=tag) for tag in relations.tags(row)
        ]
