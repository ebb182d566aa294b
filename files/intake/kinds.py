"""The kinds of files that are accepted, and how the first bytes tell them apart."""

from dataclasses import dataclass
from enum import Enum, auto


class Family(Enum):
    """Files that are inspected alike."""

    PDF = auto()
    ARCHIVE = auto()
    COMPOUND = auto()
    PICTURE = auto()
    UNKNOWN = auto()


@dataclass(frozen=True)
class FileKind:
    """A kind of file: `extension` without its dot, `aliases` that mean the same."""

    extension: str
    content_type: str
    label: str
    aliases: frozenset[str] = frozenset()

    def is_named(self, extension: str) -> bool:
        """Whether a file name with this ending tells the truth."""
        return extension == self.extension or extension in self.aliases


_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."

KINDS: dict[str, FileKind] = {
    kind.extension: kind
    for kind in (
        FileKind("pdf", "application/pdf", "PDF"),
        FileKind("docx", _OOXML + "wordprocessingml.document", "Word document"),
        FileKind("pptx", _OOXML + "presentationml.presentation", "PowerPoint slides"),
        FileKind("xlsx", _OOXML + "spreadsheetml.sheet", "Excel workbook"),
        FileKind("odt", _ODF + "text", "OpenDocument text"),
        FileKind("ods", _ODF + "spreadsheet", "OpenDocument spreadsheet"),
        FileKind("odp", _ODF + "presentation", "OpenDocument slides"),
        FileKind("txt", "text/plain", "Plain text", frozenset({"text"})),
        FileKind("md", "text/markdown", "Markdown text", frozenset({"markdown"})),
        FileKind("csv", "text/csv", "CSV table"),
        FileKind("jpg", "image/jpeg", "JPEG picture", frozenset({"jpeg", "jpe", "jfif"})),
        FileKind("png", "image/png", "PNG picture"),
        FileKind("gif", "image/gif", "GIF picture"),
        FileKind("webp", "image/webp", "WebP picture"),
    )
}
TEXT_EXTENSIONS = ("txt", "md", "csv")
PICTURE_EXTENSIONS = ("jpg", "png", "gif", "webp")
# Kinds with words in them, which `files.extraction` can read.
READABLE_EXTENSIONS = frozenset(KINDS).difference(PICTURE_EXTENSIONS)

# What browsers offer in the file dialog; HEIC photos become JPEG.
ACCEPTED_NAMES = (
    ",".join(
        f".{name}" for kind in KINDS.values() for name in (kind.extension, *sorted(kind.aliases))
    )
    + ",.heic,.heif"
)

HEAD_SIZE = 1024
_HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def family_of(head: bytes) -> Family:
    """Return the family that the first `HEAD_SIZE` bytes announce.

    A PDF may start with blanks, never with anything else: what comes before its mark is where
    a file of two natures hides the other one.
    """
    if head.removeprefix(_BYTE_ORDER_MARK).lstrip(b"\0\t\n\f\r ").startswith(b"%PDF-"):
        return Family.PDF
    if head.startswith(b"PK\x03\x04"):
        return Family.ARCHIVE
    if head.startswith(COMPOUND):
        return Family.COMPOUND
    if _is_picture(head):
        return Family.PICTURE
    return Family.UNKNOWN


def text_kind(extension: str) -> FileKind | None:
    """Return the kind of text a file name claims, or None if it claims another or nothing."""
    for name in TEXT_EXTENSIONS:
        if KINDS[name].is_named(extension):
            return KINDS[name]
    return None


def _is_picture(head: bytes) -> bool:
    return (
        head.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a"))
        or (head.startswith(b"RIFF") and head[8:12] == b"WEBP")
        or (head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS)
    )
