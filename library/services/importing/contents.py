"""What resources hold, by column of an import or export, in the form in which it is compared."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from wagtail.models import Revision

from library.models import ResourcePage, ResourceTag, ResourceTerm, TaggedResource, Term
from library.models.former import all_led_on

from .columns import TERM_COLUMNS, Contributor, normal_body, normal_line, normal_text

# Values by column. Terms are tuples of slugs, a school is its id.
Content = dict[str, Any]
Slugs = Mapping[str, list[str]]

_CHOICES = ("kind", "license", "language", "visibility")
_FIELDS = ("title", "summary", "body", *_CHOICES, "school", "contributors", "links")


def live_contents(ids: Collection[int]) -> dict[int, Content]:
    """Return what the pages themselves hold, by page."""
    terms: defaultdict[int, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    rows = ResourceTerm.objects.filter(resource__in=ids)
    for page, vocabulary, slug in rows.values_list("resource", "term__vocabulary", "term__slug"):
        terms[page][vocabulary].append(slug)
    tags: defaultdict[int, list[str]] = defaultdict(list)
    tagged = TaggedResource.objects.filter(content_object__in=ids).order_by("pk")
    for page, name in tagged.values_list("content_object", "tag__name"):
        tags[page].append(name)
    pages = ResourcePage.objects.filter(pk__in=ids).values("pk", "first_published_at", *_FIELDS)
    return {
        page["pk"]: _content(
            page,
            contributors=page["contributors"].raw_data,
            links=page["links"].raw_data,
            terms=terms[page["pk"]],
            tags=tags[page["pk"]],
        )
        for page in pages
    }


def draft_contents(revisions: Collection[int]) -> dict[int, Content]:
    """Return what revisions hold, by page."""
    found = dict(Revision.objects.filter(pk__in=revisions).values_list("object_id", "content"))
    contents = dict(zip(map(int, found), all_led_on(list(found.values())), strict=True))
    term_ids = {row["term"] for c in contents.values() for row in c["resource_terms"]}
    tag_ids = {row["tag"] for c in contents.values() for row in c["tagged_items"]}
    terms = Term.objects.in_bulk(term_ids)
    tags = ResourceTag.objects.in_bulk(tag_ids)
    return {page: _draft_content(content, terms, tags) for page, content in contents.items()}


def _draft_content(
    content: Mapping[str, Any], terms: Mapping[int, Term], tags: Mapping[int, ResourceTag]
) -> Content:
    slugs: defaultdict[str, list[str]] = defaultdict(list)
    for row in content["resource_terms"]:
        if term := terms.get(row["term"]):
            slugs[term.vocabulary].append(term.slug)
    names = [tags[row["tag"]].name for row in content["tagged_items"] if row["tag"] in tags]
    return _content(
        {**content, "first_published_at": None},
        contributors=json.loads(content["contributors"]),
        links=json.loads(content["links"]),
        terms=slugs,
        tags=names,
    )


def _content(
    fields: Mapping[str, Any],
    *,
    contributors: Iterable[Mapping[str, Any]],
    links: Iterable[Mapping[str, Any]],
    terms: Slugs,
    tags: Iterable[str],
) -> Content:
    """Put the parts of a resource into the form of a row."""
    return {
        "title": normal_line(fields["title"]),
        "summary": normal_text(fields["summary"]),
        "body": normal_body(fields["body"]),
        **{name: fields[name] for name in _CHOICES},
        **{name: tuple(terms.get(vocabulary, ())) for name, vocabulary in TERM_COLUMNS.items()},
        "tags": tuple(dict.fromkeys(normal_line(tag) for tag in tags)),
        "url": tuple(dict.fromkeys(normal_line(link["value"]["url"]) for link in links)),
        "contributors": tuple(dict.fromkeys(_contributor(each["value"]) for each in contributors)),
        "school": fields["school"],
        "published_at": fields["first_published_at"],
    }


def _contributor(value: Mapping[str, Any]) -> Contributor:
    return normal_line(value["name"]), normal_line(value.get("role") or "")


def same(column: str, wanted: Any, present: Any) -> bool:
    """Whether a row's value of a column says what the resource holds already."""
    if column == "published_at":
        # It is the date of the first publication, which no later import changes.
        return True
    if column in TERM_COLUMNS:
        return set(wanted) == set(present)
    if column == "tags":
        return {tag.casefold() for tag in wanted} == {tag.casefold() for tag in present}
    if column == "school":
        return (wanted.pk if wanted else None) == present
    return bool(wanted == present)
