"""The check of the store finds each planted fault; the sweep takes only what is old and unused."""

import os
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import User
from files.audit import GRACE, find_faults, sweep
from files.models import Document, Image, StoredFile
from library.models import LibraryIndexPage, ResourcePage
from tests.factories.documents import image_bytes, pdf_bytes
from tests.factories.shared_files import make_file, make_listed

OTHER = "ab" + "0" * 62


@pytest.fixture(autouse=True)
def _own_folders(store: Path, settings: Any, tmp_path: Path, search_index: None) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    store.mkdir()


def path_of(store: Path, stored_file: StoredFile) -> Path:
    return store / stored_file.sha256[:2] / stored_file.sha256


def lose(store: Path, path: Path) -> str:
    path.unlink()
    return f"missing: {path.relative_to(store)}"


def flip_a_bit(store: Path, path: Path) -> str:
    data = bytearray(path.read_bytes())
    data[3] ^= 1
    path.write_bytes(data)
    return f"corrupt: {path.relative_to(store)}"


def cut_off(store: Path, path: Path) -> str:
    path.write_bytes(path.read_bytes()[:-1])
    return f"corrupt: {path.relative_to(store)}"


def empty(store: Path, path: Path) -> str:
    path.write_bytes(b"")
    return f"corrupt: {path.relative_to(store)}"


def change_the_row(store: Path, path: Path) -> str:
    StoredFile.objects.filter(sha256=path.name).update(size=7)
    return f"corrupt: {path.relative_to(store)}"


def delete_the_row(store: Path, path: Path) -> str:
    StoredFile.objects.filter(sha256=path.name)._raw_delete("default")
    return f"orphan: {path.relative_to(store)}"


def leave_bytes(store: Path, path: Path) -> str:
    (store / "ab").mkdir(exist_ok=True)
    (store / "ab" / OTHER).write_bytes(b"x")
    return f"orphan: ab/{OTHER}"


def leave_a_stray(store: Path, path: Path) -> str:
    (store / "notes.txt").write_text("x")
    return "stray: notes.txt"


def leave_a_stray_among_files(store: Path, path: Path) -> str:
    (path.parent / "notes.txt").write_text("x")
    return f"stray: {path.parent.name}/notes.txt"


def put_it_in_the_wrong_folder(store: Path, path: Path) -> str:
    (store / "ff").mkdir(exist_ok=True)
    (store / "ff" / OTHER).write_bytes(b"x")
    return f"stray: ff/{OTHER}"


PLANTED = [
    lose,
    flip_a_bit,
    cut_off,
    empty,
    change_the_row,
    delete_the_row,
    leave_bytes,
    leave_a_stray,
    leave_a_stray_among_files,
    put_it_in_the_wrong_folder,
]


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
def test_a_planted_fault_is_found(
    plant: Callable[[Path, Path], str], contributor: User, store: Path
) -> None:
    make_file(contributor, "Sound.txt")
    expected = plant(store, path_of(store, make_file(contributor, "Other.txt")))

    out = StringIO()
    with pytest.raises(CommandError) as failed:
        call_command("check_store", stdout=out)

    assert out.getvalue().splitlines() == [expected]
    assert failed.value.returncode == 1


def test_a_sound_store_passes(contributor: User, leader: User) -> None:
    make_file(contributor)
    make_file(leader)
    Document.objects.create(title="Plan", file=ContentFile(pdf_bytes(), name="plan.pdf"))

    out = StringIO()
    call_command("check_store", stdout=out)

    assert out.getvalue() == "Every file is as its row says.\n"


def test_faults_of_files_on_pages_are_found_too(db: None) -> None:
    lost = Document.objects.create(title="Plan", file=ContentFile(pdf_bytes(), name="plan.pdf"))
    changed = Image.objects.create(title="Map", file=ContentFile(image_bytes(), name="map.png"))
    changed.get_file_hash()
    Path(lost.file.path).unlink()
    Path(changed.file.path).write_bytes(image_bytes(size=(9, 9)))

    assert {str(fault) for fault in find_faults()} == {
        f"missing: {lost.file.name}",
        f"corrupt: {changed.file.name}",
    }


def make_old(path: Path, age: timedelta) -> None:
    moment = (timezone.now() - age).timestamp()
    os.utime(path, (moment, moment))


def test_the_sweep_leaves_what_may_still_be_on_its_way(
    contributor: User, store: Path, stored: Callable[[], list[str]]
) -> None:
    used = path_of(store, make_file(contributor))
    for folder in ("ab", "incoming/tmp1", "incoming/tmp2"):
        (store / folder).mkdir(parents=True, exist_ok=True)
    young, old = store / "ab" / OTHER, store / "ab" / f"ab{'1' * 62}"
    for path in (young, old, store / "incoming/tmp1/original", store / "incoming/tmp2/original"):
        path.write_bytes(b"x")
    (store / "incoming" / "link").symlink_to(used)
    os.utime(store / "incoming" / "link", (0, 0), follow_symlinks=False)
    (store / "notes.txt").write_text("x")
    for path in (used, old, store / "incoming/tmp1", store / "notes.txt"):
        make_old(path, GRACE + timedelta(minutes=1))

    out = StringIO()
    call_command("sweep_files", stdout=out)

    assert sorted(out.getvalue().splitlines()) == [
        "0 upload(s) that nothing lists deleted.",
        "3 leftover(s) deleted.",
        f"deleted: ab/{old.name}",
        "deleted: incoming/link",
        "deleted: incoming/tmp1",
    ]
    kept = {str(used.relative_to(store)), f"ab/{OTHER}", "incoming/tmp2/original", "notes.txt"}
    assert set(stored()) == kept


def test_the_grace_can_be_chosen(db: None, store: Path, stored: Callable[[], list[str]]) -> None:
    leave_bytes(store, store)
    make_old(store / "ab" / OTHER, timedelta(hours=2))

    call_command("sweep_files", "--hours", "3", stdout=StringIO())
    assert stored() == [f"ab/{OTHER}"]
    call_command("sweep_files", "--hours", "1", stdout=StringIO())
    assert stored() == []


def test_it_is_swept_every_night(
    at_night: Callable[[str], None], store: Path, stored: Callable[[], list[str]]
) -> None:
    leave_bytes(store, store)
    make_old(store / "ab" / OTHER, GRACE + timedelta(minutes=1))
    at_night("files.sweep")
    assert stored() == []


def test_an_empty_store_is_swept_and_checked_without_complaint(db: None) -> None:
    assert sweep(now=timezone.now()) == []
    assert list(find_faults()) == []


def test_an_index_that_is_not_as_the_database_is_a_fault(
    library: LibraryIndexPage, contributor: User, deliver: Callable[[], None]
) -> None:
    page = make_listed(library, contributor, make_file(contributor))
    deliver()
    call_command("check_store", stdout=StringIO())
    ResourcePage.objects.filter(pk=page.pk).update(version_number=7)
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("check_store", stdout=out)
    assert "index: 0 missing, 1 out of date, 0 gone" in out.getvalue()
