"""What is typed, and not only what is in files: alike to the library, or telling about students."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from contributions.enums import State
from contributions.models import Submission
from contributions.services import drafts, reviewing
from files import examination
from library.enums import RelationKind, Visibility
from library.models import LibraryIndexPage, ResourcePage, TypedText
from library.services import typed_likeness
from tests.factories.resources import make_published
from tests.factories.shared_files import make_file, make_listed, work_off
from tests.integration.contributions.conftest import SignIn, edit_url, typed

START = "/share/"
PLAN = " ".join(
    f"On the {day} each adviser calls the families of those who missed {what} and notes why."
    for day in ("first Monday", "second Tuesday", "third Friday", "last Thursday")
    for what in ("the bus", "first period", "lunch", "practice", "an exam", "the whole day")
)
SASID = "4729158306"
TOLD = f"Maria Lopez, a student in grade 7, was suspended for three days. SASID: {SASID}."


@pytest.fixture
def client(contributor: User, library: LibraryIndexPage, signed_in: SignIn) -> Client:
    return signed_in(contributor)


def only() -> Submission:
    return Submission.objects.get()


def hand_in(client: Client, **fields: Any) -> Any:
    if not Submission.objects.exists():
        return client.post(START, typed(action="submit", **fields))
    serial = str(only().draft_serial)
    return client.post(edit_url(only()), typed(action="submit", serial=serial, **fields))


def test_a_text_like_one_in_the_library_is_named(
    client: Client, library: LibraryIndexPage, leader: User, reviewer: User
) -> None:
    there = make_published(library, owner=leader, body=f"<p>{PLAN}</p>")
    refused = hand_in(client, challenge=PLAN)
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "What is typed is alike, by about " in page
    assert there.title in page
    assert only().state == State.DRAFT

    hand_in(client, challenge=PLAN, **{f"alike_{there.pk}": "adaptation"})
    found = only()
    assert found.state == State.SUBMITTED
    seen = reviewing.Seen(found.revision_id or 0, found.content_hash)
    reviewing.approve(submission=found, editor=reviewer, seen=seen)
    mine = ResourcePage.objects.get(pk=found.resource_id)
    assert [(row.target_id, row.kind) for row in mine.relations.all()] == [
        (there.pk, RelationKind.BASED_ON)
    ]


def test_a_text_like_a_file_in_the_library_is_named(
    client: Client, library: LibraryIndexPage, leader: User
) -> None:
    stored_file = make_file(leader, "Their plan.txt", PLAN.encode())
    examination.request(files=[stored_file.pk])
    there = make_listed(library, leader, stored_file)
    page = hand_in(client, body=PLAN).content.decode()
    assert there.title in page
    assert "What is typed is alike" in page


def test_a_text_that_she_may_not_see_is_not_named(
    library: LibraryIndexPage, leader: User, outsider: User, signed_in: SignIn
) -> None:
    make_published(library, owner=leader, body=f"<p>{PLAN}</p>", visibility=Visibility.MEMBERS)
    hand_in(signed_in(outsider), body=PLAN)
    assert only().state == State.SUBMITTED


def test_a_new_version_is_not_alike_to_the_published_one(
    client: Client, library: LibraryIndexPage, contributor: User
) -> None:
    page = make_published(library, owner=contributor, body=f"<p>{PLAN}</p>")
    drafts.start_edit(user=contributor, resource=page)
    assert "Something like it is in" not in client.get(edit_url(only())).content.decode()


def test_what_was_published_before_is_read_at_night(
    client: Client, library: LibraryIndexPage, leader: User
) -> None:
    make_published(library, owner=leader, body=f"<p>{PLAN}</p>")
    TypedText.objects.all().delete()
    assert typed_likeness.remember_missing() == 1
    assert typed_likeness.remember_missing() == 0
    assert hand_in(client, body=PLAN).status_code == 422


def test_what_is_typed_about_a_student_is_shown_masked_and_asked_about(
    client: Client, reviewer: User, signed_in: SignIn
) -> None:
    refused = hand_in(client, challenge=TOLD)
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "The problem: This seems to tell about students: State student ID" in page
    summary = page.partition('class="error-summary')[2].partition("</div>")[0]
    assert SASID not in summary
    assert "Maria Lopez" not in summary
    assert TOLD in page
    assert only().state == State.DRAFT

    cleared = hand_in(client, challenge=TOLD, is_cleared="on")
    assert cleared.status_code == 302
    assert only().state == State.SUBMITTED
    screen = signed_in(reviewer).get(f"/admin/review/{only().public_id}/").content.decode()
    assert "What is typed seems to tell about students" in screen
    assert "<strong>The problem</strong>: State student ID" in screen


def test_who_takes_it_out_is_asked_nothing(client: Client) -> None:
    hand_in(client, body=TOLD)
    hand_in(client, body="A student in grade 7 was suspended for three days.")
    assert only().state == State.SUBMITTED


def test_what_was_cleared_while_its_files_were_checked_goes_by_itself(
    busy: None, client: Client, deliver: Callable[[], None]
) -> None:
    upload = SimpleUploadedFile("calls.txt", b"Call by 8:20.\n")
    hand_in(client, body=TOLD, is_cleared="on", uploads=[upload])
    assert only().state == State.DRAFT
    work_off()
    deliver()
    assert only().state == State.SUBMITTED


def test_whoever_reviews_a_file_is_told_where_people_are_named(
    client: Client, reviewer: User, signed_in: SignIn
) -> None:
    told = b"The team tried it with Maria Lopez first. Nothing else was done that week.\n"
    hand_in(client, uploads=[SimpleUploadedFile("calls.txt", told)])
    assert only().state == State.SUBMITTED
    screen = signed_in(reviewer).get(f"/admin/review/{only().public_id}/").content.decode()
    assert "Make sure that nobody named here is a student:" in screen
    assert "M. L." in screen
    assert "Maria Lopez" not in screen
