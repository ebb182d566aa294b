"""Which files are read for search, when, how often, and what a worker that dies leaves."""

import signal
import subprocess
import sys
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.utils import timezone

from accounts.models import User
from files import tasks, texts
from files.enums import TextState
from files.intake import isolation
from files.models import ExtractedText, StoredFile
from files.storage import blob_name, private_storage
from library.models import LibraryIndexPage
from tests.factories.documents import docx_bytes, image_bytes, pdf_bytes, scan_bytes
from tests.factories.resources import make_draft
from tests.factories.shared_files import list_files, make_file, make_listed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]


def state(stored: StoredFile) -> str | None:
    return ExtractedText.objects.filter(pk=stored.sha256).values_list("state", flat=True).first()


def requested(owner: User, name: str, data: bytes) -> StoredFile:
    stored = make_file(owner, name, data)
    texts.request(sha256s=[stored.sha256])
    return stored


def test_files_that_no_app_names_are_never_read(contributor: User) -> None:
    """Coaching files, for one, take no part."""
    stored = make_file(contributor, "Notes.docx", docx_bytes("Confidential"))
    assert texts.request_missing() == 0
    assert tasks.hand_over_texts() == 0
    call_command("extract_texts", "--again", stdout=StringIO())
    assert state(stored) is None


@pytest.mark.parametrize(
    ("name", "data", "expected", "text"),
    [
        ("Plan.docx", docx_bytes("A phone\ntree"), TextState.DONE, "A phone tree"),
        ("Plan.pdf", pdf_bytes("Calls"), TextState.DONE, "Calls"),
        ("Scan.pdf", scan_bytes(), TextState.NO_TEXT, ""),
        ("Blank.docx", docx_bytes(""), TextState.NO_TEXT, ""),
        ("Photo.png", image_bytes(), TextState.UNSUPPORTED, ""),
    ],
)
def test_the_slow_worker_reads_what_was_asked_for(
    contributor: User, name: str, data: bytes, expected: TextState, text: str
) -> None:
    stored = requested(contributor, name, data)
    tasks.hand_over_texts()
    row = ExtractedText.objects.get(pk=stored.sha256)
    assert (row.state, row.text) == (expected, text)


@pytest.mark.parametrize("loss", ["bytes", "damage"])
def test_a_file_that_cannot_be_read_is_a_state(contributor: User, store: Path, loss: str) -> None:
    stored = requested(contributor, "Plan.docx", docx_bytes())
    if loss == "bytes":
        private_storage().delete(blob_name(stored.sha256))
    else:
        (store / blob_name(stored.sha256)).write_bytes(b"PK\x03\x04 junk")
    assert texts.extract(sha256=stored.sha256) == TextState.FAILED


