"""OpenDocument texts, spreadsheets and slides."""

import re
from collections import Counter

from files.accessibility.checks import (
    Check,
    Name,
    check,
    is_address,
    is_alternative,
    order_failures,
)
from files.accessibility.office import has_title, property_of
from files.markup import Package
from files.places import Place
from files.privacy.findings import safe_name

LETTERS_WITHOUT_HEADINGS = 3_000
_DEFAULT = re.compile(r"(?:sheet|hoja|planilha|folha|feuille|tabelle|foglio)\s?\d+", re.IGNORECASE)
_PICTURES = frozenset({"image", "object", "object-ole", "plugin"})


class _Content:
    """Takes headings, pictures, tables, links and titles of slides out of the content."""

    def __init__(self) -> None:
        self.place = Place("text")
        self.levels: list[tuple[int, Place]] = []
        self.silent: list[Place] = []
        self.headless: list[Place] = []
        self.bare: list[Place] = []
        self.titles: list[tuple[Place, str]] = []
        self.sheets: list[Place] = []
        self.unnamed: list[Place] = []
        self.written = self.links = self.tables = 0
        self.texts: list[str] = []
        self.link = ""
        self.is_link = self.is_title = self.is_described = self.is_picture = False
        self.words = ""
        self.frames: list[tuple[bool, bool]] = []
        self.rows, self.has_header = 0, False
        self.level = 1

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in ("p", "h"):
            self.texts.append("")
            level = attributes.get("outline-level", "1")
            self.level = int(level) if level.isdecimal() else 1
        elif name == "a":
            self.link, self.is_link = "", True
        elif name == "page":
            self.place = Place("slide", len(self.titles) + 1)
            self.titles.append((self.place, ""))
        elif name == "frame":
            self.frames.append((False, False))
            self.is_title = attributes.get("class") == "title"
        elif name in _PICTURES and self.frames:
            self.frames[-1] = (True, self.frames[-1][1])
        elif name in ("title", "desc"):
            self.words = ""
        elif name == "table":
            self.tables += 1
            self.rows, self.has_header = 0, False
            title = attributes.get("name", "")
            self.sheets.append(Place("sheet", name=safe_name(title)))
            self.unnamed += self.sheets[-1:] if _DEFAULT.fullmatch(title) else []
        elif name == "table-row":
            self.rows += 1
        elif name == "table-header-rows":
            self.has_header = True

    def end(self, name: str) -> None:
        if name in ("p", "h") and self.texts:
            self._end_paragraph(name, self.texts.pop())
        elif name == "a":
            self.is_link = False
            self.links += 1
            self.bare += [self.place] if is_address(self.link) else []
        elif name in ("title", "desc") and self.frames and is_alternative(self.words):
            self.frames[-1] = (self.frames[-1][0], True)
        elif name == "frame" and self.frames:
            is_picture, is_described = self.frames.pop()
            self.silent += [self.place] if is_picture and not is_described else []
            self.is_title = False
        elif name == "table" and self.rows > 1 and not self.has_header:
            self.headless.append(Place("table", self.tables, self.place.name))

    def letters(self, data: str) -> None:
        self.words += data[:200]
        self.written += len(data) if self.texts else 0
        if self.texts:
            self.texts[-1] += data[:200]
        if self.is_link:
            self.link += data[:200]

    def _end_paragraph(self, name: str, text: str) -> None:
        if name == "h" and text.strip():
            self.place = self.place._replace(name=safe_name(text))
            self.levels.append((self.level, self.place))
        if self.is_title and self.titles:
            place, before = self.titles[-1]
            self.titles[-1] = (place, before + text)


def _has_language(package: Package) -> bool:
    if property_of(package, "language"):
        return True
    found = package.elements("styles.xml", ["text-properties"])
    return any(one.get("language", "none") not in ("", "none", "zxx") for _name, one in found)


def checks(package: Package, extension: str) -> list[Check]:
    """Return the checks of an OpenDocument file."""
    content = _Content()
    package.walk("content.xml", content)
    made = [
        check(Name.TITLE, has_title(package)),
        check(Name.LANGUAGE, _has_language(package)),
        check(Name.ALTERNATIVES, content.silent),
    ]
    if extension == "odt":
        made += _of_text(content)
    elif extension == "ods":
        made.append(check(Name.SHEET_NAMES, content.unnamed if len(content.sheets) > 1 else []))
    else:
        titles = Counter(text.casefold().strip() for _place, text in content.titles)
        made += [
            check(Name.SLIDE_TITLES, [p for p, text in content.titles if not text.strip()]),
            check(
                Name.UNIQUE_SLIDE_TITLES,
                [p for p, t in content.titles if t.strip() and titles[t.casefold().strip()] > 1],
            ),
        ]
    if content.links:
        made.append(check(Name.LINK_TEXTS, content.bare))
    return made


def _of_text(content: _Content) -> list[Check]:
    made = []
    if content.levels or content.written > LETTERS_WITHOUT_HEADINGS:
        made.append(check(Name.HEADINGS, bool(content.levels)))
    if content.levels:
        made.append(check(Name.HEADING_ORDER, order_failures(content.levels)))
    if content.tables:
        made.append(check(Name.TABLE_HEADERS, content.headless))
    return made
