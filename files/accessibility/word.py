"""Word documents."""

from files.accessibility.checks import (
    Check,
    Name,
    check,
    is_address,
    is_alternative,
    order_failures,
)
from files.accessibility.office import has_title
from files.markup import Package
from files.places import Place
from files.privacy.findings import safe_name

LETTERS_WITHOUT_HEADINGS = 3_000
_LEVELS = {"title": 0, "subtitle": 0} | {f"heading{n}": n for n in range(1, 10)}
# Frames of text are read like text; pictures, charts and diagrams are not.
_SILENT = frozenset({"pic", "chart", "relIds", "imagedata"})


class _Document:
    """Takes headings, pictures, tables, links and languages out of the main part."""

    def __init__(self, styles: dict[str, int]) -> None:
        self.styles = styles
        self.place = Place("text")
        self.levels: list[tuple[int, Place]] = []
        self.silent: list[Place] = []
        self.headless: list[Place] = []
        self.bare: list[Place] = []
        self.has_language = False
        self.written = 0
        self.level: int | None = None
        self.text = self.link = ""
        self.is_text = self.is_link = False
        # Of the picture and the tables that are open.
        self.described, self.is_picture = True, False
        self.tables: list[tuple[int, bool]] = []
        self.number = self.links = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "p":
            self.text, self.level = "", None
        elif name == "pStyle":
            self.level = self.styles.get(attributes.get("val", ""), self.level)
        elif name == "outlineLvl" and attributes.get("val", "").isdecimal():
            level = int(attributes["val"]) + 1
            self.level = level if level <= 9 else self.level
        elif name == "t":
            self.is_text = True
        elif name == "hyperlink":
            self.link, self.is_link = "", True
        elif name == "lang":
            self.has_language = self.has_language or bool(attributes.get("val"))
        elif name == "tbl":
            self.tables.append((0, False))
        elif name == "tr" and self.tables:
            rows, has_header = self.tables[-1]
            self.tables[-1] = (rows + 1, has_header)
        elif name == "tblHeader" and attributes.get("val", "1") not in ("0", "false", "off"):
            self._mark_header()
        else:
            self._start_picture(name, attributes)

    def _start_picture(self, name: str, attributes: dict[str, str]) -> None:
        if name in ("drawing", "pict", "object"):
            self.described, self.is_picture = False, False
        elif name == "docPr":
            self.described = is_alternative(attributes.get("descr", ""))
        elif name == "shape" and attributes.get("alt"):
            self.described = is_alternative(attributes["alt"])
        elif name == "decorative" and attributes.get("val", "1") not in ("0", "false"):
            self.described = True
        elif name in _SILENT:
            self.is_picture = True

    def end(self, name: str) -> None:
        if name == "t":
            self.is_text = False
        elif name == "hyperlink":
            self.is_link = False
            self.links += 1
            if is_address(self.link):
                self.bare.append(self.place)
        elif name == "p" and self.text.strip():
            if self.level is not None:
                self.place = Place("text", name=safe_name(self.text))
            if self.level:
                self.levels.append((self.level, self.place))
        elif name in ("drawing", "pict", "object"):
            if self.is_picture and not self.described:
                self.silent.append(self.place)
            self.is_picture = False
        elif name == "tbl" and self.tables:
            rows, has_header = self.tables.pop()
            self.number += 1
            if rows > 1 and not has_header:
                self.headless.append(Place("table", self.number, self.place.name))

    def letters(self, data: str) -> None:
        if not self.is_text:
            return
        self.written += len(data)
        self.text += data[:200]
        if self.is_link:
            self.link += data[:200]

    def _mark_header(self) -> None:
        if self.tables and self.tables[-1][0] == 1:
            self.tables[-1] = (1, True)


def _levels_of_styles(package: Package) -> dict[str, int]:
    """Return the level of each style of headings, whatever it is called in the language of Word."""
    levels: dict[str, int] = {}
    style = ""
    for name, one in package.elements("word/styles.xml", ["style", "name", "outlineLvl"]):
        if name == "style":
            style = one.get("styleId", "")
        elif name == "name":
            level = _LEVELS.get(one.get("val", "").replace(" ", "").lower())
            if level is not None:
                levels[style] = level
        elif one.get("val", "").isdecimal() and int(one["val"]) < 9:
            levels.setdefault(style, int(one["val"]) + 1)
    return levels


def checks(package: Package) -> list[Check]:
    """Return the checks of a Word document."""
    document = _Document(_levels_of_styles(package))
    for name in package.matching(r"word/document\d*\.xml"):
        package.walk(name, document)
    has_language = document.has_language or any(
        one.get("val") for _name, one in package.elements("word/styles.xml", ["lang"])
    )
    made = [
        check(Name.TITLE, has_title(package)),
        check(Name.LANGUAGE, has_language),
        check(Name.ALTERNATIVES, document.silent),
    ]
    if document.levels or document.written > LETTERS_WITHOUT_HEADINGS:
        made.append(check(Name.HEADINGS, bool(document.levels)))
    if document.levels:
        made.append(check(Name.HEADING_ORDER, order_failures(document.levels)))
    if document.number:
        made.append(check(Name.TABLE_HEADERS, document.headless))
    if document.links:
        made.append(check(Name.LINK_TEXTS, document.bare))
    return made
