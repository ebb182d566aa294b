"""What the outbox does for the library after a change is committed."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from django.apps import apps
from django_tasks import task
from wagtail.search.backends import get_search_backend

from library.services import (
    bulk,
    comments,
    following,
    import_runs,
    indexing,
    readers,
    review_dates,
    typed_likeness,
)
from outbox.registry import Payload, daily, handler

# Pages that one write to the admin's index takes: an import marks thousands at once, and other
# writers must not wait for all of them.
ADMIN_CHUNK = 25

_AFFECTED: dict[str, Callable[[Iterable[int]], set[int]]] = {
    "term": indexing.resources_under,
    "tag": indexing.resources_tagged,
    "school": indexing.resources_from,
}


@handler(indexing.AFFECTED_TOPIC, batch=200)
def mark_affected(payloads: Sequence[Payload]) -> None:
    """Mark the resources that show a changed term, tag or school."""
    changed: defaultdict[str, set[int]] = defaultdict(set)
    for payload in payloads:
        changed[payload["by"]].add(payload["id"])
    indexing.mark_resources(sorted(set().union(*(_AFFECTED[by](changed[by]) for by in changed))))


@handler(indexing.ADMIN_TOPIC, batch=10)
def update_admin_index(payloads: Sequence[Payload]) -> None:
    """Bring the index of Wagtail's admin up to date; what is deleted leaves it by cascade."""
    backend = get_search_backend()
    changed: defaultdict[str, set[str]] = defaultdict(set)
    for payload in payloads:
        changed[payload["model"]].update(payload["pks"])
    for label, keys in changed.items():
        model = apps.get_model(label)
        ordered = sorted(keys)
        for start in range(0, len(ordered), ADMIN_CHUNK):
            chunk = ordered[start : start + ADMIN_CHUNK]
            backend.add_bulk(model, list(model.get_indexed_objects().filter(pk__in=chunk)))


@handler(import_runs.TOPIC)
def hand_over_imports(payloads: Sequence[Payload]) -> None:
    """Give imports to the slow worker: they would hold up what follows them here."""
    for payload in payloads:
        run_import.enqueue(payload["run"], payload["attempt"])


@task
def run_import(run_id: int, attempt: int) -> None:
    """Check or import what an editor has uploaded."""
    import_runs.perform(run_id=run_id, attempt=attempt)


@handler(bulk.TOPIC)
def hand_over_changes(payloads: Sequence[Payload]) -> None:
    """Give changes of many resources to the slow worker."""
    for payload in payloads:
        change_many.enqueue(payload["change"], payload["attempt"])


@task
def change_many(change_id: int, attempt: int) -> None:
    """Change many resources, or put them back."""
    bulk.perform(change_id=change_id, attempt=attempt)


@daily("library.comments")
def tell_of_comments() -> None:
    """Mail contributors what members wrote under their resources."""
    comments.tell_contributors()


@daily("library.digest")
def ask_for_digest() -> None:
    """Have the followers told who were not yet this week; it may take a while."""
    following.ask_for_digest()


@handler(following.TOPIC)
def send_digest(payloads: Sequence[Payload]) -> None:
    """Mail the followers; doing it twice tells nobody twice."""
    following.tell_followers()


@daily("library.counts")
def forget_old_counts() -> None:
    """Forget how often resources were read long ago."""
    readers.forget_old_counts()


@daily("library.typed_texts")
def remember_texts() -> None:
    """Know resources by their texts that were published before that was done."""
    typed_likeness.remember_missing()


@daily("library.review_dates")
def remind_of_review_dates() -> None:
    """Ask owners and editors to look at resources again."""
    review_dates.remind()
