"""What resources hold of what a change of many may touch, and why some are left alone."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Revision

from library.models import (
    BulkChange,
    ResourcePage,
    ResourceTag,
    ResourceTerm,
    TaggedResource,
    Term,
)
from library.models.former import all_led_on, present_keys
from library.services.uses import in_review_now

from .values import TERMS, State, Values

_FIELDS = (
    *("pk", "title", "live", "withdrawn_at", "locked", "license", "review_by"),
    *("has_unpublished_changes", "latest_revision_id", "live_revision_id"),
)


@dataclass(frozen=True)
class Found:
    """A resource as it is: what readers see, what a draft holds, why it is left alone if it is."""

    title: str
    live: State
    draft: State | None
    held: str


def values_of(change: BulkChange) -> Values:
    """Return what is to be changed in the terms of now: one may have been merged since it was
    chosen. One that is gone is left out; where none is left, the field stays as it is."""
    values = Values.from_data(change.values)
    chosen = {name: getattr(values, name) for name in TERMS}
    moved = present_keys(terms=(key for pair in chosen.values() if pair for key in pair[1]))["term"]
    present: dict[str, Any] = {}
    for name, pair in chosen.items():
        if pair is not None:
            terms = Term.objects.of(TERMS[name]).filter(pk__in=[moved.get(k, k) for k in pair[1]])
            keys = tuple(sorted(terms.values_list("pk", flat=True)))
            present[name] = (pair[0], keys) if keys else None
    return replace(values, **present)


def find(keys: Collection[int]) -> dict[int, Found]:
    """Return the resources, in seven queries."""
    pages = {row["pk"]: row for row in ResourcePage.objects.filter(pk__in=keys).values(*_FIELDS)}
    terms: defaultdict[int, dict[str, list[int]]] = defaultdict(lambda: {n: [] for n in TERMS})
    rows = ResourceTerm.objects.filter(resource__in=pages, term__vocabulary__in=TERMS.values())
    for page, name, key in rows.values_list("resource", "term__vocabulary", "term"):
        terms[page][name].append(key)
    tags: defaultdict[int, list[str]] = defaultdict(list)
    tagged = TaggedResource.objects.filter(content_object__in=pages)
    for page, name in tagged.values_list("content_object", "tag__name"):
        tags[page].append(name)
    drafts = _drafts([row["latest_revision_id"] for row in pages.values() if _has_draft(row)])
    reviewed = in_review_now()
    return {
        key: Found(
            title=row["title"],
            live={
                **terms[key],
                "tags": sorted(tags[key]),
                "license": row["license"],
                "review_by": row["review_by"] and row["review_by"].isoformat(),
            },
            draft=drafts.get(key),
            held=_held(row, reviewed),
        )
        for key, row in pages.items()
    }


def read(page: ResourcePage) -> State:
    """Return what a page object holds, restored from a revision or not."""
    rows = page.resource_terms.all()
    vocabularies = dict(
        Term.objects.filter(pk__in=[row.term_id for row in rows]).values_list("pk", "vocabulary")
    )
    return {
        **{
            name: sorted(row.term_id for row in rows if vocabularies.get(row.term_id) == vocabulary)
            for name, vocabulary in TERMS.items()
        },
        "tags": sorted(row.tag.name for row in page.tagged_items.all()),
        "license": page.license,
        "review_by": page.review_by and page.review_by.isoformat(),
    }


def put(page: ResourcePage, names: Collection[str], state: State) -> None:
    """Write these fields of a state into a page object; rows that stay keep their keys."""
    for name in names:
        if name in TERMS:
            _put_terms(page, TERMS[name], state[name])
        elif name == "tags":
            _put_tags(page, state[name])
        elif name == "review_by":
            page.review_by = page._meta.get_field(name).to_python(state[name])
        else:
            setattr(page, name, state[name])


def _put_terms(page: ResourcePage, vocabulary: str, keys: Collection[int]) -> None:
    wanted = Term.objects.filter(vocabulary=vocabulary, pk__in=keys).in_bulk()
    rows = list(page.resource_terms.all())
    kept = [row for row in rows if row.term_id in wanted or row.term.vocabulary != vocabulary]
    present = {row.term_id for row in kept}
    fresh = [ResourceTerm(term=term) for key, term in wanted.items() if key not in present]
    page.resource_terms = [*kept, *fresh]


def _put_tags(page: ResourcePage, names: Collection[str]) -> None:
    wanted = {name.casefold(): name for name in names}
    kept = [row for row in page.tagged_items.all() if row.tag.name.casefold() in wanted]
    present = {row.tag.name.casefold() for row in kept}
    fresh = [
        TaggedResource(tag=_tag(name)) for folded, name in wanted.items() if folded not in present
    ]
    page.tagged_items = [*kept, *fresh]


def _tag(name: str) -> ResourceTag:
    found = ResourceTag.objects.filter(name__iexact=name).first()
    return found or ResourceTag.objects.create(name=name)


def _has_draft(row: Mapping[str, Any]) -> bool:
    return bool(row["has_unpublished_changes"]) and (
        row["latest_revision_id"] != row["live_revision_id"]
    )


def _drafts(revisions: Collection[int]) -> dict[int, State]:
    """Return what drafts hold, by page."""
    found = dict(Revision.objects.filter(pk__in=revisions).values_list("object_id", "content"))
    contents = dict(zip(map(int, found), all_led_on(list(found.values())), strict=True))
    terms = {row["term"] for c in contents.values() for row in c["resource_terms"]}
    tags = {row["tag"] for c in contents.values() for row in c["tagged_items"]}
    vocabularies = dict(Term.objects.filter(pk__in=terms).values_list("pk", "vocabulary"))
    names = dict(ResourceTag.objects.filter(pk__in=tags).values_list("pk", "name"))
    return {
        page: {
            **{
                name: sorted(
                    row["term"]
                    for row in content["resource_terms"]
                    if vocabularies.get(row["term"]) == vocabulary
                )
                for name, vocabulary in TERMS.items()
            },
            "tags": sorted(
                names[row["tag"]] for row in content["tagged_items"] if row["tag"] in names
            ),
            "license": content["license"],
            "review_by": content["review_by"],
        }
        for page, content in contents.items()
    }


def _held(row: Mapping[str, Any], reviewed: Collection[str]) -> str:
    """Return why a resource is left alone, empty if it is not."""
    if not row["live"] or row["withdrawn_at"]:
        return _("It is not in the library any more.")
    if str(row["pk"]) in reviewed:
        return _("A new version is being reviewed. Change it once that is decided.")
    if row["locked"]:
        return _("An editor has locked it.")
    return ""
