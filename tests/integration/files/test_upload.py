"""Files come in, one at a time, and what does not fit is refused while it arrives."""

import sys
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from files.intake import isolation
from files.models import StoredFile
from files.receiving import UploadHandler
from files.services import NotYourFile, collect_files, remove_file, store_upload
from tests.factories.documents import pdf_bytes
from tests.factories.shared_files import make_file, make_listed

SignIn = Callable[[User], Client]
LIMIT = 100_000
NOTE = b"Attendance rose by four points.\n"


@pytest.fixture(autouse=True)
def _small_limit(settings: Any, store: Path) -> None:
    settings.UPLOAD_MAX_BYTES = LIMIT


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where uploads wait until they are checked."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def upload(client: Client, name: str = "Note.txt", data: bytes = NOTE) -> Any:
    return client.post(reverse("files:upload"), {"file": SimpleUploadedFile(name, data)})


def test_upload_answers_with_what_the_form_shows(contributor: User, signed_in: SignIn) -> None:
    response = upload(signed_in(contributor), "Our_attendance plan.TXT")

    stored_file = StoredFile.objects.get()
    assert response.status_code == 201
    assert response.json() == {
        "id": str(stored_file.public_id),
        "name": "Our_attendance plan.TXT",
        "title": "Our attendance plan",
        "kind": "TXT",
        "type": "Plain text",
        "size": len(NOTE),
        "standing": "ready",
        "words": "",
        "check": reverse("files:state", args=[stored_file.public_id]),
        "url": stored_file.get_absolute_url(),
    }
    assert signed_in(contributor).get(response.json()["url"]).getvalue() == NOTE


def test_a_visitor_is_asked_to_sign_in(client: Client, db: None) -> None:
    for response in (
        upload(client),
        client.post(reverse("files:remove", args=["0" * 8 + "-0000-4000-8000-" + "0" * 12])),
    ):
        assert response.status_code == 401
        assert "Sign in" in response.json()["error"]
    assert not StoredFile.objects.exists()


