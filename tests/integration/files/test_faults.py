"""Whatever fails on the way, row and bytes agree afterwards."""

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection, transaction
from django.db.models.signals import post_delete, post_save
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from files.audit import GRACE, find_faults, sweep
from files.enums import Refusal
from files.models import StoredFile
from files.refusals import FileRefused
from files.services import remove_file
from files.storage import PrivateStorage
from tests.factories.documents import noise_bytes
from tests.factories.shared_files import make_file
from tests.services import require

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


class Fault(Exception):
    """What a test makes happen."""


def fail(*args: Any, **kwargs: Any) -> None:
    raise Fault


def fail_at_commit(*args: Any, **kwargs: Any) -> None:
    transaction.on_commit(fail)


def fail_to_commit(*args: Any, **kwargs: Any) -> None:
    raise OperationalError("disk I/O error")


@pytest.fixture
def receivers() -> Iterator[Callable[[Any, Callable[..., None]], None]]:
    """Connect receivers to the signals of stored files for the time of a test."""
    connected: list[tuple[Any, Callable[..., None]]] = []

    def connect(signal: Any, receiver: Callable[..., None]) -> None:
        signal.connect(receiver, sender=StoredFile)
        connected.append((signal, receiver))

    yield connect
    for signal, receiver in connected:
        signal.disconnect(receiver, sender=StoredFile)


@pytest.fixture
def arrange(
    monkeypatch: pytest.MonkeyPatch, receivers: Callable[[Any, Callable[..., None]], None]
) -> Callable[[str], None]:
    """Bring about a fault at a moment of the next change."""

    def do(moment: str) -> None:
        match moment:
            case "before the bytes are in place":
                monkeypatch.setattr(PrivateStorage, "_save", fail)
            case "after the bytes are in place":
                monkeypatch.setattr(StoredFile, "save", fail)
            case "after the row is written":
                receivers(post_save, fail)
            case "after the row is deleted":
                receivers(post_delete, fail)
            case "while committing":
                monkeypatch.setattr(connection, "_commit", fail_to_commit)
            case "after committing":
                receivers(post_save, fail_at_commit)
                receivers(post_delete, fail_at_commit)
            case "while the bytes are deleted":
                monkeypatch.setattr(PrivateStorage, "delete", fail)

    return do


@pytest.mark.parametrize(
    ("moment", "rows"),
    [
        ("before the bytes are in place", 0),
        ("after the bytes are in place", 0),
        ("after the row is written", 0),
        ("while committing", 0),
        ("after committing", 1),
    ],
)
@pytest.mark.parametrize("shared", [False, True], ids=["alone", "shared"])
def test_a_fault_while_adding(
    moment: str,
    rows: int,
    shared: bool,
    contributor: User,
    arrange: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
    stored: Callable[[], list[str]],
) -> None:
    before = [make_file(contributor, "First.txt", b"Plan\n")] if shared else []
    arrange(moment)

    with pytest.raises((Fault, OperationalError)):
        make_file(contributor, "Second.txt", b"Plan\n")

    monkeypatch.undo()
    assert StoredFile.objects.count() == len(before) + rows
    assert len(stored()) == min(len(before) + rows, 1)


@pytest.mark.parametrize("moment", ["after the row is deleted", "while committing"])
def test_a_fault_before_a_removal_is_final_leaves_row_and_bytes(
    moment: str,
    contributor: User,
    arrange: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
    store: Path,
) -> None:
    stored_file = make_file(contributor)
    arrange(moment)

    with pytest.raises((Fault, OperationalError)):
        remove_file(actor=contributor, stored_file=StoredFile.objects.get())

    monkeypatch.undo()
    assert StoredFile.objects.get() == stored_file
    assert (store / stored_file.sha256[:2] / stored_file.sha256).exists()
    assert list(find_faults()) == []


