"""OpenDocument texts, spreadsheets and slides."""

from files.markup import Package
from files.places import Place
from files.privacy.findings import safe_name
from files.privacy.passages import Contents, Layer
from files.privacy.readers import properties

MOST_REPEATED = 50
_BLANKS = {"tab": "\t", "line-break": "\n", "s": " "}


class _Body:
    """Takes paragraphs, tables, comments, changes and notes out of a part."""

    def __init__(self, contents: Contents) -> None:
        self.contents = contents
        self.place, self.layer = Place("text"), Layer.BODY
        self.above: list[tuple[str, Place, Layer, list[str]]] = []
        self.lines: list[str] = []
        self.texts: list[str] = []
        self.rows: list[list[str]] | None = None
        self.cell: list[str] | None = None
        self.repeated, self.value, self.hidden_rows = 1, "", False
        self.pages = self.depth = 0
        self.author, self.is_author, self.change = "", False, ""
        self.style, self.hidden_styles = "", set[str]()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "style":
            self.style = attributes.get("name", "")
        elif (attributes.get("display") == "false" and name == "table-properties") or (
            attributes.get("visibility") == "hidden" and name == "drawing-page-properties"
        ):
            self.hidden_styles.add(self.style)
        elif name == "annotation":
            self._enter(name, Place("comment"), Layer.COMMENT)
        elif name in ("deletion", "insertion"):
            self.change = "deleted" if name == "deletion" else "inserted"
            self._enter(name, Place(self.change), Layer.CHANGE)
        elif name == "notes":
            self._enter(name, Place("notes", self.pages), Layer.NOTE)
        elif name in ("header", "footer", "header-left", "footer-left"):
            self._enter(name, Place(name[:6]), Layer.BODY)
        elif name == "page":
            self._flush()
            self.pages += 1
            hidden = "slide" if attributes.get("style-name") in self.hidden_styles else ""
            self.place = Place("slide", self.pages, hidden=hidden)
        elif name == "creator":
            self.author, self.is_author = "", True
        elif name in ("p", "h"):
            self.texts.append("")
        elif name in _BLANKS:
            self._add(_BLANKS[name])
        else:
            self._start_table(name, attributes)

    def _start_table(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table" and not self.depth:
            self._flush()
            self.rows, self.hidden_rows = [], False
            hidden = "sheet" if attributes.get("style-name") in self.hidden_styles else ""
            title = safe_name(attributes.get("name", ""))
            if self.place.code in ("text", "sheet"):
                self.place = Place("sheet", name=title, hidden=hidden)
        elif name in ("table-row", "table-column") and self.rows is not None:
            if attributes.get("visibility", "visible") != "visible" and not self.place.hidden:
                self.place = self.place._replace(hidden=name[6:] + "s")
            if name == "table-row":
                self.rows.append([])
        elif name in ("table-cell", "covered-table-cell") and self.rows:
            self.cell = []
            repeated = attributes.get("number-columns-repeated", "1")
            self.repeated = min(int(repeated) if repeated.isdecimal() else 1, MOST_REPEATED)
            self.value = attributes.get("date-value", "")[:10]
        self.depth += name == "table"

    def end(self, name: str) -> None:
        if self.above and name == self.above[-1][0]:
            self._leave()
        elif name == "creator":
            self.is_author = False
            self.place = self.place._replace(name=safe_name(self.author))
        elif name in ("p", "h") and self.texts:
            self._end_paragraph(name, self.texts.pop())
        elif name in ("table-cell", "covered-table-cell") and self.rows and self.cell is not None:
            text = self.value or "\n".join(self.cell)
            self.rows[-1].extend([text] * (self.repeated if text else 1))
            self.cell = None
        elif name == "table":
            self.depth -= 1
            if not self.depth and self.rows is not None:
                self.contents.add_grid(self.place, self.rows, has_letters=True)
                self.rows = None
                if self.place.code == "sheet":
                    self.place = Place("text")
        elif name == "page":
            self._flush()

    def letters(self, data: str) -> None:
        if self.is_author:
            self.author += data
        else:
            self._add(data)

    def close(self) -> None:
        """Hand on what is left."""
        self._flush()

    def _add(self, text: str) -> None:
        if self.texts:
            self.texts[-1] += text

    def _end_paragraph(self, name: str, text: str) -> None:
        if self.cell is not None and not self.above:
            self.cell.append(text)
            return
        if name == "h" and self.place.code == "text" and not self.above:
            self._flush()
            self.place = self.place._replace(name=safe_name(text))
        self.lines.append(text)

    def _enter(self, name: str, place: Place, layer: Layer) -> None:
        """Read something beside the text."""
        self.above.append((name, self.place, self.layer, self.lines))
        self.place, self.layer, self.lines = place, layer, []

    def _leave(self) -> None:
        if self.layer is Layer.CHANGE and not self.lines:
            # What was put in stands in the text itself.
            self.lines = ["…"]
        self._flush()
        _name, self.place, self.layer, self.lines = self.above.pop()

    def _flush(self) -> None:
        self.contents.add(self.place, "\n".join(self.lines), self.layer)
        self.lines = []


def read(package: Package, contents: Contents) -> None:
    """Read an OpenDocument file."""
    properties.read(package, contents)
    for name in ("styles.xml", "content.xml"):
        body = _Body(contents)
        package.walk(name, body)
        body.close()
