"""Excel workbooks."""

import re

from files.accessibility.checks import Check, Name, check, is_alternative
from files.accessibility.office import has_title
from files.markup import Package
from files.places import Place
from files.privacy.findings import safe_name
from files.privacy.readers.workbook import sheets_of

# "Sheet1", and what it is called in the languages of our schools.
_DEFAULT = re.compile(
    r"(?:sheet|hoja|planilha|folha|feuil|tabelle|foglio|arkusz)\s?\d+", re.IGNORECASE
)
ROWS_WITHOUT_HEADER = 3
_ANCHORS = frozenset({"twoCellAnchor", "oneCellAnchor", "absoluteAnchor"})


class _Drawing:
    """Counts the pictures and charts without a text."""

    def __init__(self) -> None:
        self.silent, self.is_picture, self.described = 0, False, True

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in _ANCHORS:
            self.is_picture, self.described = False, False
        elif name in ("pic", "chart"):
            self.is_picture = True
        elif name == "cNvPr":
            self.described = self.described or is_alternative(attributes.get("descr", ""))
        elif name == "decorative":
            self.described = attributes.get("val", "1") not in ("0", "false") or self.described

    def end(self, name: str) -> None:
        if name in _ANCHORS:
            self.silent += self.is_picture and not self.described

    def letters(self, data: str) -> None:
        """Nothing to do."""


class _Sheet:
    """Takes from a sheet whether its rows and columns have headers."""

    def __init__(self) -> None:
        self.rows = self.cells_of_row = self.widest = 0
        self.is_row_text: list[bool] = []
        self.is_frozen = self.has_table = self.is_merged = self.has_drawing = False
        self.kind, self.has_value = "", False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self.cells_of_row = 0
        elif name == "c":
            self.kind, self.has_value = attributes.get("t", "n"), False
        elif name in ("v", "is"):
            self.has_value = True
        elif name == "pane":
            self.is_frozen = attributes.get("ySplit", "0") != "0"
        elif name == "tablePart":
            self.has_table = True
        elif name == "mergeCell":
            self.is_merged = True
        elif name == "drawing":
            self.has_drawing = True

    def end(self, name: str) -> None:
        if name == "c" and self.has_value:
            self.cells_of_row += 1
            if self.rows == 0:
                self.is_row_text.append(self.kind in ("s", "inlineStr", "str"))
        elif name == "row" and self.cells_of_row:
            self.rows += 1
            self.widest = max(self.widest, self.cells_of_row)

    def letters(self, data: str) -> None:
        """Nothing to do."""

    @property
    def needs_header(self) -> bool:
        """Whether it is a table of some size without a table, a frozen row or a row of words."""
        if self.rows < ROWS_WITHOUT_HEADER or self.widest < 2 or self.has_table or self.is_frozen:
            return False
        return not (len(self.is_row_text) >= 2 and all(self.is_row_text))


def checks(package: Package) -> list[Check]:
    """Return the checks of a workbook; hidden sheets are nobody's reading."""
    sheets = [(part, title) for part, title, is_hidden in sheets_of(package) if not is_hidden]
    unnamed, headless, merged, silent = [], [], [], []
    for part, title in sheets:
        place = Place("sheet", name=safe_name(title))
        sheet = _Sheet()
        package.walk(part, sheet)
        unnamed += [place] if _DEFAULT.fullmatch(title.strip()) else []
        headless += [place] if sheet.needs_header else []
        merged += [place] if sheet.is_merged else []
        for target in package.targets(part).values() if sheet.has_drawing else ():
            if target.startswith("xl/drawings/") and target.endswith(".xml"):
                drawing = _Drawing()
                package.walk(target, drawing)
                silent += [place] * drawing.silent
    return [
        check(Name.TITLE, has_title(package)),
        check(Name.SHEET_NAMES, unnamed if len(sheets) > 1 else []),
        check(Name.TABLE_HEADERS, headless),
        check(Name.ALTERNATIVES, silent),
        check(Name.MERGED_CELLS, merged),
    ]
