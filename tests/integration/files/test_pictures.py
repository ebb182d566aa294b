"""A picture that is kept shows what was sent, and tells nothing else."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageCms, ImageSequence, ImageStat

from accounts.models import User
from files.models import StoredFile
from files.storage import blob_name, private_storage
from tests.factories.documents import animation_bytes, heic_bytes, image_bytes, pdf_bytes
from tests.factories.shared_files import make_file

SECRET = b"41.7658-N-72.6734-W"
GPS, MODEL, ORIENTATION, COMMENT = 0x8825, 0x0110, 0x0112, 0x9286


@pytest.fixture(autouse=True)
def _own_store(store: Path) -> None:
    """Every test has a store of its own."""


@pytest.fixture
def kept(contributor: User) -> Callable[[str, bytes], bytes]:
    """Upload a picture and return what is kept of it."""

    def keep(name: str, data: bytes) -> bytes:
        stored_file: StoredFile = make_file(contributor, name, data)
        with private_storage().open(blob_name(stored_file.sha256)) as file:
            return file.read()

    return keep


def telling_exif(orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[MODEL] = SECRET.decode()
    exif[ORIENTATION] = orientation
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (41.0, 45.0, 57.0)
    exif.get_ifd(0x8769)[COMMENT] = SECRET
    return exif


def photo(image_format: str, **options: object) -> bytes:
    target = io.BytesIO()
    image = Image.linear_gradient("L").resize((64, 32)).convert("RGB")
    image.save(target, image_format, exif=telling_exif(), **options)
    return target.getvalue()


def heic_photo() -> bytes:
    import pillow_heif

    target = io.BytesIO()
    picture = pillow_heif.from_pillow(Image.new("RGB", (64, 48), "teal"))
    picture.info["exif"] = telling_exif().tobytes()
    picture.save(target)
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a.jpg", lambda: photo("JPEG", comment=SECRET, xmp=b"<x>" + SECRET + b"</x>")),
        ("a.png", lambda: photo("PNG")),
        ("a.webp", lambda: photo("WEBP", xmp=SECRET)),
        ("a.heic", heic_photo),
        ("a.gif", lambda: image_bytes("GIF", mode="P", comment=SECRET)),
        ("a.jpg", lambda: image_bytes("JPEG") + SECRET),
        ("a.png", lambda: image_bytes("PNG") + SECRET),
        ("a.gif", lambda: image_bytes("GIF", mode="P") + SECRET),
    ],
    ids=["jpeg", "png", "webp", "heic", "gif", "behind jpeg", "behind png", "behind gif"],
)
def test_place_camera_and_comments_are_gone(
    name: str, make: Callable[[], bytes], kept: Callable[[str, bytes], bytes]
) -> None:
    sent = make()
    assert SECRET in sent

    got = kept(name, sent)

    assert SECRET not in got
    with Image.open(io.BytesIO(got)) as image:
        assert not dict(image.getexif())
        assert not {"comment", "exif", "xmp", "XML:com.adobe.xmp"} & set(image.info)


@pytest.mark.parametrize("image_format", ["GIF", "PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize(
    "payload", [pdf_bytes(), b"<script>alert(1)</script>", b"PK\x03\x04" + b"x" * 100]
)
def test_a_file_of_two_natures_keeps_the_picture_only(
    image_format: str, payload: bytes, kept: Callable[[str, bytes], bytes]
) -> None:
    got = kept(f"a.{image_format.lower()}", image_bytes(image_format) + payload)

    assert payload[:20] not in got
    with Image.open(io.BytesIO(got)) as image:
        assert image.size == (8, 6)


def test_a_photo_stands_upright_without_its_note_on_rotation(
    kept: Callable[[str, bytes], bytes],
) -> None:
    target = io.BytesIO()
    Image.new("RGB", (40, 20)).save(target, "JPEG", exif=telling_exif(orientation=6))

    with Image.open(io.BytesIO(kept("a.jpg", target.getvalue()))) as image:
        assert image.size == (20, 40)
        assert ORIENTATION not in image.getexif()


def test_an_upright_photo_loses_no_quality(kept: Callable[[str, bytes], bytes]) -> None:
    target = io.BytesIO()
    Image.effect_noise((64, 64), 80).convert("RGB").save(target, "JPEG", quality=60)

    got = kept("a.jpg", target.getvalue())

    with Image.open(io.BytesIO(got)) as after, Image.open(target) as before:
        assert after.quantization == before.quantization
        difference = ImageStat.Stat(ImageChops.difference(before.convert("RGB"), after))
        assert max(difference.mean) < 2


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP"])
def test_a_color_profile_stays(image_format: str, kept: Callable[[str, bytes], bytes]) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    sent = image_bytes(image_format, icc_profile=profile)

    with Image.open(io.BytesIO(kept(f"a.{image_format.lower()}", sent))) as image:
        assert image.info["icc_profile"] == profile


def test_a_phone_photo_becomes_one_that_every_browser_shows(contributor: User) -> None:
    stored_file = make_file(contributor, "IMG_1.HEIC", heic_bytes((64, 48)))

    assert (stored_file.original_name, stored_file.content_type) == ("IMG_1.jpg", "image/jpeg")
    with (
        private_storage().open(blob_name(stored_file.sha256)) as file,
        Image.open(file) as image,
    ):
        assert (image.format, image.size) == ("JPEG", (64, 48))


@pytest.mark.parametrize("image_format", ["GIF", "PNG", "WEBP"])
def test_an_animation_still_moves(image_format: str, kept: Callable[[str, bytes], bytes]) -> None:
    sent = animation_bytes(4, (20, 20), image_format)

    with Image.open(io.BytesIO(kept(f"a.{image_format.lower()}", sent))) as image:
        assert len(list(ImageSequence.Iterator(image))) == 4


def test_transparency_stays(kept: Callable[[str, bytes], bytes]) -> None:
    target = io.BytesIO()
    Image.new("RGBA", (4, 4), (10, 20, 30, 40)).save(target, "PNG")

    with Image.open(io.BytesIO(kept("a.png", target.getvalue()))) as image:
        assert image.convert("RGBA").getpixel((1, 1)) == (10, 20, 30, 40)
