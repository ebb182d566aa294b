"""An editor changes many published resources at once, stops, goes on and puts it back."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from contributions.models import Submission
from contributions.services import drafts, submitting
from contributions.services.errors import DraftConflict
from library.enums import BulkOutcome, BulkState
from library.models import BulkChange, LibraryIndexPage, ResourcePage, ResourceTag, Term
from library.services import bulk
from library.services.bulk import Values, running
from library.services.merging import merge_terms
from library.services.publishing import withdraw
from tests.factories.resources import make_draft
from tests.integration.library.conftest import Make

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
Deliver = Callable[[], None]
LIST = "/admin/resources/"


@pytest.fixture
def editor(vocabularies: None, signed_in: SignIn, reviewer: User) -> Client:
    return signed_in(reviewer)


def term(slug: str) -> Term:
    return Term.objects.get(slug=slug)


def page_of(change: BulkChange, name: str = "change") -> str:
    return reverse(f"bulk:{name}", args=[change.public_id])


def choose(client: Client, *pages: ResourcePage, **data: Any) -> BulkChange:
    sent = {"which": "some", "resource": [page.pk for page in pages], **data}
    answer = client.post(reverse("bulk:choose"), sent)
    change = BulkChange.objects.latest("pk")
    assert answer["Location"] == page_of(change)
    return change


def do(user: User, pages: list[ResourcePage], **values: Any) -> BulkChange:
    """Make a change the short way; the worker does it at the next delivery."""
    change = bulk.choose(user=user, keys=[page.pk for page in pages])
    bulk.set_values(change=change, user=user, values=Values(**values))
    return bulk.confirm(change=change, user=user)


def slugs(page: ResourcePage, vocabulary: str = "topic") -> list[str]:
    rows = page.resource_terms.filter(term__vocabulary=vocabulary)
    return sorted(rows.values_list("term__slug", flat=True))


def fresh(page: ResourcePage) -> ResourcePage:
    return ResourcePage.objects.get(pk=page.pk)


def outcomes(change: BulkChange) -> dict[str, str]:
    return {item.resource.title: item.outcome for item in change.items.all()}


def test_from_the_list_to_the_library_and_back(
    editor: Client, make: Make, client: Client, deliver: Deliver
) -> None:
    one = make("One", terms=("chronic-absence", "9-12"), tags=("phone", "old"))
    two = make("Two", terms=("school-climate",), license="cc0")
    other = make("Other", terms=("chronic-absence",))
    deliver()
    shown = editor.get(LIST).content.decode()
    assert "Change all 3 results" in shown
    change = choose(editor, one, two)
    sent = {
        "topic_mode": "add",
        "topic": [term("dropout-prevention").pk],
        "audience_mode": "replace",
        "audience": [Term.objects.filter(vocabulary="audience").first().pk],
        "add_tags": "Fresh, phone",
        "remove_tags": "old",
        "license": "cc-by",
        "review_mode": "set",
        "review_by": "2027-05-01",
    }
    answer = editor.post(page_of(change), sent, follow=True)
    text = answer.content.decode()
    assert "Nothing has changed yet" in text
    assert "tags: old, phone → Fresh, phone" in text
    assert "license: CC0 1.0 → CC BY 4.0" in text
    assert "Change 2 resources" in text
    assert fresh(one).version_number == 1

    editor.post(page_of(change, "confirm"))
    deliver()
    deliver()
    change.refresh_from_db()
    assert (change.state, outcomes(change)) == ("done", {"One": "changed", "Two": "changed"})
    assert slugs(one) == ["chronic-absence", "dropout-prevention"]
    assert slugs(one, "grade") == ["9-12"]
    assert sorted(tag.name for tag in one.tags.all()) == ["Fresh", "phone"]
    assert (fresh(two).license, fresh(two).review_by) == ("cc-by", date(2027, 5, 1))
    assert fresh(other).version_number == 1
    found = client.get("/library/?topic=dropout-prevention").context["answer"]
    assert {card.title for card in found.cards} == {"One", "Two"}
    versions = client.get(f"/library/{two.slug}/versions/").content.decode()
    assert "Changed by the editors: topics, audience, tags, license (CC BY 4.0)" in versions

    editor.post(page_of(change, "undo"))
    deliver()
    deliver()
    assert outcomes(change) == {"One": "undone", "Two": "undone"}
    assert slugs(one) == ["chronic-absence"]
    assert sorted(tag.name for tag in one.tags.all()) == ["old", "phone"]
    assert (fresh(two).license, fresh(two).review_by) == ("cc0", None)
    assert client.get("/library/?topic=dropout-prevention").context["answer"].total == 0
    assert "Put back" in editor.get(page_of(change)).content.decode()


def test_all_of_a_result_is_more_than_a_page(
    editor: Client, library: LibraryIndexPage, make: Make
) -> None:
    for number in range(52):
        make(f"Many {number:02}", kind="guide")
    make("Practice")
    answer = editor.get(LIST, {"kind": "guide"})
    assert len(answer.context["shown"]) == 50
    change = choose(editor, which="all", query=answer.context["query"])
    assert change.items.count() == 52


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("q=phone+tree", {"A phone tree for absent students"}),
        ("kind=template", {"Letters that families read", "Cartas a las familias"}),
        ("tag=PHONE", {"A phone tree for absent students"}),
        ("review=overdue", {"Mentors for new principals"}),
        ("license=cc0", set()),
        ("kind=sonnet&topic=x", {"A phone tree for absent students"}),
    ],
)
def test_filters(
    editor: Client, shelf: dict[str, ResourcePage], query: str, titles: set[str]
) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    ResourcePage.objects.filter(pk=shelf["mentors"].pk).update(review_by=yesterday)
    found = {page.title for page in editor.get(f"{LIST}?{query}").context["shown"]}
    assert found == titles or (titles < found and "sonnet" in query)


def test_a_broader_topic_finds_what_is_below(
    editor: Client, shelf: dict[str, ResourcePage]
) -> None:
    above = term("attendance-and-engagement")
    found = {page.title for page in editor.get(LIST, {"topic": above.pk}).context["shown"]}
    assert found == {"A phone tree for absent students", "Zebra crossing duty"}


def test_what_is_left_alone_and_why(
    editor: Client, make: Make, reviewer: User, contributor: User, deliver: Deliver
) -> None:
    reviewed = make("Reviewed", owner=contributor)
    edit = drafts.start_edit(user=contributor, resource=reviewed)
    locked, gone, same = make("Locked"), make("Gone"), make("Same", license="cc0")
    change = bulk.choose(user=reviewer, keys=[p.pk for p in (reviewed, locked, gone, same)])
    bulk.set_values(change=change, user=reviewer, values=Values(license="cc0"))
    content = drafts.DraftContent(title="Reviewed", summary="S.", body="B.")
    edit = drafts.save(submission=edit, user=contributor, content=content, serial=1)
    submitting.submit(submission=edit, user=contributor)
    ResourcePage.objects.filter(pk=locked.pk).update(locked=True)
    withdraw(resource=gone, user=reviewer, reason="Old.")
    text = editor.get(page_of(change)).content.decode()
    for word in (
        "being reviewed",
        "has locked it",
        "not in the library any more",
        "There is nothing",
    ):
        assert word in text
    bulk.confirm(change=change, user=reviewer)
    deliver()
    assert outcomes(change) == {
        "Reviewed": "skipped",
        "Locked": "skipped",
        "Gone": "skipped",
        "Same": "unchanged",
    }
    assert not fresh(gone).live
    assert fresh(same).version_number == 1


def test_an_open_draft_gets_it_too_and_its_author_loses_nothing(
    make: Make, reviewer: User, contributor: User, client: Client, deliver: Deliver
) -> None:
    page = make("Tree", owner=contributor, tags=("phone",))
    edit = drafts.start_edit(user=contributor, resource=page)
    content = drafts.DraftContent(
        title="Sentinel title", summary="New.", body="B.", tags=("phone", "mine")
    )
    edit = drafts.save(submission=edit, user=contributor, content=content, serial=1)
    change = do(reviewer, [page], license="cc0", add_tags=("together",))
    deliver()
    # Readers see the change and nothing of the draft.
    shown = client.get(f"/library/{page.slug}/").content.decode()
    assert "CC0 1.0" in shown
    assert "Sentinel" not in shown
    # The draft is still the newest state, has both, and its open form notices.
    edit.refresh_from_db()
    kept = drafts.content_of(drafts.read(edit))
    assert (kept.title, kept.license) == ("Sentinel title", "cc0")
    assert kept.tags == ("mine", "phone", "together")
    assert fresh(page).latest_revision_id == edit.draft_id
    assert fresh(page).has_unpublished_changes
    with pytest.raises(DraftConflict):
        drafts.save(submission=edit, user=contributor, content=content, serial=2)
    # Its next version does not take the change back.
    submitted = submitting.submit(submission=edit, user=contributor)
    assert submitted.revision.as_object().license == "cc0"
    submitting.withdraw(submission=submitted, user=contributor)
    submitting.restart(submission=submitted, user=contributor)
    bulk.undo(change=BulkChange.objects.get(pk=change.pk), user=reviewer)
    deliver()
    found = drafts.content_of(drafts.read(Submission.objects.get(pk=edit.pk)))
    assert (found.license, found.tags) == ("cc-by-nc", ("mine", "phone"))
    assert fresh(page).license == "cc-by-nc"
    # What was handed in is on record as it was.
    assert submitted.rounds.get().revision.as_object().license == "cc0"


def test_what_somebody_changed_since_is_not_put_back(
    make: Make, reviewer: User, deliver: Deliver, editor: Client
) -> None:
    one, two = make("One", license="cc0"), make("Two")
    change = do(reviewer, [one, two], license="cc-by", review_by="2027-01-01")
    deliver()
    do(reviewer, [one], license="cc-by-sa")
    deliver()
    bulk.undo(change=BulkChange.objects.get(pk=change.pk), user=reviewer)
    deliver()
    assert (fresh(one).license, fresh(one).review_by) == ("cc-by-sa", None)
    assert (fresh(two).license, fresh(two).review_by) == ("cc-by-nc", None)
    text = editor.get(page_of(change)).content.decode()
    assert "Changed since then, so it stays: license." in text
    with pytest.raises(bulk.WrongState):
        bulk.undo(change=BulkChange.objects.get(pk=change.pk), user=reviewer)


def test_a_merge_between_does_not_stand_in_the_way_of_undo(
    make: Make, reviewer: User, deliver: Deliver
) -> None:
    page = make("One", terms=("school-climate",))
    change = do(reviewer, [page], topic=("replace", (term("dropout-prevention").pk,)))
    deliver()
    merge_terms(term=term("dropout-prevention"), into=term("chronic-absence"), user=reviewer)
    assert slugs(page) == ["chronic-absence"]
    bulk.undo(change=BulkChange.objects.get(pk=change.pk), user=reviewer)
    deliver()
    assert slugs(page) == ["school-climate"]


@pytest.mark.parametrize(
    ("mode", "left"),
    [
        ("add", ["chronic-absence", "equity", "school-climate"]),
        ("remove", ["chronic-absence"]),
        ("replace", ["equity"]),
    ],
)
def test_a_topic_that_was_merged_since_it_was_chosen_is_what_it_was_merged_into(
    make: Make, reviewer: User, editor: Client, deliver: Deliver, mode: str, left: list[str]
) -> None:
    had = ("chronic-absence", "equity" if mode == "remove" else "school-climate")
    page, gone = (
        make("One", terms=had),
        Term.objects.create(vocabulary="topic", slug="gone", label="Gone"),
    )
    change = bulk.choose(user=reviewer, keys=[page.pk])
    bulk.set_values(change=change, user=reviewer, values=Values(topic=(mode, (gone.pk,))))
    merge_terms(term=gone, into=term("equity"), user=reviewer)
    assert "Equity and access" in editor.get(page_of(change)).content.decode()
    bulk.confirm(change=change, user=reviewer)
    deliver()
    assert slugs(page) == left


def test_a_topic_that_was_deleted_since_takes_nothing_with_it(
    make: Make, reviewer: User, deliver: Deliver
) -> None:
    page = make("One", terms=("chronic-absence",))
    gone = Term.objects.create(vocabulary="topic", slug="gone", label="Gone")
    change = bulk.choose(user=reviewer, keys=[page.pk])
    bulk.set_values(change=change, user=reviewer, values=Values(topic=("replace", (gone.pk,))))
    gone.delete()
    bulk.confirm(change=change, user=reviewer)
    deliver()
    assert slugs(page) == ["chronic-absence"]
    assert outcomes(change) == {"One": BulkOutcome.UNCHANGED}


def test_it_is_stopped_and_goes_on_without_doing_anything_twice(
    make: Make, reviewer: User, deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = [make(f"Page {number}") for number in range(3)]
    change = do(reviewer, pages, license="cc0")
    real = running.change_one

    def change_and_stop(item: Any, values: Values, user: Any) -> None:
        real(item, values, user)
        # As an editor does while the first one is being changed.
        BulkChange.objects.filter(pk=change.pk).update(stop_requested=True)

    monkeypatch.setattr(running, "change_one", change_and_stop)
    deliver()
    change.refresh_from_db()
    assert change.state == BulkState.STOPPED
    assert sorted(outcomes(change).values()) == ["changed", "waiting", "waiting"]
    monkeypatch.setattr(running, "change_one", real)
    bulk.confirm(change=change, user=reviewer)
    deliver()
    assert set(outcomes(change).values()) == {"changed"}
    assert [fresh(page).version_number for page in pages] == [2, 2, 2]


def test_a_worker_that_comes_back_from_the_dead_changes_nothing(
    make: Make, reviewer: User, deliver: Deliver
) -> None:
    change = do(reviewer, [make("One")], license="cc0")
    BulkChange.objects.filter(pk=change.pk).update(attempt=2)
    bulk.perform(change_id=change.pk, attempt=1)
    assert outcomes(change) == {"One": "waiting"}
    bulk.perform(change_id=change.pk, attempt=2)
    bulk.perform(change_id=change.pk, attempt=2)
    assert outcomes(change) == {"One": "changed"}


def test_one_that_fails_leaves_the_others_to_be_done(
    make: Make, reviewer: User, deliver: Deliver
) -> None:
    bad, good = make("A bad one"), make("B good one")
    revision = bad.live_revision
    revision.content = {**revision.content, "summary": "x" * 700}
    revision.save()
    change = do(reviewer, [bad, good], license="cc0")
    deliver()
    assert outcomes(change) == {"A bad one": "skipped", "B good one": "changed"}
    assert "at most 600" in change.items.get(resource=bad).reason
    assert fresh(bad).license == "cc-by-nc"


def test_whoever_lost_the_right_changes_nothing(
    make: Make, reviewer: User, deliver: Deliver
) -> None:
    page = make("One")
    change = do(reviewer, [page], license="cc0")
    reviewer.groups.clear()
    deliver()
    change.refresh_from_db()
    assert change.state == BulkState.FAILED
    assert fresh(page).license == "cc-by-nc"


def test_whoever_is_deleted_meanwhile_changes_nothing(
    make: Make, reviewer: User, deliver: Deliver
) -> None:
    page = make("One")
    change = do(reviewer, [page], license="cc0")
    reviewer.delete()
    deliver()
    change.refresh_from_db()
    assert (change.state, bool(change.failure)) == (BulkState.FAILED, True)
    assert fresh(page).license == page.license


def test_nothing_chosen_and_nothing_to_change(
    editor: Client, make: Make, library: LibraryIndexPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = make_draft(library, "Draft")
    for keys in ([], [draft.pk], ["x", "9" * 30]):
        answer = editor.post(reverse("bulk:choose"), {"resource": keys}, follow=True)
        assert "Choose at least one resource" in answer.content.decode()
    change = choose(editor, make("One"))
    answer = editor.post(page_of(change), {})
    assert answer.status_code == 422
    assert "Choose something to change" in answer.content.decode()
    answer = editor.post(page_of(change), {"topic_mode": "add", "review_mode": "set"})
    assert "Choose at least one, or leave them." in answer.content.decode()
    assert "Enter a date." in answer.content.decode()
    assert "not possible any more" in (
        editor.post(page_of(change, "confirm"), follow=True).content.decode()
    )
    monkeypatch.setattr(running, "MOST", 0)
    answer = editor.post(reverse("bulk:choose"), {"which": "all"}, follow=True)
    assert "5,000 resources at most" in answer.content.decode()


def test_a_preview_takes_as_many_queries_for_many_resources(
    editor: Client,
    make: Make,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    reviewer: User,
) -> None:
    pages = [make(f"Page {number}", tags=("a",), terms=("9-12",)) for number in range(12)]
    for page in pages[:6]:
        page.title = "Draft title"
        page.save_revision()
    change = bulk.choose(user=reviewer, keys=[page.pk for page in pages])
    bulk.set_values(change=change, user=reviewer, values=Values(add_tags=("b",)))
    editor.get(page_of(change))
    with django_assert_max_num_queries(30):
        text = editor.get(page_of(change)).content.decode()
    # What stands in a draft is nobody's business here.
    assert "Its draft is changed in the same way." in text
    assert "Draft title" not in text


def test_a_new_tag_is_made_only_when_it_is_done(
    make: Make, reviewer: User, editor: Client, deliver: Deliver
) -> None:
    change = bulk.choose(user=reviewer, keys=[make("One").pk])
    bulk.set_values(change=change, user=reviewer, values=Values(add_tags=("Novel",)))
    assert "Novel" in editor.get(page_of(change)).content.decode()
    assert not ResourceTag.objects.filter(name="Novel").exists()
    bulk.confirm(change=change, user=reviewer)
    deliver()
    assert ResourceTag.objects.filter(name="Novel").count() == 1


@pytest.mark.parametrize("person", ["supervisor", "coach", "leader", "outsider"])
def test_nobody_else(
    make: Make, reviewer: User, signed_in: SignIn, request: pytest.FixtureRequest, person: str
) -> None:
    page = make("One")
    change = bulk.choose(user=reviewer, keys=[page.pk])
    bulk.set_values(change=change, user=reviewer, values=Values(license="cc0"))
    client = signed_in(request.getfixturevalue(person))
    for name in ("confirm", "stop", "undo", "change"):
        assert client.post(page_of(change, name)).status_code in (302, 403)
    for path in (LIST, page_of(change), page_of(change, "progress")):
        answer = client.get(path)
        assert answer.status_code in (302, 403)
    client.post(reverse("bulk:choose"), {"resource": page.pk})
    assert BulkChange.objects.count() == 1
    assert BulkChange.objects.get().state == BulkState.CHOSEN


def test_progress_is_shown_and_ends(make: Make, reviewer: User, editor: Client) -> None:
    change = do(reviewer, [make("One")], license="cc0")
    assert "Waiting for its turn" in editor.get(page_of(change)).content.decode()
    assert "HX-Refresh" not in editor.get(page_of(change, "progress"))
    change.items.update(outcome=BulkOutcome.CHANGED)
    BulkChange.objects.update(seen_alive_at=timezone.now() - timedelta(minutes=5))
    assert "no sign of life" in editor.get(page_of(change)).content.decode()
    editor.post(page_of(change, "stop"))
    change.refresh_from_db()
    assert change.state == BulkState.STOPPED
    assert editor.get(page_of(change, "progress"))["HX-Refresh"] == "true"