def test_a_forged_form_is_refused(contributor: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(contributor)

    assert upload(client).status_code == 403
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("files", [{}, {"other": SimpleUploadedFile("a.txt", NOTE)}])
def test_a_form_without_a_file_says_so(
    files: dict[str, Any], contributor: User, signed_in: SignIn
) -> None:
    response = signed_in(contributor).post(reverse("files:upload"), files)

    assert response.status_code == 422
    assert response.json() == {"error": "Choose one file."}


def test_a_refused_file_says_why(contributor: User, signed_in: SignIn) -> None:
    response = upload(signed_in(contributor), "run.pdf", b"<html></html>")

    assert response.json()["standing"] == "refused"
    assert "web page" in response.json()["words"]


@pytest.mark.parametrize(
    ("happens", "told"), [("hangs", "takes too long"), ("does not start", "damaged")]
)
def test_a_check_that_cannot_finish_is_a_refusal_and_no_error(
    happens: str,
    told: str,
    contributor: User,
    signed_in: SignIn,
    stored: Callable[[], list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if happens == "hangs":
        monkeypatch.setattr(isolation, "WALL_SECONDS", 0.01)
    else:
        monkeypatch.setattr(sys, "executable", "/bin/false")

    response = upload(signed_in(contributor), "Plan.pdf", pdf_bytes())

    assert response.json()["standing"] == "refused"
    assert told in response.json()["words"]
    assert stored() == []


def test_a_file_may_be_as_large_as_the_limit_and_no_larger(
    contributor: User, signed_in: SignIn, temporary: Path, stored: Callable[[], list[str]]
) -> None:
    client = signed_in(contributor)

    assert upload(client, data=b"x" * LIMIT).status_code == 201
    kept = stored()
    response = upload(client, data=b"y" * (LIMIT + 1))

    assert response.status_code == 413
    assert "larger than" in response.json()["error"]
    assert StoredFile.objects.count() == 1
    assert stored() == kept
    assert list(temporary.iterdir()) == []


def test_what_is_too_large_is_not_written_to_the_disk(
    contributor: User, signed_in: SignIn, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[int] = []
    receive = UploadHandler.receive_data_chunk

    def watch(self: UploadHandler, raw_data: bytes, start: int) -> None:
        receive(self, raw_data, start)
        written.append(sum(path.stat().st_size for path in temporary.iterdir()))

    monkeypatch.setattr(UploadHandler, "receive_data_chunk", watch)
    response = upload(signed_in(contributor), data=b"x" * LIMIT * 50)

    assert response.status_code == 413
    assert len(written) > 10
    assert max(written) <= LIMIT


def test_the_rest_of_a_form_survives_a_file_that_is_too_large(
    contributor: User, rf: Any, temporary: Path
) -> None:
    request = rf.post(
        "/",
        {
            "title": "A plan",
            "files": [
                SimpleUploadedFile("large.txt", b"x" * LIMIT * 2),
                SimpleUploadedFile("note.txt", NOTE),
            ],
            "summary": "It worked.",
        },
    )

    uploads = request.FILES.getlist("files")
    collected = collect_files(uploaded_by=contributor, public_ids=[], uploads=uploads)

    assert (request.POST["title"], request.POST["summary"]) == ("A plan", "It worked.")
    assert [str(stored_file) for stored_file in collected.files] == ["note.txt"]
    [(name, reason)] = collected.refused
    assert name == "large.txt"
    assert "larger than" in reason


def test_many_files_at_once_do_not_fill_the_disk(rf: Any, contributor: User) -> None:
    uploads = [SimpleUploadedFile(f"{n}.txt", b"x" * LIMIT) for n in range(8)]

    kept = [each.size for each in rf.post("/", {"files": uploads}).FILES.getlist("files")]

    assert kept == [LIMIT] * 5 + [0] * 3


def test_the_same_file_twice_is_two_files_that_share_their_bytes(
    contributor: User, leader: User, signed_in: SignIn, stored: Callable[[], list[str]]
) -> None:
    first = upload(signed_in(contributor), "First.txt").json()
    second = upload(signed_in(leader), "Second.txt").json()

    assert first["id"] != second["id"]
    assert len(stored()) == 1
    remove = reverse("files:remove", args=[first["id"]])
    assert signed_in(contributor).post(remove).status_code == 204
    assert signed_in(leader).get(second["url"]).getvalue() == NOTE


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("plan\u202efdp.txt", "planfdp.txt"),
        ("..\\..\\plan.txt", "plan.txt"),
        ("pl\x07an.txt", "plan.txt"),
        ("Größe <b>.txt", "Größe <b>.txt"),
        ("a" * 300 + ".txt", "a" * 251 + ".txt"),
    ],
)
def test_a_name_that_fools_people_is_corrected(given: str, kept: str, contributor: User) -> None:
    sent = SimpleUploadedFile("x.txt", NOTE)
    sent._name = given

    stored_file = store_upload(uploaded_by=contributor, upload=sent)

    assert stored_file.original_name == kept
    assert stored_file.get_absolute_url().isascii()


def test_the_service_too_removes_only_ones_own(contributor: User, outsider: User) -> None:
    stored_file = make_file(contributor)

    with pytest.raises(NotYourFile):
        remove_file(actor=outsider, stored_file=stored_file)

    assert StoredFile.objects.exists()


def test_a_file_in_use_is_not_removed(
    contributor: User, signed_in: SignIn, library: Any, stored: Callable[[], list[str]]
) -> None:
    stored_file = make_file(contributor)
    make_listed(library, contributor, stored_file)

    response = signed_in(contributor).post(reverse("files:remove", args=[stored_file.public_id]))

    assert response.status_code == 409
    assert "part of something" in response.json()["error"]
    assert len(stored()) == 1


def test_a_day_has_an_end(contributor: User, signed_in: SignIn, settings: Any) -> None:
    settings.UPLOADS_PER_DAY = 2
    client = signed_in(contributor)
    yesterday = timezone.now() - timedelta(hours=25)
    StoredFile.objects.filter(pk=make_file(contributor).pk).update(created_at=yesterday)

    statuses = [upload(client, data=b"%d\n" % number).status_code for number in range(3)]

    assert statuses == [201, 201, 429]


def test_the_files_of_one_person_have_a_limit_together(
    contributor: User, signed_in: SignIn, settings: Any
) -> None:
    settings.UPLOAD_QUOTA_BYTES = 100
    client = signed_in(contributor)

    first, refused = upload(client, data=b"x" * 60), upload(client, data=b"y" * 60)
    assert (first.status_code, refused.status_code) == (201, 413)
    assert "together" in refused.json()["error"]

    # What was not kept takes no room, and what is removed gives it back.
    upload(client, "run.pdf", b"<html>" + b" " * 30)
    assert upload(client, data=b"z" * 40).status_code == 201
    client.post(reverse("files:remove", args=[first.json()["id"]]))
    assert upload(client, data=b"y" * 60).status_code == 201


def test_bytes_of_a_document_stay_what_they_were(contributor: User, signed_in: SignIn) -> None:
    client = signed_in(contributor)

    url = upload(client, "Plan.pdf", pdf_bytes()).json()["url"]

    assert client.get(url).getvalue() == pdf_bytes()


def test_files_of_others_count_for_nothing(contributor: User, leader: User) -> None:
    mine, theirs = make_file(contributor), make_file(leader)
    ids = [str(theirs.public_id), "nonsense", str(mine.public_id), str(mine.public_id)]

    collected = collect_files(uploaded_by=contributor, public_ids=ids, uploads=[])
    kept = collect_files(uploaded_by=contributor, public_ids=ids, uploads=[], keep=[theirs])

    assert collected.files == [mine]
    assert kept.files == [theirs, mine]


def test_a_form_field_calls_a_file_that_is_too_large_empty(rf: Any) -> None:
    """A form of Wagtail's own must not take what was cut off for the whole."""

    class Upload(forms.Form):
        file = forms.FileField()

    request = rf.post("/", {"file": SimpleUploadedFile("a.pdf", b"x" * (LIMIT + 1))})

    assert not Upload(request.POST, request.FILES).is_valid()