def test_the_same_bytes_are_read_once(
    contributor: User, leader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []

    def read(*args: object, **kwargs: object) -> dict[str, object]:
        calls.append(args)
        return {"text": "x", "pages": None}

    monkeypatch.setattr(isolation, "call", read)
    for owner, name in ((contributor, "One.txt"), (leader, "Two.txt")):
        requested(owner, name, b"The same words")
        tasks.hand_over_texts()
    assert len(calls) == 1


def test_an_answer_of_a_process_gone_wild_is_no_text(
    contributor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = requested(contributor, "Plan.docx", docx_bytes())
    answers: list[object] = [None, [], "text", {"text": "x"}, {"text": "x", "pages": "many"}]
    monkeypatch.setattr(isolation, "call", lambda *args, **kwargs: answers.pop())
    while answers:
        assert texts.extract(sha256=stored.sha256, again=True) == TextState.FAILED
    wild = {"text": "a\x00b\ud800" + "x" * 300_000, "pages": 10**30}
    monkeypatch.setattr(isolation, "call", lambda *a, **kw: wild)
    assert texts.extract(sha256=stored.sha256, again=True) == TextState.DONE
    row = ExtractedText.objects.get(pk=stored.sha256)
    assert row.text.startswith("a bxxx")
    assert len(row.text) == 200_000


def test_files_are_handed_over_again_after_the_worker_was_lost(contributor: User) -> None:
    stored = requested(contributor, "Plan.docx", docx_bytes())
    now = timezone.now()
    assert texts.take_waiting(now=now) == [stored.sha256]
    assert texts.take_waiting(now=now + texts.LEASE / 2) == []
    assert texts.take_waiting(now=now + texts.LEASE + timedelta(seconds=1)) == [stored.sha256]


def test_a_file_that_ends_the_worker_each_time_is_given_up(
    contributor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = requested(contributor, "Plan.docx", docx_bytes())

    def die(*args: object, **kwargs: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(isolation, "call", die)
    for _ in range(texts.MOST_ATTEMPTS):
        with pytest.raises(KeyboardInterrupt):
            texts.extract(sha256=stored.sha256)
        assert state(stored) == TextState.WAITING
    assert texts.extract(sha256=stored.sha256) == TextState.FAILED


def test_only_some_are_handed_over_at_once(
    contributor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(texts, "HANDED_AT_ONCE", 2)
    for number in range(3):
        requested(contributor, f"{number}.txt", f"text {number}".encode())
    first = texts.take_waiting()
    assert len(first) == 2
    assert texts.take_waiting() == []
    texts.extract(sha256=first[0])
    assert len(texts.take_waiting()) == 1


def test_an_upgrade_finds_the_files_that_were_there_before(
    contributor: User, library: LibraryIndexPage
) -> None:
    stored = make_file(contributor, "Plan.docx", docx_bytes("Phone tree"))
    make_listed(library, contributor, stored)
    ExtractedText.objects.all().delete()
    assert tasks.request_missing_texts() == 1
    tasks.hand_over_texts()
    assert state(stored) == TextState.DONE
    assert tasks.request_missing_texts() == 0


def test_the_command_reads_what_is_missing_and_with_again_all(
    contributor: User, library: LibraryIndexPage
) -> None:
    stored = make_file(contributor, "Plan.docx", docx_bytes("Phone tree"))
    scan = make_file(contributor, "Scan.pdf", scan_bytes())
    make_listed(library, contributor, stored, scan)
    ExtractedText.objects.all().delete()
    out = StringIO()
    call_command("extract_texts", stdout=out)
    assert out.getvalue().split("\n")[:3] == ["2 file(s) read.", "  done: 1", "  no-text: 1"]
    ExtractedText.objects.filter(pk=stored.sha256).update(text="old")
    call_command("extract_texts", stdout=StringIO())
    assert ExtractedText.objects.get(pk=stored.sha256).text == "old"
    call_command("extract_texts", "--again", stdout=StringIO())
    assert ExtractedText.objects.get(pk=stored.sha256).text == "Phone tree"


def test_a_draft_s_files_are_read_when_it_is_saved(
    contributor: User, library: LibraryIndexPage
) -> None:
    from contributions.services import drafts

    scan = make_file(contributor, "Scan.pdf", scan_bytes())
    content = drafts.DraftContent(title="Calls", files=((scan, "Calls"),))
    drafts.start(user=contributor, content=content)
    assert state(scan) == TextState.NO_TEXT


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_text_goes_with_the_last_file_that_had_it(contributor: User) -> None:
    one, two = (requested(contributor, name, b"The same words") for name in ("1.txt", "2.txt"))
    texts.extract(sha256=one.sha256)
    one.delete()
    assert state(two) == TextState.DONE
    two.delete()
    assert not ExtractedText.objects.exists()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_worker_killed_in_the_middle_leaves_the_file_waiting(
    contributor: User, library: LibraryIndexPage, tmp_path: Path
) -> None:
    stored = make_file(contributor, "Plan.docx", docx_bytes("Phone tree"))
    list_files(make_draft(library, owner=contributor), stored)
    texts.request(sha256s=[stored.sha256])
    # A worker whose parser hangs until it is killed.
    script = (
        "import sys, time, django; from django.conf import settings;"
        "settings.DATABASES['default']['NAME'] = sys.argv[1]; django.setup();"
        "from files import texts; from files.intake import isolation;"
        "isolation.call = lambda *a, **k: (print('reading', flush=True), time.sleep(60));"
        "texts.extract(sha256=sys.argv[2])"
    )
    process = subprocess.Popen(
        [
            *(sys.executable, "-c", script),
            *(str(django_settings.DATABASES["default"]["NAME"]), stored.sha256),
        ],
        cwd=django_settings.BASE_DIR,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "reading\n"
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert state(stored) == TextState.WAITING
    tasks.hand_over_texts()
    assert state(stored) == TextState.DONE
