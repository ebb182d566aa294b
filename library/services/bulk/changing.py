"""Change one resource, or put one back: what readers see through publication, and its draft."""

from collections.abc import Collection, Mapping
from typing import Any

from django.dispatch import Signal
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Revision

from library.enums import BulkOutcome, License
from library.models import BulkChangeItem, ResourcePage
from library.models.former import present_keys
from library.services.indexing import mark_resources
from library.services.publishing import publish_revision

from .states import find, put, read
from .values import FIELDS, TERMS, State, Values, differing, same

LOG_ACTION = "library.bulk_change"

# Somebody else than its author has put a new revision (`new`) in the place of a draft (`old`); sent
# within the transaction.
draft_replaced = Signal()


def change_one(item: BulkChangeItem, values: Values, user: Any) -> None:
    """Make the change on one resource and note what came of it; within a transaction.

    Raises:
        ValidationError, FilesChanged: see `publishing.publish_revision`.
    """
    resource = _lock(item)
    item.reason = find([resource.pk])[resource.pk].held
    if item.reason:
        item.outcome = BulkOutcome.SKIPPED
        item.save()
        return
    live, draft = _parts(resource)
    before, after = _difference(live, values)
    changed = sorted(after)
    if changed:
        words = _("Changed by the editors: %(fields)s.") % {"fields": _named(after)}
        _publish(resource, live, after, user, words)
    item.before, item.after = {"live": before}, {"live": after}
    if draft is not None:
        page = draft.as_object()
        before, after = _difference(page, values)
        if after:
            _write_draft(draft, page, after)
            item.before["draft"], item.after["draft"] = before, after
    is_changed = changed or "draft" in item.after
    item.outcome = BulkOutcome.CHANGED if is_changed else BulkOutcome.UNCHANGED
    item.save()


def undo_one(item: BulkChangeItem, user: Any) -> None:
    """Put back what the change made of one resource where it still stands; within a transaction.

    Raises:
        ValidationError, FilesChanged: see `publishing.publish_revision`.
    """
    resource = _lock(item)
    held = find([resource.pk])[resource.pk].held
    if held:
        _note(item, BulkOutcome.KEPT, held)
        return
    live, draft = _parts(resource)
    back, other = _to_put_back(read(live), item, "live")
    if back:
        words = _("Put back by the editors: %(fields)s.") % {"fields": _named(back)}
        _publish(resource, live, back, user, words)
    drafted: State = {}
    if draft is not None and "draft" in item.after:
        page = draft.as_object()
        drafted, _others = _to_put_back(read(page), item, "draft")
        if drafted:
            _write_draft(draft, page, drafted)
    names = ", ".join(str(FIELDS[name]) for name in other)
    reason = _("Changed since then, so it stays: %(fields)s.") % {"fields": names} if other else ""
    _note(item, BulkOutcome.UNDONE if back or drafted else BulkOutcome.KEPT, reason)


def _lock(item: BulkChangeItem) -> ResourcePage:
    return ResourcePage.objects.select_for_update(of=("self",)).get(pk=item.resource_id)


def _parts(resource: ResourcePage) -> tuple[ResourcePage, Revision | None]:
    """Return what readers see as an object of its own, and the draft beside it if there is one."""
    live = resource.live_revision.as_object() if resource.live_revision else resource
    has_draft = (
        resource.has_unpublished_changes
        and resource.latest_revision_id != resource.live_revision_id
    )
    return live, resource.latest_revision if has_draft else None


def _difference(page: ResourcePage, values: Values) -> tuple[State, State]:
    """Return those fields before and after that a change touches."""
    before = read(page)
    after = values.wanted(before)
    names = differing(before, after)
    return {name: before[name] for name in names}, {name: after[name] for name in names}


def _to_put_back(now: State, item: BulkChangeItem, part: str) -> tuple[State, list[str]]:
    """Return what to put back, and the fields that somebody has changed since."""
    before, after = (_led_on(sides.get(part, {})) for sides in (item.before, item.after))
    back = {name: before[name] for name in after if same(name, now[name], after[name])}
    return back, [name for name in after if name not in back]


def _led_on(state: Mapping[str, Any]) -> State:
    """Return a state that was kept with the terms of now."""
    keys = [key for name in TERMS for key in state.get(name, ())]
    moved = present_keys(terms=keys)["term"]
    terms = {
        name: sorted({moved.get(key, key) for key in state[name]})
        for name in TERMS
        if name in state
    }
    return {**state, **terms}


def _publish(
    resource: ResourcePage, live: ResourcePage, state: State, user: Any, words: str
) -> None:
    put(live, list(state), state)
    revision = live.save_revision(user=user)
    log(live, LOG_ACTION, user=user, revision=revision, data={"told": words})
    publish_revision(resource=resource, revision=revision, user=user, what_changed=words[:500])
    mark_resources([resource.pk])


def _write_draft(draft: Revision, page: ResourcePage, state: State) -> None:
    """Have the change in a new revision after the draft, whose author goes on from it."""
    put(page, list(state), state)
    fresh = page.save_revision(user=draft.user, clean=False)
    draft_replaced.send(sender=ResourcePage, old=draft, new=fresh)


def _named(state: Mapping[str, Any]) -> str:
    """Return the fields of a state in words, the license with its name."""
    names: Collection[str] = [name for name in FIELDS if name in state]
    return ", ".join(
        f"{FIELDS[name]} ({dict(License.choices).get(state[name], state[name])})"
        if name == "license"
        else str(FIELDS[name])
        for name in names
    )


def _note(item: BulkChangeItem, outcome: BulkOutcome, reason: str) -> None:
    item.outcome, item.reason = outcome, reason[:300]
    item.save(update_fields=["outcome", "reason"])
