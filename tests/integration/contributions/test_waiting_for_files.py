"""Handing in while files are being checked: nobody waits, and nothing unchecked gets through."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail import EmailMessage
from django.test import Client

from accounts.models import User
from contributions.enums import State
from contributions.models import Submission
from contributions.services import drafts
from files.models import PrivacyHold, StoredFile
from library.models import LibraryIndexPage
from tests.factories.documents import heic_bytes
from tests.factories.shared_files import work_off
from tests.integration.contributions.conftest import SignIn, edit_url, typed

START = "/share/"


@pytest.fixture
def client(contributor: User, library: LibraryIndexPage, signed_in: SignIn) -> Client:
    return signed_in(contributor)


def only() -> Submission:
    return Submission.objects.get()


def share(client: Client, *uploads: SimpleUploadedFile, **fields: Any) -> str:
    sent = typed(action="submit", uploads=list(uploads), **fields)
    return client.post(START, sent, follow=True).content.decode()


def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("board.heic", heic_bytes())


def note(data: bytes = b"Call by 8:20.\n") -> SimpleUploadedFile:
    return SimpleUploadedFile("calls.txt", data)


def test_it_goes_to_the_editors_by_itself(
    busy: None, client: Client, deliver: Callable[[], None], mailoutbox: list[EmailMessage]
) -> None:
    page = share(client, note(), photo())
    assert "as soon as its files are checked" in page
    assert "It goes to the editors by itself" in page
    assert only().state == State.DRAFT

    work_off()
    deliver()

    handed_in = only()
    assert (handed_in.state, handed_in.submit_when_checked) == (State.SUBMITTED, False)
    # What is reviewed names the bytes that are kept, not those that came.
    assert handed_in.revision is not None
    listed = handed_in.revision.as_object().resource_files.all()
    assert [row.sha256 for row in listed] == [row.stored_file.sha256 for row in listed]
    assert [mail.to for mail in mailoutbox] == [["contributor@example.org"]]


def test_a_refused_file_brings_it_back_and_its_contributor_is_told(
    busy: None, client: Client, mail: Callable[[], EmailMessage]
) -> None:
    share(client, note(b"<html><script>1</script></html>"))
    work_off()

    told = mail()
    assert told.to == ["contributor@example.org"]
    assert "is not with the editors yet" in str(told.body)
    assert edit_url(only()) in str(told.body)
    assert (only().state, only().submit_when_checked) == (State.DRAFT, False)
    assert "web page or a script" in client.get(edit_url(only())).content.decode()


def test_going_on_with_the_draft_takes_it_back(
    busy: None, client: Client, deliver: Callable[[], None]
) -> None:
    share(client, note())
    kept = drafts.read(only()).resource_files.get().stored_file
    fields = {"file": str(kept.public_id), "title": "Not yet"}
    client.post(edit_url(only()), typed(serial="1", action="save", **fields))
    work_off()
    deliver()
    assert only().state == State.DRAFT


def test_a_file_that_is_held_keeps_it_here(client: Client) -> None:
    client.post(START, typed(action="save", uploads=[note()]))
    stored_file = StoredFile.objects.get()
    PrivacyHold.objects.create(stored_file=stored_file)
    fields = {"file": str(stored_file.public_id)}
    answer = client.post(edit_url(only()), typed(serial="1", action="submit", **fields))
    assert answer.status_code == 422
    assert "seems to have students" in answer.content.decode()
    assert only().state == State.DRAFT
