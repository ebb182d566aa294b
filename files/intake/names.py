"""File names that people can read and that fool nobody."""

import re
import unicodedata

from .kinds import FileKind

MAX_BYTES = 255
FALLBACK = "file"

# Control, format (bidirectional overrides among them), surrogate, private, unassigned
# characters, line and paragraph separators.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_EXTENSION = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9]{1,10}")
_BLANKS = re.compile(r"\s+")


def safe_name(name: str) -> str:
    """Return a name fit to be shown and downloaded under; it never names anything on our disk.

    Folders, control and direction characters go, blanks are joined, the rest is NFC and at most
    255 bytes of UTF-8 with the extension kept. A name of which nothing remains is "file".
    """
    name = name.replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(
        " " if char in "\t\n\r\u2028\u2029" else char
        for char in name
        if char in "\t\n\r\u2028\u2029" or unicodedata.category(char) not in _INVISIBLE
    )
    name = _BLANKS.sub(" ", unicodedata.normalize("NFC", name)).strip(" .")
    return _shortened(name) or FALLBACK


def extension_of(name: str) -> str:
    """Return the lower-case extension of a safe name without its dot, "" if it has none."""
    stem, dot, extension = name.rpartition(".")
    return extension.lower() if dot and stem and _EXTENSION.fullmatch(extension) else ""


def corrected_name(name: str, kind: FileKind) -> str:
    """Return the safe name with an extension that agrees with the file's content."""
    extension = extension_of(name)
    if kind.is_named(extension):
        return name
    stem = name[: -len(extension) - 1] if extension else name
    if kind.is_named(extension_of(stem)):
        return stem
    return _shortened(f"{stem.strip(' .') or FALLBACK}.{kind.extension}")


def _shortened(name: str) -> str:
    """Cut the stem until the name has at most `MAX_BYTES` bytes."""
    if len(name.encode()) <= MAX_BYTES:
        return name
    extension = extension_of(name)
    ending = f".{name[-len(extension) :]}" if extension else ""
    stem = name[: len(name) - len(ending)].encode()[: MAX_BYTES - len(ending.encode())]
    return stem.decode(errors="ignore").strip(" .") + ending
