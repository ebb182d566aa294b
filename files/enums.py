"""How far a file has come, why it is refused, and how far its text is known.

Free of Django: the inspectors run in a process of their own.
"""

from enum import StrEnum


class Refusal(StrEnum):
    """Each reason for which an upload is turned away; `refusals` holds the words for it."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNKNOWN_TYPE = "unknown_type"
    NAME_MISMATCH = "name_mismatch"
    NOT_UTF8 = "not_utf8"
    WEB_PAGE = "web_page"
    MEDIA = "media"
    OTHER_PICTURE = "other_picture"
    ARCHIVE = "archive"
    RICH_TEXT = "rich_text"
    OLD_OFFICE = "old_office"
    OTHER_OFFICE = "other_office"
    PASSWORD = "password"  # noqa: S105  (a reason, not a secret)
    MACROS = "macros"
    EMBEDDED_FILE = "embedded_file"
    REMOTE_CONTENT = "remote_content"
    UNSAFE_ARCHIVE = "unsafe_archive"
    BOMB = "bomb"
    PDF_SCRIPT = "pdf_script"
    PDF_LAUNCH = "pdf_launch"
    PDF_ATTACHMENT = "pdf_attachment"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_MANY_FRAMES = "too_many_frames"
    DAMAGED = "damaged"
    TOO_COMPLEX = "too_complex"
    STORAGE_FULL = "storage_full"
    DAILY_LIMIT = "daily_limit"
    QUOTA = "quota"
    VIRUS = "virus"
    LOST = "lost"


class FileState(StrEnum):
    """How far an upload has come; nobody but its sender knows of one that is not available."""

    QUARANTINED = "quarantined"
    AVAILABLE = "available"
    REFUSED = "refused"


class Delay(StrEnum):
    """Why an upload could not be checked yet; it is tried again by itself."""

    NONE = ""
    SCANNER = "scanner"
    STORAGE = "storage"


class PreviewState(StrEnum):
    """Whether there are pictures of a file."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


class HoldState(StrEnum):
    """How a file stands in which the guard found what looks like students' data."""

    OPEN = "open"
    JUSTIFIED = "justified"
    RELEASED = "released"
    KEPT = "kept"


class TextState(StrEnum):
    """How far the text of a file is known."""

    WAITING = "waiting"
    DONE = "done"
    NO_TEXT = "no-text"
    PROTECTED = "protected"
    FAILED = "failed"
    UNSUPPORTED = "unsupported"


class Refused(Exception):
    """An inspector does not accept the file."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal
