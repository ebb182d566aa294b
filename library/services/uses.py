"""How many resources use terms and tags: published, in drafts, in versions before."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q
from wagtail.models import Revision, WorkflowState
from wagtail.models.content_types import get_default_page_content_type

from library.models import FormerTerm, ResourcePage, ResourceTag, ResourceTerm, TaggedResource
from library.models.former import present_keys


@dataclass
class Uses:
    """The resources that name a term or a tag, by where they do; keys of the resources.

    Attributes:
        everywhere: all of them, those that name it in an old version alone included.
        versions: how many numbered versions name it.
    """

    published: set[int] = field(default_factory=set)
    drafts: set[int] = field(default_factory=set)
    in_review: set[int] = field(default_factory=set)
    everywhere: set[int] = field(default_factory=set)
    versions: int = 0


@dataclass
class Counts:
    """Numbers of resources by key of the term or tag."""

    published: Counter[int] = field(default_factory=Counter)
    drafts: Counter[int] = field(default_factory=Counter)


def uses_of(*, terms: Collection[int] = (), tags: Collection[int] = ()) -> Uses:
    """Return where terms or tags are used, those merged into them included."""
    child, name, keys = (
        ("resource_terms", "term", terms) if terms else ("tagged_items", "tag", tags)
    )
    named = set(keys) | set(
        FormerTerm.objects.filter(**{f"{name}__in": keys})
        .exclude(former_key=None)
        .values_list("former_key", flat=True)
    )
    uses = Uses()
    owner = "resource_id" if terms else "content_object_id"
    rows: Any = ResourceTerm.objects if terms else TaggedResource.objects
    held = rows.filter(**{f"{name}__in": keys})
    about = "resource" if terms else "content_object"
    live = {f"{about}__live": True, f"{about}__withdrawn_at": None}
    uses.published |= set(held.filter(**live).values_list(owner, flat=True))
    # A resource that was taken down keeps its rows.
    uses.everywhere |= set(held.values_list(owner, flat=True))
    latest = _open_drafts()
    reviewed = in_review_now()
    for pk, resource, version, entries in _revisions(child):
        if any(entry[name] in named for entry in entries or ()):
            uses.everywhere.add(resource)
            uses.versions += version is not None
            if latest.get(resource) == pk:
                uses.drafts.add(resource)
                if str(resource) in reviewed:
                    uses.in_review.add(resource)
    return uses


def term_counts(vocabulary: str) -> Counts:
    """Return how many resources carry each term of a vocabulary itself, in three queries."""
    rows = ResourceTerm.objects.filter(
        term__vocabulary=vocabulary, resource__live=True, resource__withdrawn_at=None
    )
    found = rows.order_by().values_list("term").annotate(number=Count("pk"))
    return Counts(Counter(dict(found)), _count_drafts("resource_terms", "term"))


def tag_counts() -> Counts:
    """Return how many resources carry each tag, in three queries."""
    rows = TaggedResource.objects.filter(
        content_object__live=True, content_object__withdrawn_at=None
    )
    found = (
        rows.order_by().values_list("tag").annotate(number=Count("content_object", distinct=True))
    )
    return Counts(Counter(dict(found)), _count_drafts("tagged_items", "tag"))


def unused_tags() -> list[ResourceTag]:
    """Return the tags that no resource has, in a draft or an old version neither."""
    free = set(ResourceTag.objects.filter(tagged_resources=None).values_list("pk", flat=True))
    if free:
        keys = {
            entry["tag"] for *_, entries in _revisions("tagged_items") for entry in entries or ()
        }
        free -= keys | set(present_keys(tags=keys)["tag"].values())
    return list(ResourceTag.objects.filter(pk__in=free).order_by("name"))


def _count_drafts(child: str, name: str) -> Counter[int]:
    """Count the drafts that name each key, those of published resources included."""
    drafted = Revision.objects.filter(pk__in=_unpublished().values("latest_revision"))
    named: defaultdict[int, set[int]] = defaultdict(set)
    for number, entries in enumerate(drafted.values_list(f"content__{child}", flat=True)):
        for entry in entries or ():
            named[entry[name]].add(number)
    moved = present_keys(**{f"{name}s": named})[name] if named else {}
    for old, new in moved.items():
        named[new] |= named.pop(old)
    return Counter({key: len(numbers) for key, numbers in named.items()})


def _unpublished() -> Any:
    return ResourcePage.objects.filter(Q(live=False) | Q(has_unpublished_changes=True)).filter(
        withdrawn_at=None
    )


def _open_drafts() -> dict[int, int]:
    return dict(_unpublished().values_list("pk", "latest_revision_id"))


def in_review_now() -> set[str]:
    """Return the keys of the pages that are in a workflow, as Wagtail writes them."""
    active = WorkflowState.objects.active()
    return set(
        active.filter(base_content_type=get_default_page_content_type()).values_list(
            "object_id", flat=True
        )
    )


def _revisions(child: str) -> Iterable[tuple[int, int, int | None, list[dict[str, Any]] | None]]:
    """Yield key, resource, numbered version if it is one, and child rows of every revision."""
    kind = ContentType.objects.get_for_model(ResourcePage)
    rows = Revision.objects.filter(content_type=kind).order_by()
    for pk, resource, version, entries in rows.values_list(
        "pk", "object_id", "resource_version", f"content__{child}"
    ).iterator():
        yield pk, int(resource), version, entries
