"""What an import writes set by set is what an editor's publishing would have written."""

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db.models import Model
from wagtail.log_actions import LogContext
from wagtail.models import Page, PageLogEntry, ReferenceIndex

from accounts.models import User
from contributions.enums import State
from contributions.services import drafts, reviewing, submitting
from contributions.services.workflow import set_up_review
from library.enums import RightToShare, Visibility
from library.models import (
    LibraryIndexPage,
    ResourcePage,
    ResourceTerm,
    ResourceVersion,
    TaggedResource,
    Term,
)
from library.permissions import ALL
from library.services.answering import answer
from library.services.importing import Options
from library.services.indexing import ResourceSearchable
from library.services.publishing import publish_revision, withdraw
from library.services.question import Question
from search.services import reconcile
from tests.factories.tables import as_csv, entry, run_import

pytestmark = pytest.mark.django_db

NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)
# What differs between any two pages, however they came about.
OWN = {
    *("id", "page_ptr_id", "path", "slug", "url_path", "translation_key", "content_type_id"),
    *("latest_revision_id", "live_revision_id", "external_id"),
}


@pytest.fixture
def review(library: LibraryIndexPage) -> None:
    set_up_review(library=library)


def imported(external_id: str) -> ResourcePage:
    return ResourcePage.objects.get(external_id=external_id)


def columns(instance: Model) -> dict[str, Any]:
    """Every column of a row that is not its own alone."""
    return {
        field.attname: getattr(instance, field.attname)
        for field in instance._meta.concrete_fields
        if field.attname not in OWN
    }


def page_columns(page: ResourcePage) -> dict[str, Any]:
    """The columns of a page; of its blocks and parts without their keys."""
    found = columns(page)
    for name in ("contributors", "links"):
        found[name] = [block["value"] for block in found[name].raw_data]
    return found


def without_keys(value: Any) -> Any:
    """Revision content without the keys of rows and blocks."""
    if isinstance(value, dict):
        return {
            name: without_keys(each)
            for name, each in value.items()
            if name not in {"pk", "id", "resource", "content_object", *OWN} | {"latest_revision"}
        }
    if isinstance(value, list):
        return [without_keys(each) for each in value]
    if isinstance(value, str) and value.startswith("[{"):
        # Streams of blocks; PostgreSQL keeps the names of their fields in an order of its own.
        return without_keys(json.loads(value))
    if isinstance(value, str):
        return re.sub(r'"id": "[0-9a-f-]{36}"', '"id": ""', value)
    return value


def references(page: ResourcePage) -> list[tuple[Any, ...]]:
    """What Wagtail knows the page refers to."""
    rows = ReferenceIndex.objects.filter(object_id=str(page.pk), content_type=page.content_type)
    return sorted(
        (
            row.base_content_type_id,
            row.to_content_type_id,
            row.to_object_id,
            row.model_path,
            re.sub(r"(?<=\.)[0-9a-f-]+(?=\.)", "KEY", row.content_path),
        )
        for row in rows
    )


def log_lines(page: ResourcePage) -> list[tuple[Any, ...]]:
    entries = PageLogEntry.objects.filter(page=page.pk).exclude(action="library.import")
    return [
        (e.action, e.label, e.user_id, e.content_changed, e.deleted, bool(e.revision_id))
        for e in entries.order_by("pk")
    ]


def make_by_hand(library: LibraryIndexPage, like: ResourcePage, user: User) -> ResourcePage:
    """The same content, typed in and published one page at a time."""
    page = ResourcePage(
        title=like.title,
        summary=like.summary,
        body=like.body,
        kind=like.kind,
        license=like.license,
        language=like.language,
        right_to_share=RightToShare.PERMISSION,
        contributors=like.contributors.raw_data,
        links=like.links.raw_data,
        owner=user,
        live=False,
        first_published_at=like.first_published_at,
    )
    page.resource_terms = [ResourceTerm(term=each.term) for each in like.resource_terms.all()]
    page.tagged_items = [TaggedResource(tag=each.tag) for each in like.tagged_items.all()]
    with LogContext(user=user):
        library.add_child(instance=page)
    # A date of an earlier publication stands in the row before the first revision is made of it.
    revision = page.save_revision(user=user)
    publish_revision(resource=page, revision=revision, user=user, now=like.first_published_at)
    return ResourcePage.objects.get(pk=page.pk)


@pytest.fixture
def pair(
    library: LibraryIndexPage, vocabularies: None, reviewer: User
) -> tuple[ResourcePage, ResourcePage]:
    """A page that was imported and one that was made by hand."""
    run_import(as_csv([entry(1)]), user=reviewer, now=NOW)
    one = imported("row-1")
    return one, make_by_hand(library, one, reviewer)


def test_the_rows_of_the_page_are_the_same(pair: tuple[ResourcePage, ResourcePage]) -> None:
    one, other = pair
    times = {"latest_revision_created_at", "last_published_at"}
    left, right = page_columns(one), page_columns(other)
    assert {k: v for k, v in left.items() if k not in times} == {
        k: v for k, v in right.items() if k not in times
    }
    assert all((left[name] is None) == (right[name] is None) for name in times)
    assert one.content_type_id == other.content_type_id
    assert one.live
    assert one.version_number == 1
    assert one.depth == other.depth


def test_the_revision_is_the_same(pair: tuple[ResourcePage, ResourcePage]) -> None:
    one, other = (page.get_latest_revision() for page in pair)
    left, right = without_keys(one.content), without_keys(other.content)
    for name in ("first_published_at", "latest_revision_created_at"):
        left.pop(name), right.pop(name)
    assert left == right
    kept = {"content_type_id", "base_content_type_id", "object_str", "user_id"}
    assert {name: getattr(one, name) for name in kept} == {
        name: getattr(other, name) for name in kept
    }
    assert [page.live_revision_id for page in pair] == [one.pk, other.pk]


