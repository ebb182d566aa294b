"""Pictures that editors put on pages: taken in as members' are, served in sizes, never raw."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image as Picture
from pytest_django import Settings

from accounts.models import User
from files.models import Image

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
GPS = 0x8825


@pytest.fixture(autouse=True)
def _media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def editor(reviewer: User, signed_in: SignIn) -> Client:
    return signed_in(reviewer)


def photo() -> SimpleUploadedFile:
    """A photo that knows where it was taken."""
    exif = Picture.Exif()
    exif[GPS] = {1: "N", 2: (41.0, 31.0, 0.0)}
    exif[0x010E] = "SENTINEL"
    data = io.BytesIO()
    Picture.new("RGB", (600, 400), "#1d5a43").save(data, "JPEG", exif=exif)
    return SimpleUploadedFile("oak.jpg", data.getvalue(), content_type="image/jpeg")


def upload(editor: Client, file: SimpleUploadedFile) -> dict[str, object]:
    answer = editor.post(
        reverse("wagtailimages:add_multiple"), {"title": "An oak", "files[]": file}
    )
    result: dict[str, object] = answer.json()
    return result


def test_a_photo_no_longer_tells_where_it_was_taken(editor: Client) -> None:
    assert upload(editor, photo())["success"]

    kept = Image.objects.get().file.read()
    assert b"SENTINEL" not in kept
    assert not Picture.open(io.BytesIO(kept)).getexif().get_ifd(GPS)


def test_what_is_no_picture_is_an_error_at_the_file(editor: Client) -> None:
    cut = SimpleUploadedFile("oak.jpg", photo().read()[:400], content_type="image/jpeg")

    assert not upload(editor, cut)["success"]
    assert not Image.objects.exists()


def test_a_picture_is_described(editor: Client) -> None:
    upload(editor, photo())
    image = Image.objects.get()
    form = {"title": "An oak", "description": "", "collection": image.collection_id, "tags": ""}

    answer = editor.post(reverse("wagtailimages:edit", args=[image.pk]), form)

    assert b"This field is required" in answer.content


def test_a_name_that_is_too_long_for_a_file_is_not_there(client: Client, tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    assert client.get(f"/media/images/{'a' * 300}.webp").status_code == 404


def test_visitors_get_a_size_and_never_the_original(editor: Client, client: Client) -> None:
    upload(editor, photo())
    image = Image.objects.get()
    rendition = image.get_rendition("fill-120x80|format-webp")

    shown = client.get(rendition.url)

    assert (shown.status_code, shown["Content-Type"]) == (200, "image/webp")
    assert "immutable" in shown["Cache-Control"]
    assert shown["X-Content-Type-Options"] == "nosniff"
    for name in (f"/media/{image.file.name}", "/media/images/..%2Foriginal_images%2Foak.jpg"):
        assert client.get(name).status_code == 404


def test_another_picture_never_gets_the_same_address(editor: Client) -> None:
    upload(editor, photo())
    first = Image.objects.get()
    address = first.get_rendition("width-100").url
    first.delete()
    data = io.BytesIO()
    Picture.new("RGB", (600, 400), "#855610").save(data, "JPEG")
    upload(editor, SimpleUploadedFile("oak.jpg", data.getvalue(), content_type="image/jpeg"))

    assert Image.objects.get().get_rendition("width-100").url != address
