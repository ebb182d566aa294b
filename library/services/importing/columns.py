"""The columns of an import or export, and how values are written in their cells.

Everything here goes both ways: what `write_…` makes of a value, `read_…` turns back into it.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from library.enums import Vocabulary
from library.services.rich_text import clean_html, from_plain_text, looks_like_html

REQUIRED = ("external_id", "title", "summary")
COLUMNS = (
    *REQUIRED,
    "body",
    "kind",
    "audience",
    "grade_bands",
    "topics",
    "standards",
    "tags",
    "license",
    "language",
    "visibility",
    "url",
    "contributors",
    "school",
    "published_at",
)
TERM_COLUMNS = {
    "topics": Vocabulary.TOPIC,
    "audience": Vocabulary.AUDIENCE,
    "grade_bands": Vocabulary.GRADE,
    "standards": Vocabulary.STANDARD,
}

MOST_ITEMS = 50
LONGEST_TEXT = 200_000
LONGEST_URL = 500
LONGEST_NAME = 120
FIRST_YEAR = 1900

Contributor = tuple[str, str]

_check_url = URLValidator(schemes=["http", "https"])
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_CONTRIBUTOR = re.compile(r"(?P<name>[^()]*[^()\s])\s*\((?P<role>[^()]*)\)")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_AMERICAN_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


class Invalid(ValueError):
    """A cell does not hold what its column is for; the message says why."""


def add_formula_prefix(cell: str) -> str:
    """Return a CSV cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def undo_formula_prefix(cell: str) -> str:
    """Return a CSV cell without the prefix that `add_formula_prefix` gave it."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def normal_text(value: str) -> str:
    """Return text in the one form in which texts are compared: composed characters, plain line
    ends, no control characters, nothing blank around it."""
    return unicodedata.normalize("NFC", _CONTROL.sub("", _unix(value))).strip()


def normal_line(value: str) -> str:
    """Return text as one line, in the form in which lines are compared."""
    return " ".join(normal_text(value).split())


def normal_body(html: str) -> str:
    """Return rich text in the form in which bodies are compared.

    Its characters are not composed: a `>` and the combining stroke after it would become one.
    """
    return clean_html(_CONTROL.sub("", _unix(html)))


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_text(raw: object, *, most: int = LONGEST_TEXT) -> str:
    """Return the text of a cell.

    Args:
        raw: what the file holds.
        most: characters it may have.

    Raises:
        Invalid: not text, too long, or with control characters.
    """
    return _not_longer(normal_text(_checked(raw)), most)


def read_body(raw: object) -> str:
    """Return the rich text of a cell that holds HTML or plain text; see `read_text`."""
    text = _not_longer(_checked(raw), LONGEST_TEXT)
    return normal_body(text) if looks_like_html(text) else from_plain_text(text)


def _checked(raw: object) -> str:
    """Return what the file holds as text with plain line ends."""
    if raw is None:
        return ""
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        raise Invalid("This must be text.")
    text = _unix(str(raw))
    if _CONTROL.search(text):
        raise Invalid("It holds control characters, which cannot be shown. Remove them.")
    return text


def read_line(raw: object, *, most: int) -> str:
    """Return the text of a cell as one line; see `read_text`."""
    return _not_longer(normal_line(read_text(raw)), most)


def _not_longer(text: str, most: int) -> str:
    if len(text) > most:
        raise Invalid(f"It has {len(text)} characters; at most {most} are possible.")
    return text


def read_list(raw: object) -> list[Any]:
    """Return the items of a cell: a JSON array, or texts between semicolons.

    Raises:
        Invalid: more items than sensible.
    """
    if isinstance(raw, list):
        items = raw
    else:
        text = read_text(raw)
        array = _json_array(text)
        items = text.split(";") if array is None else array
    kept = [item for item in items if item not in ("", None) and str(item).strip()]
    if len(kept) > MOST_ITEMS:
        raise Invalid(f"It lists {len(kept)} items; at most {MOST_ITEMS} are possible.")
    return kept


def _json_array(text: str) -> list[Any] | None:
    """Return the array the text holds, None if it is just text."""
    if not text.startswith("["):
        return None
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, list) else None


def read_lines(raw: object, *, most: int) -> tuple[str, ...]:
    """Return a list of one-line texts, each once; see `read_list` and `read_line`."""
    return tuple(dict.fromkeys(read_line(item, most=most) for item in read_list(raw)))


def write_lines(values: Sequence[str]) -> str:
    """Return a list as a cell: `a; b`, or a JSON array where that would be misread."""
    cell = "; ".join(values)
    if _reads_as(tuple(values), lambda: read_lines(cell, most=LONGEST_TEXT)):
        return cell
    return json.dumps(list(values), ensure_ascii=False)


def _reads_as(values: tuple[Any, ...], read: Callable[[], tuple[Any, ...]]) -> bool:
    """Whether reading gives the values again."""
    try:
        return read() == values
    except Invalid:
        return False


def read_urls(raw: object) -> tuple[str, ...]:
    """Return addresses of web pages.

    Raises:
        Invalid: one is no such address.
    """
    urls = read_lines(raw, most=LONGEST_URL)
    for url in urls:
        try:
            _check_url(url)
        except ValidationError as error:
            raise Invalid(f"“{url}” is not an address such as https://example.org/page.") from error
    return urls


def read_contributors(raw: object) -> tuple[Contributor, ...]:
    """Return names and roles from `Name (role)`, or from objects with `name` and `role`.

    Raises:
        Invalid: a name is missing or too long.
    """
    return tuple(dict.fromkeys(_read_contributor(item) for item in read_list(raw)))


def _read_contributor(item: object) -> Contributor:
    if isinstance(item, dict):
        name = read_line(item.get("name"), most=LONGEST_NAME)
        role = read_line(item.get("role"), most=LONGEST_NAME)
    else:
        text = read_line(item, most=2 * LONGEST_NAME + 3)
        match = _CONTRIBUTOR.fullmatch(text)
        name, role = (match["name"], match["role"].strip()) if match else (text, "")
    if not name:
        raise Invalid("A contributor has no name.")
    if len(name) > LONGEST_NAME or len(role) > LONGEST_NAME:
        raise Invalid(f"A name or role has more than {LONGEST_NAME} characters.")
    return name, role


def write_contributors(contributors: Sequence[Contributor]) -> str:
    """Return contributors as `Name (role); Name`, or as JSON where that would be misread."""
    texts = [f"{name} ({role})" if role else name for name, role in contributors]
    cell = write_lines(texts)
    if _reads_as(tuple(contributors), lambda: read_contributors(cell)):
        return cell
    objects = [{"name": name, "role": role} for name, role in contributors]
    return json.dumps(objects, ensure_ascii=False)


def read_moment(raw: object, *, now: datetime) -> datetime | None:
    """Return a date or time of publication; a date alone is its first minute.

    Args:
        raw: ISO 8601 (`2024-05-31`, `2024-05-31T08:00`) or month/day/year.
        now: the present; a publication cannot lie after it.

    Raises:
        Invalid: not a date, or out of range.
    """
    text = read_text(raw, most=LONGEST_NAME)
    if not text:
        return None
    if american := _AMERICAN_DATE.fullmatch(text):
        month, day, year = american.groups()
        text = f"{year}-{month:0>2}-{day:0>2}"
    try:
        moment = parse_datetime(text)
        if moment is None:
            raise ValueError(text)
        if timezone.is_naive(moment):
            moment = timezone.make_aware(moment)
        moment = moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Invalid("This is not a date such as 2024-05-31 or 5/31/2024.") from error
    if moment.year < FIRST_YEAR or moment > now:
        raise Invalid(f"The date must lie between {FIRST_YEAR} and today.")
    return moment


def write_moment(moment: datetime | None) -> str:
    """Return a time as a cell."""
    return moment.astimezone(UTC).isoformat() if moment else ""