def test_references_log_and_versions_are_the_same(pair: tuple[ResourcePage, ResourcePage]) -> None:
    one, other = pair
    assert references(one) == references(other) != []
    assert log_lines(one) == log_lines(other) != []
    left, right = (
        ResourceVersion.objects.get(resource=one),
        ResourceVersion.objects.get(resource=other),
    )
    own = {"resource_id", "revision_id"}
    assert {k: v for k, v in columns(left).items() if k not in own} == {
        k: v for k, v in columns(right).items() if k not in own
    }


def test_the_index_holds_the_same(pair: tuple[ResourcePage, ResourcePage], deliver: Any) -> None:
    one, other = ResourceSearchable().documents([str(page.pk) for page in pair])
    for name in ("title", "summary", "body", "keywords", "facets", "labels", "date", "version"):
        assert getattr(one, name) == getattr(other, name), name
    deliver()
    found = answer(Question.of(text="number1", chosen={}), ALL)
    assert {card.pk for card in found.cards} == {page.pk for page in pair}
    assert reconcile().total == 0


def test_three_hundred_pages_live_on_like_any_other(
    library: LibraryIndexPage,
    vocabularies: None,
    review: None,
    contributor: User,
    reviewer: User,
    deliver: Any,
) -> None:
    report = run_import(as_csv([entry(number) for number in range(300)]), user=reviewer, now=NOW)
    assert report.summary() == "300 new."
    assert problems() == []
    ResourcePage.objects.filter(external_id="row-0").update(owner=contributor)

    # A new version through review.
    draft = drafts.start_edit(user=contributor, resource=imported("row-0"))
    content = drafts.DraftContent(
        title="Practice 0, improved", summary="What came of it.", body="Rewritten by hand."
    )
    drafts.save(submission=draft, user=contributor, content=content, serial=draft.draft_serial)
    submission = submitting.submit(submission=draft, user=contributor)
    reviewing.claim(submission=submission, editor=reviewer)
    submission.refresh_from_db()
    seen = reviewing.Seen(submission.revision_id or 0, submission.content_hash)
    reviewing.approve(submission=submission, editor=reviewer, seen=seen)
    submission.refresh_from_db()
    assert submission.state == State.PUBLISHED
    edited = imported("row-0")
    assert (edited.title, edited.version_number) == ("Practice 0, improved", 2)
    assert edited.versions.get(number=1).revision.as_object().title == "Practice 0"

    # Withdrawn, deleted, moved among its siblings, changed by hand.
    withdraw(resource=imported("row-1"), user=reviewer, reason="Out of date.")
    imported("row-2").delete()
    library.refresh_from_db()
    first = library.get_first_child()
    imported("row-250").move(first, pos="first-sibling")
    library.refresh_from_db()
    assert library.get_first_child().specific.external_id == "row-250"
    by_hand = imported("row-3")
    by_hand.title = "Renamed in the page editor"
    by_hand.slug = "renamed"
    by_hand.save_revision(user=reviewer)
    library.add_child(instance=ResourcePage(title="One more", summary="S.", live=False))

    assert problems() == []
    deliver()
    assert reconcile().total == 0
    assert answer(Question.of(chosen={}), ALL).total == 298
    assert ResourceVersion.objects.count() == 300
    assert LibraryIndexPage.objects.get().numchild == 300
    present = set(Page.objects.values_list("pk", flat=True).order_by())
    referring = ReferenceIndex.objects.filter(content_type=edited.content_type)
    assert {int(pk) for pk in referring.values_list("object_id", flat=True)} <= present


def problems() -> list[Any]:
    return [each for kind in Page.find_problems() for each in kind]


def test_a_draft_import_waits_for_an_editor(
    library: LibraryIndexPage, vocabularies: None, reviewer: User, deliver: Any
) -> None:
    run_import(as_csv([entry(1)]), user=reviewer, options=Options(), now=NOW)
    page = imported("row-1")
    assert (page.live, page.has_unpublished_changes, page.version_number) == (False, True, 0)
    deliver()
    assert answer(Question.of(chosen={}), ALL).total == 0
    assert page.get_latest_revision_as_object().body == page.body
    run_import(as_csv([entry(1)]), user=reviewer)
    page = imported("row-1")
    assert (page.live, page.has_unpublished_changes, page.version_number) == (True, False, 1)
    assert page.first_published_at == datetime(2024, 5, 31, 4, tzinfo=UTC)
    assert page.revisions.count() == 2


def test_a_member_sees_what_is_hers(
    library: LibraryIndexPage, vocabularies: None, deliver: Any
) -> None:
    rows = [entry(1), entry(2, visibility="members")]
    run_import(as_csv(rows))
    deliver()
    everyone = frozenset({Visibility.PUBLIC.value})
    assert answer(Question.of(chosen={}), everyone).total == 1
    assert answer(Question.of(chosen={}), ALL).total == 2


def test_what_was_added_is_there_for_the_next(
    library: LibraryIndexPage, vocabularies: None
) -> None:
    rows = [
        entry(1, topics="Snow days; chronic absence", school="Elm School"),
        entry(2, topics="snow days", school="elm school", tags="Phone Tree; phone tree; other"),
    ]
    report = run_import(as_csv(rows))
    assert report.problems == []
    assert report.unknown_topics == {"Snow days": 2}
    assert Term.objects.filter(label="Snow days").count() == 1
    one, two = imported("row-1"), imported("row-2")
    assert one.school == two.school
    assert one.school.name == "Elm School"
    assert sorted(tag.name for tag in two.tags.all()) == ["other", "phone tree"]
