"""Text that people type, before it is kept."""

import re
import unicodedata

# Control characters but tab and line feed; marks that reorder or hide what follows them; lone
# halves of characters, which no database can hold.
_HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


def clean_text(text: str) -> str:
    """Return what was typed in one Unicode form (NFC), with plain line ends and nothing hidden."""
    unix = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _HARMFUL.sub("", unix))


def clean_line(text: str) -> str:
    """Return what was typed as one line, with single blanks."""
    return " ".join(clean_text(text).split())
