"""From its arrival to its check a file is nobody's; whatever fails, row and bytes agree."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.db.models.signals import post_save
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from files import quarantine, scanner
from files.audit import GRACE, find_faults, sweep
from files.enums import Delay, FileState, Refusal
from files.intake import isolation
from files.models import StoredFile
from files.permissions import may_read
from files.services import remove_file, store_upload
from files.storage import PrivateStorage
from files.tasks import hand_over_uploads
from outbox.models import OutboxRow
from tests.clamd import HARMFUL, Scanner
from tests.factories.documents import heic_bytes, image_bytes, pdf_bytes
from tests.factories.shared_files import make_file

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
NOTE = b"Attendance rose by four points.\n"


@pytest.fixture(autouse=True)
def _own_store(store: Path) -> None:
    pass


@pytest.fixture
def clamd(settings: Any) -> Iterator[Scanner]:
    with Scanner() as running:
        settings.CLAMD_URL = running.url
        yield running


def send(user: User, data: bytes = NOTE, name: str = "Note.txt") -> StoredFile:
    return store_upload(uploaded_by=user, upload=SimpleUploadedFile(name, data))


def check(stored_file: StoredFile, now: datetime | None = None) -> StoredFile:
    quarantine.check(public_id=stored_file.public_id, now=now)
    stored_file.refresh_from_db()
    return stored_file


def later(**span: int) -> datetime:
    return timezone.now() + timedelta(**span)


def test_before_its_check_a_file_is_nobodys(
    busy: None, contributor: User, reviewer: User, signed_in: SignIn, client: Client
) -> None:
    stored_file = send(contributor, pdf_bytes(), "Plan.pdf")

    assert stored_file.state == FileState.QUARANTINED
    for person in (signed_in(contributor), signed_in(reviewer), client):
        assert person.get(stored_file.get_absolute_url()).status_code == 404

    assert check(stored_file).state == FileState.AVAILABLE
    shown = signed_in(contributor).get(stored_file.get_absolute_url())
    assert shown.getvalue() == pdf_bytes()
    assert signed_in(reviewer).get(stored_file.get_absolute_url()).status_code == 404


def test_its_sender_alone_is_told_how_its_check_goes(
    busy: None, contributor: User, outsider: User, signed_in: SignIn, client: Client
) -> None:
    stored_file = send(contributor, b"<html><script>1</script></html>", "Plan.pdf")
    address = reverse("files:state", args=[stored_file.public_id])

    assert client.get(address).status_code == 401
    assert signed_in(outsider).get(address).status_code == 404
    told = signed_in(contributor).get(address).json()
    assert (told["standing"], told["words"]) == (
        "checking",
        "Being checked. This takes a few seconds.",
    )
    check(stored_file)
    told = signed_in(contributor).get(address).json()
    assert told["standing"] == "refused"
    assert "web page" in told["words"]
    assert "url" not in told


def test_pictures_are_written_anew_and_counted_under_what_is_kept(
    busy: None, contributor: User, stored: Callable[[], list[str]]
) -> None:
    stored_file = send(contributor, heic_bytes(), "IMG_0001.HEIC")
    received = stored_file.received_sha256
    assert stored() == [f"quarantine/{stored_file.public_id.hex}"]

    check(stored_file)

    assert stored_file.received_sha256 == received != stored_file.sha256
    assert stored() == [f"{stored_file.sha256[:2]}/{stored_file.sha256}"]
    assert list(find_faults()) == []


def test_a_check_that_was_lost_is_handed_over_again(
    busy: None, contributor: User, settings: Any
) -> None:
    stored_file = send(contributor)
    assert quarantine.take_waiting() == []

    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    StoredFile.objects.update(check_after=timezone.now())
    assert hand_over_uploads() == 1

    stored_file.refresh_from_db()
    assert stored_file.state == FileState.AVAILABLE
    assert hand_over_uploads() == 0


def test_two_workers_keep_it_once(busy: None, contributor: User) -> None:
    stored_file = send(contributor)
    assert quarantine.check(public_id=stored_file.public_id) == FileState.AVAILABLE
    assert quarantine.check(public_id=stored_file.public_id) is None
    assert list(find_faults()) == []


def test_what_ends_its_worker_three_times_is_refused(
    busy: None, contributor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored_file = send(contributor)

    class Killed(BaseException):
        pass

    def die(*args: Any, **kwargs: Any) -> None:
        raise Killed

    monkeypatch.setattr(quarantine, "checked_copy", die)
    for _ in range(3):
        with pytest.raises(Killed):
            check(stored_file)
    assert check(stored_file).refusal == Refusal.TOO_COMPLEX


def test_bytes_that_are_not_what_came_are_refused(
    busy: None, contributor: User, store: Path, signed_in: SignIn
) -> None:
    spoiled, lost = send(contributor), send(contributor)
    (store / "quarantine" / spoiled.public_id.hex).write_bytes(b"Something else.\n")
    (store / "quarantine" / lost.public_id.hex).unlink()

    names = [f"quarantine/{spoiled.public_id.hex}", f"quarantine/{lost.public_id.hex}"]
    assert [str(fault) for fault in find_faults()] == [
        f"corrupt: {names[0]}",
        f"missing: {names[1]}",
    ]
    assert check(spoiled).refusal == check(lost).refusal == Refusal.LOST
    assert list(find_faults()) == []


def test_a_removed_upload_leaves_nothing(
    busy: None, contributor: User, stored: Callable[[], list[str]]
) -> None:
    stored_file = send(contributor)
    remove_file(actor=contributor, stored_file=stored_file)
    assert stored() == []
    assert quarantine.check(public_id=stored_file.public_id) is None


def test_bytes_that_another_file_has_outlive_a_refused_copy(
    contributor: User, leader: User, busy: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, copy = make_file(contributor, "a.txt", NOTE), send(leader)
    assert copy.sha256 == kept.sha256
    monkeypatch.setattr(isolation, "WALL_SECONDS", 0)
    StoredFile.objects.filter(pk=copy.pk).update(state="refused", refusal="damaged")
    copy.refresh_from_db()
    remove_file(actor=leader, stored_file=copy)
    sweep(now=later(days=3))
    assert list(find_faults()) == []
    assert may_read(contributor, kept)


def test_a_copy_in_quarantine_does_not_keep_the_bytes_of_another(
    contributor: User, leader: User, busy: None, stored: Callable[[], list[str]]
) -> None:
    kept, copy = make_file(contributor, "a.txt", NOTE), send(leader)
    remove_file(actor=contributor, stored_file=kept)
    assert stored() == [f"quarantine/{copy.public_id.hex}"]
    check(copy)
    assert list(find_faults()) == []


@pytest.mark.parametrize("mode", ["hang", "drop", "limit", "closed"])
def test_without_its_scanner_nothing_comes_through(
    mode: str,
    clamd: Scanner,
    settings: Any,
    contributor: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scanner, "ANSWER_SECONDS", 0.2)
    clamd.mode = mode
    if mode == "closed":
        settings.CLAMD_URL = "tcp://127.0.0.1:1"

    stored_file = send(contributor)

    assert (stored_file.state, stored_file.delay) == (FileState.QUARANTINED, Delay.SCANNER)
    assert "virus scanner" in stored_file.state_words
    assert not may_read(contributor, stored_file)
    # That says nothing about the file: it is tried as often as it takes.
    for minute in range(1, 6):
        assert quarantine.take_waiting(now=later(minutes=minute)) == [str(stored_file.public_id)]
        assert check(stored_file, later(minutes=minute)).delay == Delay.SCANNER

    clamd.mode, settings.CLAMD_URL = "scan", clamd.url
    assert check(stored_file).state == FileState.AVAILABLE
    assert clamd.seen == [NOTE]


def test_what_the_scanner_finds_is_refused(clamd: Scanner, contributor: User) -> None:
    scanner.ping()
    stored_file = send(contributor, b"x" * 200_000 + HARMFUL)
    assert (stored_file.state, stored_file.refusal) == (FileState.REFUSED, Refusal.VIRUS)
    assert list(find_faults()) == []


@pytest.mark.parametrize("address", ["http://example.org", "tcp://", "unix:///nowhere"])
def test_a_wrong_address_of_the_scanner_is_a_scanner_that_is_away(
    address: str, settings: Any, contributor: User
) -> None:
    settings.CLAMD_URL = address
    assert send(contributor).delay == Delay.SCANNER


class Fault(Exception):
    """What a test makes happen."""


def fail(*args: Any, **kwargs: Any) -> None:
    raise Fault


@pytest.fixture
def arrange(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Bring about a fault at a moment of the next change."""

    def fail_to_commit(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("disk I/O error")

    def do(moment: str) -> None:
        match moment:
            case "before the bytes are in place":
                monkeypatch.setattr(PrivateStorage, "_save", fail)
            case "after the bytes are in place":
                monkeypatch.setattr(StoredFile, "save", fail)
            case "after the row is written":
                post_save.connect(fail, sender=StoredFile)
            case "while committing":
                monkeypatch.setattr(connection, "_commit", fail_to_commit)
            case "after committing":
                monkeypatch.setattr(PrivateStorage, "delete", fail)

    yield do
    post_save.disconnect(fail, sender=StoredFile)


MOMENTS = ["before the bytes are in place", "after the bytes are in place", "while committing"]


@pytest.mark.parametrize("moment", [*MOMENTS, "after the row is written"])
def test_a_fault_while_a_file_comes_in_leaves_nothing(
    moment: str,
    busy: None,
    contributor: User,
    arrange: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
    stored: Callable[[], list[str]],
) -> None:
    arrange(moment)
    with pytest.raises((Fault, OperationalError)):
        send(contributor)
    monkeypatch.undo()
    assert not StoredFile.objects.exists()
    assert stored() == []


@pytest.mark.parametrize("moment", [*MOMENTS, "after the row is written"])
def test_a_fault_while_it_is_kept_leaves_it_in_quarantine(
    moment: str,
    busy: None,
    contributor: User,
    arrange: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stored_file = send(contributor, image_bytes("PNG"), "a.png")
    arrange(moment)
    with suppress(Fault, OperationalError):
        quarantine.check(public_id=stored_file.public_id)
    monkeypatch.undo()
    post_save.disconnect(fail, sender=StoredFile)

    stored_file.refresh_from_db()
    assert stored_file.state == FileState.QUARANTINED
    assert not OutboxRow.objects.exists()
    assert [str(fault) for fault in find_faults() if not str(fault).startswith("orphan")] == []
    assert check(stored_file).state == FileState.AVAILABLE
    sweep(now=timezone.now() + GRACE * 2)
    assert list(find_faults()) == []


def test_bytes_that_cannot_be_deleted_after_the_check_are_swept(
    busy: None,
    contributor: User,
    arrange: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stored_file = send(contributor)
    monkeypatch.setattr(
        PrivateStorage, "delete", lambda *args: (_ for _ in ()).throw(OSError("busy"))
    )
    assert check(stored_file).state == FileState.AVAILABLE
    monkeypatch.undo()

    name = f"quarantine/{stored_file.public_id.hex}"
    assert [str(fault) for fault in find_faults()] == [f"orphan: {name}"]
    assert sweep(now=timezone.now()) == []
    assert sweep(now=timezone.now() + GRACE * 2) == [name]
    assert list(find_faults()) == []
