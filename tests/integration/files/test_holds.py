"""A file with students' data is its sender's alone until an editor has decided."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from accounts.models import User
from files import examination, findings, holds
from files.enums import HoldState
from files.models import Examination, PrivacyHold, StoredFile
from files.permissions import may_read
from library.models import LibraryIndexPage
from tests.factories.shared_files import make_file, make_listed

SignIn = Callable[[User], Client]
NOW = datetime(2026, 11, 26, 15, 0, tzinfo=UTC)
FOUND = {
    "kind": "ssn",
    "severity": "high",
    "place": {"code": "page", "number": 3},
    "excerpt": "SSN •••-••-••••",
    "count": 2,
}


@pytest.fixture(autouse=True)
def _own_store(store: Path) -> None:
    pass


@pytest.fixture
def held(contributor: User) -> StoredFile:
    """A file in which something was found."""
    stored_file = make_file(contributor, "Roster.txt")
    Examination.objects.create(pk=stored_file.sha256, findings=[FOUND])
    examination.request(files=[stored_file.pk])
    return stored_file


def hold_url(stored_file: StoredFile) -> str:
    return reverse("files:hold", args=[stored_file.public_id])


def decide_url(stored_file: StoredFile) -> str:
    return reverse("held_files:hold", args=[stored_file.public_id])


def test_nobody_but_its_sender_gets_a_held_file(
    held: StoredFile,
    library: LibraryIndexPage,
    contributor: User,
    reviewer: User,
    outsider: User,
    signed_in: SignIn,
    client: Client,
) -> None:
    make_listed(library, contributor)
    for person in (client, signed_in(outsider), signed_in(reviewer)):
        assert person.get(held.get_absolute_url()).status_code == 404
    assert signed_in(contributor).get(held.get_absolute_url()).status_code == 200


def test_a_published_file_that_turns_out_to_be_held_leaves_the_page(
    library: LibraryIndexPage, contributor: User, client: Client
) -> None:
    stored_file = make_file(contributor, "Roster.txt")
    page = make_listed(library, contributor, stored_file)
    assert stored_file.get_absolute_url() in client.get(page.url).content.decode()
    PrivacyHold.objects.create(stored_file=stored_file)

    shown = client.get(page.url + "?again=1").content.decode()
    assert stored_file.get_absolute_url() not in shown
    assert "Held until an editor has looked at it" in shown
    assert client.get(stored_file.get_absolute_url()).status_code == 404


def test_its_sender_sees_what_was_found_and_asks_for_a_decision(
    held: StoredFile,
    contributor: User,
    reviewer: User,
    outsider: User,
    signed_in: SignIn,
    deliver: Callable[[], None],
    mailoutbox: list[EmailMessage],
) -> None:
    assert signed_in(outsider).get(hold_url(held)).status_code == 404
    sender = signed_in(contributor)
    page = sender.get(hold_url(held)).content.decode()
    assert "Social security number" in page
    assert "SSN •••-••-••••" in page

    empty = sender.post(hold_url(held), {"text": "  "})
    assert empty.status_code == 422
    assert "Say why" in empty.content.decode()
    sender.post(hold_url(held), {"text": "The numbers are made up <b>"})

    hold = PrivacyHold.objects.get()
    assert hold.state == HoldState.JUSTIFIED
    assert may_read(reviewer, held)
    assert not may_read(outsider, held)
    deliver()
    [told] = mailoutbox
    assert told.to == ["reviewer@example.org"]
    assert decide_url(held) in str(told.body)
    assert "Roster" not in str(told.body) + told.subject
    assert sender.post(hold_url(held), {"text": "Again"}).status_code == 422


@pytest.mark.parametrize(("action", "state"), [("release", "released"), ("keep", "kept")])
def test_an_editor_decides(
    action: str,
    state: str,
    held: StoredFile,
    contributor: User,
    reviewer: User,
    signed_in: SignIn,
    mail: Callable[[], EmailMessage],
) -> None:
    holds.justify(hold=held.privacy_hold, user=contributor, text="Made up.", now=NOW)
    editor = signed_in(reviewer)
    assert "Roster.txt" in editor.get(reverse("held_files:holds")).content.decode()
    page = editor.get(decide_url(held)).content.decode()
    assert "Made up." in page
    assert "SSN •••-••-••••" in page
    assert editor.post(decide_url(held), {"action": action, "text": ""}).status_code == 422

    editor.post(decide_url(held), {"action": action, "text": "I looked."}, follow=True)

    hold = PrivacyHold.objects.get()
    assert (hold.state, hold.decided_by) == (state, reviewer)
    told = mail()
    assert told.to == ["contributor@example.org"]
    assert ("released it" in str(told.body)) == (action == "release")
    assert "I looked." in signed_in(contributor).get(hold_url(held)).content.decode()
    assert "Roster.txt" not in editor.get(reverse("held_files:holds")).content.decode()
    # A second decision is too late, and a kept one may be asked about again.
    with pytest.raises(holds.AlreadyDecided):
        holds.decide(hold=hold, user=reviewer, release=True, text="Twice")
    if action == "keep":
        assert not may_read(reviewer, held)
        holds.justify(hold=hold, user=contributor, text="A better reason.", now=NOW)


def test_a_decision_is_due_within_five_working_days(held: StoredFile, contributor: User) -> None:
    thursday = NOW
    hold = holds.justify(hold=held.privacy_hold, user=contributor, text="Made up.", now=thursday)
    assert hold.decide_by == date(2026, 12, 3)


def test_an_editor_does_not_decide_on_her_own_file_if_another_could(
    reviewer: User, second_reviewer: User, store: Path
) -> None:
    own = make_file(reviewer, "Own.txt")
    hold = PrivacyHold.objects.create(stored_file=own, state="justified")
    with pytest.raises(holds.NotYours):
        holds.decide(hold=hold, user=reviewer, release=True, text="Mine.")
    holds.decide(hold=hold, user=second_reviewer, release=True, text="Looked.")


def test_the_only_editor_decides_on_her_own(reviewer: User) -> None:
    hold = PrivacyHold.objects.create(stored_file=make_file(reviewer, "Own.txt"), state="justified")
    decided = holds.decide(hold=hold, user=reviewer, release=True, text="Nobody else is here.")
    assert decided.state == HoldState.RELEASED


def test_strangers_decide_nothing(
    held: StoredFile, contributor: User, coach: User, outsider: User, signed_in: SignIn
) -> None:
    with pytest.raises(holds.NotYours):
        holds.justify(hold=held.privacy_hold, user=outsider, text="Let me.")
    holds.justify(hold=held.privacy_hold, user=contributor, text="Made up.")
    for person in (contributor, coach, outsider):
        with pytest.raises(holds.NotYours):
            holds.decide(hold=held.privacy_hold, user=person, release=True, text="Let me.")
        assert signed_in(person).get(decide_url(held)).status_code in {302, 403}


def test_copies_are_held_each_by_itself_and_only_where_somebody_asked(
    held: StoredFile, leader: User, coach: User
) -> None:
    copy, confidential = (
        make_file(leader, "Copy.txt", b"Roster.txt\n"),
        make_file(coach, "Notes.txt", b"Roster.txt\n"),
    )
    assert copy.sha256 == held.sha256
    examination.request(files=[copy.pk])
    assert PrivacyHold.objects.filter(stored_file=copy).exists()
    findings.keep(sha256=held.sha256, answer={"findings": [FOUND]}, now=NOW)
    # What coaches keep is never looked into.
    assert not PrivacyHold.objects.filter(stored_file=confidential).exists()


def test_what_hides_or_turns_words_is_not_kept(
    held: StoredFile, contributor: User, signed_in: SignIn
) -> None:
    said = {"text": "The names\u202e are\x07 made up."}
    assert signed_in(contributor).post(hold_url(held), said).status_code == 302
    assert PrivacyHold.objects.get().justification == "The names are made up."


@pytest.mark.parametrize("kind", ["notes", "named"])
def test_what_most_files_have_holds_nothing_back(contributor: User, kind: str) -> None:
    stored_file = make_file(contributor, "Slides.txt")
    Examination.objects.create(pk=stored_file.sha256, findings=[{**FOUND, "kind": kind}])
    examination.request(files=[stored_file.pk])
    assert not PrivacyHold.objects.exists()


def test_an_editor_decides_on_what_nobody_sent(
    held: StoredFile, reviewer: User, outsider: User, signed_in: SignIn
) -> None:
    StoredFile.objects.filter(pk=held.pk).update(uploaded_by=None)
    editor = signed_in(reviewer)
    assert held.original_name in editor.get(reverse("held_files:holds")).content.decode()
    screen = editor.get(decide_url(held)).content.decode()
    assert "you decide" in screen
    assert editor.get(held.get_absolute_url()).status_code == 200
    assert signed_in(outsider).get(held.get_absolute_url()).status_code == 404
    editor.post(decide_url(held), {"action": "release", "text": "It is a made-up number."})
    assert PrivacyHold.objects.get().state == HoldState.RELEASED
    assert signed_in(reviewer).get(decide_url(held)).status_code == 200
