"""A real clamd, with a signature of our own, looks at every upload."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from files import scanner
from files.enums import FileState, Refusal
from files.services import store_upload
from tests.clamd import HARMFUL
from tests.drills.conftest import wait_until
from tests.elastic import free_port
from tests.services import require

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a clamd of our own that knows one harmful thing."""
    program = shutil.which("clamd")
    require("clamd", available=program is not None)
    assert program is not None
    folder, port = tmp_path_factory.mktemp("clamd"), free_port()
    (folder / "ours.ndb").write_text(f"Harmful.Test:0:*:{HARMFUL.hex()}\n")
    (folder / "clamd.conf").write_text(
        f"Foreground yes\nTCPSocket {port}\nTCPAddr 127.0.0.1\nDatabaseDirectory {folder}\n"
        f"StreamMaxLength 2M\nTemporaryDirectory {folder}\n"
    )
    process = subprocess.Popen(
        [program, "-c", str(folder / "clamd.conf")], stdout=subprocess.DEVNULL
    )
    yield f"tcp://127.0.0.1:{port}"
    process.terminate()
    process.wait(20)


@pytest.fixture(autouse=True)
def _scanned(address: str, settings: Any, store: Path) -> None:
    settings.CLAMD_URL = address
    wait_until(_is_there, 60, "clamd")


def _is_there() -> bool:
    try:
        scanner.ping()
    except scanner.ScannerAway:
        return False
    return True


def send(user: User, data: bytes) -> Any:
    return store_upload(uploaded_by=user, upload=SimpleUploadedFile("Note.txt", data))


def test_what_is_clean_comes_through(contributor: User) -> None:
    assert send(contributor, b"Call by 8:20.\n").state == FileState.AVAILABLE


def test_what_is_harmful_does_not(contributor: User) -> None:
    found = send(contributor, b"Call " * 30_000 + HARMFUL + b" by 8:20.\n")
    assert (found.state, found.refusal) == (FileState.REFUSED, Refusal.VIRUS)


def test_what_is_too_large_for_the_scanner_waits(contributor: User) -> None:
    assert send(contributor, b"Call by 8:20.\n" * 200_000).state == FileState.QUARANTINED