def test_a_fault_after_a_removal_is_final_leaves_bytes_for_the_sweep(
    contributor: User,
    arrange: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
    stored: Callable[[], list[str]],
) -> None:
    stored_file = make_file(contributor)
    arrange("while the bytes are deleted")

    remove_file(actor=contributor, stored_file=stored_file)

    monkeypatch.undo()
    assert not StoredFile.objects.exists()
    [name] = stored()
    assert [str(fault) for fault in find_faults()] == [f"orphan: {name}"]
    assert sweep(now=timezone.now() + GRACE * 2) == [name]
    assert list(find_faults()) == []


def test_a_caller_that_fails_leaves_bytes_for_the_sweep(
    contributor: User, stored: Callable[[], list[str]]
) -> None:
    @transaction.atomic
    def add_and_fail() -> None:
        make_file(contributor)
        fail()

    with pytest.raises(Fault):
        add_and_fail()

    assert not StoredFile.objects.exists()
    assert sweep(now=timezone.now()) == []
    assert sweep(now=timezone.now() + GRACE * 2) != []
    assert stored() == []


def test_a_removed_file_leaves_nothing(
    contributor: User,
    outsider: User,
    signed_in: Callable[[User], Client],
    stored: Callable[[], list[str]],
) -> None:
    stored_file = make_file(contributor)
    url = reverse("files:remove", args=[stored_file.public_id])

    assert signed_in(contributor).get(url).status_code == 405
    assert signed_in(outsider).post(url).status_code == 404
    assert len(stored()) == 1
    assert signed_in(contributor).post(url).status_code == 204
    assert not StoredFile.objects.exists()
    assert stored() == []
    assert signed_in(contributor).post(url).status_code == 404


@pytest.fixture
def small_disk(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """The store on a file system of its own with room for 256 KB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = (
        os.geteuid() == 0
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk],
            check=False,
            capture_output=True,
        ).returncode
    )
    require("A small file system (mounting needs root)", available=mounted)
    settings.PRIVATE_FILES_ROOT = disk / "files"
    yield disk
    subprocess.run(["umount", "-l", disk], check=True)


@pytest.mark.parametrize("fills", ["store", "temporary folder"])
def test_a_full_disk_is_said_plainly_and_reading_goes_on(
    fills: str,
    small_disk: Path,
    tmp_path: Path,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    contributor: User,
    signed_in: Callable[[User], Client],
) -> None:
    if fills == "temporary folder":
        settings.PRIVATE_FILES_ROOT = tmp_path / "files"
        monkeypatch.setattr(tempfile, "tempdir", str(small_disk))
    client = signed_in(contributor)
    kept = make_file(contributor)
    large = SimpleUploadedFile("large.txt", b"0123456789abcde\n" * 40_000)

    response = client.post(reverse("files:upload"), {"file": large})

    assert response.status_code == 507
    assert "no room" in response.json()["error"]
    assert StoredFile.objects.get() == kept
    assert list(find_faults()) == []
    assert client.get(kept.get_absolute_url()).getvalue() == b"Plan.txt\n"
    assert sum(path.stat().st_size for path in small_disk.rglob("*") if path.is_file()) < 100


def test_a_picture_that_cannot_be_written_anew_is_no_room_either(
    small_disk: Path, contributor: User
) -> None:
    data = noise_bytes((240, 240))
    assert 130_000 < len(data) < 250_000

    with pytest.raises(FileRefused) as refused:
        make_file(contributor, "noise.png", data)

    assert refused.value.refusal == Refusal.STORAGE_FULL
    assert not StoredFile.objects.exists()
    assert list(find_faults()) == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a limit of SQLite's is set")
def test_a_full_database_is_said_plainly(
    contributor: User, stored: Callable[[], list[str]]
) -> None:
    def add_many() -> None:
        for number in range(500):
            make_file(contributor, "n" * 240 + ".txt", b"%d\n" % number)

    with connection.cursor() as cursor:
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
    try:
        with pytest.raises(FileRefused) as refused:
            add_many()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 1073741823")

    assert refused.value.refusal == Refusal.STORAGE_FULL
    assert len(stored()) == StoredFile.objects.count()
    assert list(find_faults()) == []
