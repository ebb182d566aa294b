"""Social security numbers and state-assigned student ids (SASID) in a text.

Social security numbers as the Social Security Administration gives them out: no area 000, 666 or
above 899, no group 00, no serial 0000. A SASID has ten digits and no check digit (record layout of
Connecticut's Public School Information System), so that only the words around tell it from a
telephone number, an ISBN or an order.
"""

import re
from collections.abc import Iterator, Sequence

WORDS_BEFORE = 60
WORDS_AFTER = 40
# A column without a header needs so many before it counts.
FEWEST_IN_A_COLUMN = 3

_SSN_SHAPE = re.compile(r"(?<![\w.$-])(\d{3})([-–‑. ]?)(\d{2})\2(\d{4})(?![\w$]|[-–]\w|\.\d)")
_SSN_WORDS = re.compile(
    r"\bs\.?s\.?n\b|\bss ?(?:#|no\b|num)|\bsocial\s+sec|\bsoc\.?\s*sec"
    r"|\bsocial\s*(?:#|number|is\b|no\b)|\bseguro\s+social|\bseguridad\s+social",
    re.IGNORECASE,
)
_SASID_SHAPE = re.compile(r"(?<![\w.$-])\d{10}(?![\w$-]|\.\d)")
_SASID_WORDS = re.compile(
    r"\bsasids?\b|\bstate[\s-]+(?:assigned\s+)?(?:student\s+)?(?:id\b|i\.d\.|ident|number|no\b)"
    r"|\bstudent\s+state\s+(?:id|number)|\bpsis\b|\bct-?seds\b|\bstudent\s+(?:id\b|i\.d\.|ident)"
    r"|\bstate\s+id\b",
    re.IGNORECASE,
)
# What a number of ten or nine digits is otherwise.
_OTHER_WORDS = re.compile(
    r"\b(?:isbn|phone|tel|fax|cell|mobile|call|hotline|conference line|extension"
    r"|invoice|purchase|order|po|p\.o|account|routing|grant|award|ein|tax|contract|part|item|model|serial|barcode|passcode"
    r"|meeting id|zip|lcsh|issn|doi|facility|vendor)\b[^\n]{0,20}$",
    re.IGNORECASE,
)
_SAMPLE_WORDS = re.compile(
    r"\b(?:sample|example(?!\.)|placeholder|dummy|fake|fictional)\b", re.IGNORECASE
)
# Printed in advertisements and forms, and never anybody's, or known to everybody.
_NOBODYS = frozenset({"123456789", "078051120", "219099999", "457555462", "012345678", "987654321"})
_NOBODYS_IDS = frozenset({"1234567890", "0123456789", "9876543210"})
_CT_AREAS = frozenset({"203", "475", "860", "959"})


def is_ssn(digits: str) -> bool:
    """Whether nine digits can be someone's social security number."""
    area, group, serial = digits[:3], digits[3:5], digits[5:]
    return (
        area not in ("000", "666")
        and area < "900"
        and group != "00"
        and serial != "0000"
        and len(set(digits)) > 1
        and digits not in _NOBODYS
    )


def find_ssns(text: str, *, is_labelled: bool = False) -> Iterator[tuple[int, int]]:
    """Yield where social security numbers stand.

    Args:
        text: some passage.
        is_labelled: the words around (a header) already say what the numbers are.
    """
    for match in _SSN_SHAPE.finditer(text):
        if not is_ssn(match[1] + match[3] + match[4]):
            continue
        before = text[max(0, match.start() - WORDS_BEFORE) : match.start()]
        said = is_labelled or bool(_SSN_WORDS.search(before))
        if match[2] in ("-", "–", "‑"):
            # The shape alone says it, unless the words before say something else.
            said = said or not _OTHER_WORDS.search(before)
        if said and not (_SAMPLE_WORDS.search(before) and not is_labelled):
            yield match.span()


def find_sasids(text: str, *, is_labelled: bool = False) -> Iterator[tuple[int, int]]:
    """Yield where state-assigned student ids stand; see `find_ssns`."""
    for match in _SASID_SHAPE.finditer(text):
        digits = match[0]
        if len(set(digits)) == 1 or digits in _NOBODYS_IDS:
            continue
        before = text[max(0, match.start() - WORDS_BEFORE) : match.start()]
        after = text[match.end() : match.end() + WORDS_AFTER].partition("\n")[0]
        said = is_labelled or _SASID_WORDS.search(before) or _SASID_WORDS.search(after)
        if said and not _SAMPLE_WORDS.search(before) and not _is_other(before):
            yield match.span()


def is_ssn_label(text: str) -> bool:
    """Whether a header announces social security numbers."""
    return bool(_SSN_WORDS.search(text)) or text.strip().casefold() in ("ss#", "social", "ssn")


def is_sasid_label(text: str) -> bool:
    """Whether a header announces state-assigned student ids."""
    return bool(_SASID_WORDS.search(text))


def is_column_of_sasids(cells: Sequence[str]) -> bool:
    """Whether cells without a header are student ids, not telephone numbers or ISBNs."""
    found = [cell.strip() for cell in cells if cell.strip()]
    if len(found) < FEWEST_IN_A_COLUMN or not all(map(_SASID_SHAPE.fullmatch, found)):
        return False
    if len(set(found)) < len(found) * 0.8:
        return False
    return not all(map(_may_be_phone, found)) and not all(map(_is_isbn, found))


def _may_be_phone(digits: str) -> bool:
    return digits[:3] in _CT_AREAS or (digits[0] in "23456789" and digits[3] in "23456789")


def _is_isbn(digits: str) -> bool:
    return sum((10 - n) * int(digit) for n, digit in enumerate(digits)) % 11 == 0


def _is_other(before: str) -> bool:
    """Whether the nearest announcement is of something else."""
    other = _OTHER_WORDS.search(before)
    if not other:
        return False
    labels = list(_SASID_WORDS.finditer(before))
    return not labels or labels[-1].start() < other.start()
