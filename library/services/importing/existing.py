"""What the library has already of the rows of a file, and what may not be touched."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from wagtail.models import PageLogEntry, WorkflowState
from wagtail.models.content_types import get_default_page_content_type

from library.models import ResourcePage

from .contents import Content, draft_contents, live_contents, same
from .report import Outcome
from .rows import Row

LOG_ACTION = "library.import"
# How a resource without an identifier of its own is named in an export.
URN = "urn:uuid:"

_FIELDS = (
    "pk",
    "external_id",
    "translation_key",
    "live",
    "has_unpublished_changes",
    "withdrawn_at",
    "locked",
    "latest_revision_id",
    "version_number",
)


class Held(models.TextChoices):
    """Why an import keeps its hands off a resource."""

    WITHDRAWN = "withdrawn", "It was withdrawn; an import does not bring it back."
    IN_REVIEW = "in review", "It is in review; import it again once that is decided."
    LOCKED = "locked", "An editor has locked it."
    DRAFT = "draft", "Someone has changes to it that are not published yet."


@dataclass(frozen=True)
class Existing:
    """A resource that a row may change.

    Attributes:
        pk: its page.
        held: why it must not be changed, else None.
        shown: what readers see, None if it is not published.
        latest: what it holds with the changes that are not published yet.
    """

    pk: int
    held: Held | None
    shown: Content | None
    latest: Content

    def outcome(self, row: Row, *, publish: bool) -> Outcome:
        """Return what a row means for this resource."""
        if self.shown is not None and not changes(row, self.shown):
            return Outcome.UNCHANGED
        if not publish and not changes(row, self.latest):
            return Outcome.UNCHANGED
        return Outcome.HELD if self.held else Outcome.CHANGED


def changes(row: Row, content: Content) -> list[str]:
    """Return the columns in which a row differs from what a resource holds."""
    return [name for name, value in row.values.items() if not same(name, value, content[name])]


def name_of(page: Mapping[str, Any]) -> str:
    """Return the identifier of a resource in files: its own, else its key as a URN."""
    return page["external_id"] or f"{URN}{page['translation_key']}"


def find_existing(external_ids: Collection[str]) -> dict[str, Existing]:
    """Return the resources that have these identifiers, by identifier."""
    keys = [key for key in map(_key, external_ids) if key]
    named = models.Q(external_id__in=external_ids)
    unnamed = models.Q(external_id=None, translation_key__in=keys)
    pages = list(ResourcePage.objects.filter(named | unnamed).order_by().values(*_FIELDS))
    if not pages:
        return {}
    drafted = [page for page in pages if page["has_unpublished_changes"] or not page["live"]]
    drafts = draft_contents([page["latest_revision_id"] for page in drafted])
    contents = live_contents([page["pk"] for page in pages])
    held = _held(pages)
    return {
        name_of(page): Existing(
            pk=page["pk"],
            held=held.get(page["pk"]),
            shown=contents[page["pk"]] if page["live"] else None,
            latest=drafts.get(page["pk"], contents[page["pk"]]),
        )
        for page in pages
    }


def _key(external_id: str) -> uuid.UUID | None:
    """Return the key in a URN, None if it is no such URN."""
    if not external_id.startswith(URN):
        return None
    try:
        return uuid.UUID(external_id.removeprefix(URN))
    except ValueError:
        return None


def _held(pages: Sequence[Mapping[str, Any]]) -> dict[int, Held]:
    """Return why pages must not be changed, by page; the others are not in it."""
    in_review = set(
        WorkflowState.objects.active()
        .filter(
            base_content_type=get_default_page_content_type(),
            object_id__in=[str(page["pk"]) for page in pages],
        )
        .values_list("object_id", flat=True)
    )
    drafted = [page for page in pages if page["has_unpublished_changes"] or not page["live"]]
    own_drafts = set(
        PageLogEntry.objects.filter(
            action=LOG_ACTION,
            page__in=[page["pk"] for page in drafted],
            revision__in=[page["latest_revision_id"] for page in drafted],
        ).values_list("revision_id", flat=True)
    )
    held = {page["pk"]: Held.DRAFT for page in drafted}
    for page in pages:
        if page["latest_revision_id"] in own_drafts:
            held.pop(page["pk"], None)
        if page["locked"]:
            held[page["pk"]] = Held.LOCKED
        if str(page["pk"]) in in_review:
            held[page["pk"]] = Held.IN_REVIEW
        if page["withdrawn_at"] or (page["version_number"] and not page["live"]):
            held[page["pk"]] = Held.WITHDRAWN
    return held
