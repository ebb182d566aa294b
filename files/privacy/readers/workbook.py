"""Excel workbooks: cells as tables, with what is hidden; comments; caches of pivot tables."""

import re
from datetime import date, timedelta
from itertools import zip_longest

from files.markup import Package
from files.places import Place
from files.privacy.findings import safe_name
from files.privacy.passages import Contents, Layer
from files.privacy.readers import properties

MOST_COLUMNS = 200
MOST_SHARED = 500_000
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d+)")
# Numbers of formats that show a date, and letters of formats that do.
_DATE_FORMATS = frozenset({*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)})
_DATE_LETTERS = re.compile(r"[dy]", re.IGNORECASE)
_NO_DATE = re.compile(r"\"[^\"]*\"|\[[^\]]*\]|\\.")
_EPOCH = date(1899, 12, 30)
_SIDES = frozenset(
    {"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"}
)


class _Strings:
    """Takes the strings that cells share."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.text, self.is_text, self.is_hint = "", False, False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            self.text = ""
        elif name == "rPh":
            self.is_hint = True
        elif name == "t":
            self.is_text = not self.is_hint

    def end(self, name: str) -> None:
        if name == "si" and len(self.found) < MOST_SHARED:
            self.found.append(self.text)
        elif name == "rPh":
            self.is_hint = False
        elif name == "t":
            self.is_text = False

    def letters(self, data: str) -> None:
        if self.is_text:
            self.text += data


class _Sheet:
    """Takes the cells of a sheet."""

    def __init__(
        self, contents: Contents, place: Place, strings: list[str], dates: set[int]
    ) -> None:
        self.contents, self.place, self.strings, self.dates = contents, place, strings, dates
        self.rows: list[list[str]] = []
        self.hidden: set[str] = set()
        self.column, self.kind, self.style = 0, "", 0
        self.value, self.is_value, self.side = "", False, ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self.rows.append([])
            self.column = -1
            if attributes.get("hidden") in ("1", "true"):
                self.hidden.add("rows")
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            self.hidden.add("columns")
        elif name == "c":
            self.column = _column(attributes.get("r", ""), self.column + 1)
            self.kind = attributes.get("t", "n")
            self.style = int(attributes.get("s", "0") or 0)
            self.value = ""
        elif name in ("v", "t"):
            self.is_value = True
        elif name in _SIDES:
            self.side, self.value = name, ""

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self.is_value = False
        elif name == "c":
            self._put(self._shown())
        elif name in _SIDES:
            code = "header" if "Header" in name else "footer"
            self.contents.add(Place(code), re.sub(r"&[LCRPNDTAFZG]|&\"[^\"]*\"", " ", self.value))
            self.side = ""

    def letters(self, data: str) -> None:
        if self.is_value or self.side:
            self.value += data

    def close(self) -> None:
        """Hand on the table."""
        hidden = self.place.hidden or "".join(sorted(self.hidden)[:1])
        place = self.place._replace(hidden=hidden)
        self.contents.add_grid(place, self.rows, has_letters=True)

    def _put(self, text: str) -> None:
        if not self.rows or self.column >= MOST_COLUMNS or not text:
            return
        row = self.rows[-1]
        row.extend([""] * (self.column + 1 - len(row)))
        row[self.column] = text

    def _shown(self) -> str:
        """Return a cell as it is shown, more or less."""
        if self.kind == "s":
            number = int(self.value) if self.value.isdecimal() else -1
            return self.strings[number] if 0 <= number < len(self.strings) else ""
        if self.kind != "n" or not self.value:
            return self.value
        try:
            number_ = float(self.value)
            if self.style in self.dates and 1 <= number_ < 80_000:
                return f"{_EPOCH + timedelta(days=int(number_)):%m/%d/%Y}"
            return str(int(number_)) if number_ == int(number_) else self.value
        except (ValueError, OverflowError):
            return self.value


class _Comments:
    """Takes the comments on cells, old and threaded."""

    def __init__(self, contents: Contents, place: Place) -> None:
        self.contents, self.place = contents, place
        self.text, self.is_text, self.at = "", False, ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in ("comment", "threadedComment"):
            self.text, self.at = "", attributes.get("ref", "")
        elif name in ("t", "text"):
            self.is_text = True

    def end(self, name: str) -> None:
        if name in ("comment", "threadedComment"):
            self.contents.add(self.place._replace(part=self.at[:10]), self.text, Layer.COMMENT)
        elif name in ("t", "text"):
            self.is_text = False

    def letters(self, data: str) -> None:
        if self.is_text:
            self.text += data


class _Drawing:
    """Takes the text of text boxes and charts."""

    def __init__(self) -> None:
        self.text, self.is_text = "", False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.is_text = name == "t"

    def end(self, name: str) -> None:
        self.is_text = False
        self.text += "\n" if name == "p" else ""

    def letters(self, data: str) -> None:
        if self.is_text:
            self.text += data


def _column(reference: str, otherwise: int) -> int:
    match = _REFERENCE.fullmatch(reference)
    if not match:
        return otherwise
    number = 0
    for letter in match[1]:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _date_styles(package: Package) -> set[int]:
    """Return the numbers of the styles that show a date."""
    found = package.elements("xl/styles.xml", ["numFmt", "cellXfs", "cellStyleXfs", "xf", "dxfs"])
    formats, styles, section = set(_DATE_FORMATS), [], ""
    for name, one in found:
        if name == "numFmt":
            if _DATE_LETTERS.search(_NO_DATE.sub("", one.get("formatCode", ""))):
                formats.add(int(one.get("numFmtId", "0")))
        elif name != "xf":
            section = name
        elif section == "cellXfs":
            styles.append(int(one.get("numFmtId", "0")))
    return {number for number, style in enumerate(styles) if style in formats}


def _pivot(package: Package, name: str, contents: Contents) -> None:
    """Read what a pivot table keeps of its source, which may be on no sheet."""
    columns: list[list[str]] = []
    for tag, one in package.elements(name, ["cacheField", "s", "n", "d"]):
        if tag == "cacheField":
            columns.append([one.get("name", "")])
        elif columns and len(columns) <= MOST_COLUMNS:
            columns[-1].append(one.get("v", ""))
    rows = [list(row) for row in zip_longest(*columns[:MOST_COLUMNS], fillvalue="")]
    contents.add_grid(Place("pivot", hidden="sheet"), rows)


def read(package: Package, contents: Contents) -> None:
    """Read a workbook: comments first, they are never long."""
    properties.read(package, contents)
    for name in package.matching(r"xl/(?:threaded)?comments.*\.xml"):
        package.walk(name, _Comments(contents, Place("comment")))
    for name in package.matching(r"xl/pivotcache/pivotcachedefinition\d*\.xml"):
        _pivot(package, name, contents)
    for name in package.matching(r"xl/(?:drawings/drawing|charts/chart)\d*\.xml"):
        drawing = _Drawing()
        package.walk(name, drawing)
        contents.add(Place("drawing"), drawing.text)
    strings = _Strings()
    for name in package.matching(r"xl/sharedstrings\.xml"):
        package.walk(name, strings)
    dates = _date_styles(package)
    for name, title, is_hidden in sheets_of(package):
        place = Place("sheet", name=safe_name(title), hidden="sheet" if is_hidden else "")
        sheet = _Sheet(contents, place, strings.found, dates)
        package.walk(name, sheet)
        sheet.close()


def sheets_of(package: Package) -> list[tuple[str, str, bool]]:
    """Return part, name and whether it is hidden, of each sheet."""
    targets = package.targets("xl/workbook.xml")
    listed = package.elements("xl/workbook.xml", ["sheet"])
    found = [
        (
            targets.get(one.get("id", ""), ""),
            one.get("name", ""),
            one.get("state", "visible") != "visible",
        )
        for _name, one in listed
    ]
    found = [(part, title, hidden) for part, title, hidden in found if part in package.parts]
    known = {part for part, _title, _hidden in found}
    others = [n for n in package.matching(r"xl/worksheets/sheet\d+\.xml") if n not in known]
    return [*found, *((name, "", False) for name in others)]
