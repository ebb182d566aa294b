"""A file goes up, is reachable by those who may, and comes down byte for byte."""

import json
from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from files.models import StoredFile
from files.services import store_bytes

NOTE = b"Attendance rose by four points.\n"
SignIn = Callable[[User], Client]


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
        "url": stored_file.get_absolute_url(),
    }


def test_the_uploader_gets_the_bytes_back(contributor: User, signed_in: SignIn) -> None:
    client = signed_in(contributor)
    response = client.get(upload(client).json()["url"])

    assert b"".join(response.streaming_content) == NOTE
    assert response.headers["Content-Length"] == str(len(NOTE))


def test_a_visitor_cannot_upload(client: Client, db: None) -> None:
    response = upload(client)

    assert response.status_code == 401
    assert "Sign in" in json.loads(response.content)["error"]
    assert not StoredFile.objects.exists()


def test_others_do_not_find_an_upload(
    client: Client, contributor: User, outsider: User, signed_in: SignIn
) -> None:
    url = store_bytes(uploaded_by=contributor, name="Note.txt", data=NOTE).get_absolute_url()

    assert client.get(url).status_code == 404
    assert signed_in(outsider).get(url).status_code == 404


def test_only_the_uploader_removes(contributor: User, outsider: User, signed_in: SignIn) -> None:
    stored_file = store_bytes(uploaded_by=contributor, name="Note.txt", data=NOTE)
    url = reverse("files:remove", args=[stored_file.public_id])

    assert signed_in(outsider).post(url).status_code == 404
    assert StoredFile.objects.exists()
    assert signed_in(contributor).post(url).status_code == 204
    assert not StoredFile.objects.exists()
