"""Pictures that are too large, broken, or not pictures."""

import io
import struct
import zlib

from PIL import Image

from files.enums import Refusal
from tests.factories.documents import animation_bytes, heic_bytes, image_bytes

from .case import Case

# The limit on pixels while these cases run: 25 million would make the honest side slow.
MAX_PIXELS = 1_000_000


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def huge_png(width: int, height: int) -> bytes:
    """A picture of a few kilobytes whose header promises millions of pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def text_bomb() -> bytes:
    """Hundreds of megabytes of comment in a picture of a kilobyte."""
    plain = image_bytes("PNG")
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 1_000_000) for _ in range(300)) + packer.flush()
    comment = chunk(b"zTXt", b"Comment\0\0" + packed)
    return plain[:33] + comment + plain[33:]


def noisy_jpeg() -> bytes:
    target = io.BytesIO()
    Image.effect_noise((200, 200), 50).save(target, "JPEG")
    return target.getvalue()


CASES = [
    Case("as wide as a street", "a.png", lambda: huge_png(60_000, 60_000), Refusal.TOO_MANY_PIXELS),
    Case(
        "one pixel row over the limit",
        "a.png",
        lambda: image_bytes("PNG", (1000, 1001)),
        Refusal.TOO_MANY_PIXELS,
    ),
    Case(
        "a photo over the limit",
        "a.jpg",
        lambda: image_bytes("JPEG", (1001, 1000)),
        Refusal.TOO_MANY_PIXELS,
    ),
    Case(
        "a phone photo over the limit",
        "a.heic",
        lambda: heic_bytes((1024, 1024)),
        Refusal.TOO_MANY_PIXELS,
    ),
    Case(
        "an endless animation",
        "a.gif",
        lambda: animation_bytes(30, (200, 200)),
        Refusal.TOO_MANY_FRAMES,
    ),
    Case(
        "an endless animation as PNG",
        "a.png",
        lambda: animation_bytes(30, (200, 200), "PNG"),
        Refusal.TOO_MANY_FRAMES,
    ),
    Case("a photo cut in half", "a.jpg", lambda: noisy_jpeg()[:3000], Refusal.DAMAGED),
    Case("a PNG cut short", "a.png", lambda: image_bytes("PNG", (300, 300))[:60], Refusal.DAMAGED),
    Case("a GIF cut short", "a.gif", lambda: image_bytes("GIF", (300, 300))[:30], Refusal.DAMAGED),
    Case("a WebP cut short", "a.webp", lambda: image_bytes("WEBP")[:20], Refusal.DAMAGED),
    Case("a phone photo cut short", "a.heic", lambda: heic_bytes()[:200], Refusal.DAMAGED),
    Case("a comment that unpacks without end", "a.png", text_bomb, Refusal.DAMAGED),
    Case("a PDF that says GIF", "a.pdf", lambda: b"GIF89a%PDF-1.7\n" * 50, Refusal.DAMAGED),
    Case("a page that says GIF", "a.gif", lambda: b"GIF89a<script>x</script>", Refusal.DAMAGED),
    Case("a bitmap", "a.bmp", lambda: image_bytes("BMP"), Refusal.OTHER_PICTURE),
    Case("a TIFF as JPEG", "a.jpg", lambda: image_bytes("TIFF"), Refusal.OTHER_PICTURE),
]
