"""Word documents."""

from files.markup import Package
from files.places import Place
from files.privacy.findings import safe_name
from files.privacy.passages import Contents, Layer
from files.privacy.readers import properties

_SIDES = (
    (r"word/header\d*\.xml", "header"),
    (r"word/footer\d*\.xml", "footer"),
    (r"word/(?:footnotes|endnotes)\d*\.xml", "footnote"),
    (r"(?:word/charts/chart|word/diagrams/data)\d*\.xml", "drawing"),
)
_DELETED = frozenset({"del", "moveFrom"})
_INSERTED = frozenset({"ins", "moveTo"})
_BLANKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


class Story:
    """Takes paragraphs, tables, changes and comments out of one part."""

    def __init__(self, contents: Contents, place: Place, layer: Layer = Layer.BODY) -> None:
        self.contents, self.place, self.layer = contents, place, layer
        self.paragraphs: list[str] = []
        self.tables: list[list[list[str]]] = []
        self.cells: list[list[str]] = []
        self.changes: list[tuple[str, str, list[str]]] = []
        self.deleted = self.skipped = 0
        self.is_text = self.is_heading = False
        self.lines: list[str] = []
        self.table_number = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Fallback":
            self.skipped += 1
        elif name in _DELETED or name in _INSERTED:
            self.changes.append((name, attributes.get("author", ""), []))
            self.deleted += name in _DELETED
        elif name == "p":
            self.paragraphs.append("")
            self.is_heading = False
        elif name == "pStyle":
            self.is_heading = attributes.get("val", "").lower().startswith(("heading", "title"))
        elif name == "tbl":
            self._flush()
            self.tables.append([])
        elif name == "tr" and self.tables:
            self.tables[-1].append([])
        elif name == "tc":
            self.cells.append([])
        elif name == "comment":
            self.place = Place("comment", name=safe_name(attributes.get("author", "")))
        elif name in ("t", "delText", "v"):
            self.is_text = not self.skipped
        elif name in _BLANKS:
            self._add(_BLANKS[name])

    def end(self, name: str) -> None:
        if name == "Fallback":
            self.skipped -= 1
        elif (name in _DELETED or name in _INSERTED) and self.changes:
            self._end_change(name)
        elif name == "p" and self.paragraphs:
            self._end_paragraph(self.paragraphs.pop())
        elif name == "tc" and self.cells and self.tables and self.tables[-1]:
            self.tables[-1][-1].append("\n".join(self.cells.pop()))
        elif name == "tbl" and self.tables:
            self.table_number += 1
            place = self.place._replace(code="table", number=self.table_number)
            self.contents.add_grid(place, self.tables.pop())
        elif name == "comment":
            self._flush()
        elif name in ("t", "delText", "v"):
            self.is_text = False

    def letters(self, data: str) -> None:
        if self.is_text:
            self._add(data)

    def close(self) -> None:
        """Hand on what is left."""
        self._flush()

    def _add(self, text: str) -> None:
        if self.changes:
            self.changes[-1][2].append(text)
        if self.paragraphs and not self.deleted:
            self.paragraphs[-1] += text

    def _end_change(self, name: str) -> None:
        _name, author, texts = self.changes.pop()
        self.deleted -= name in _DELETED
        # A change of the layout alone says nothing.
        code = "deleted" if name in _DELETED else "inserted"
        place = Place(code, name=safe_name(author))
        self.contents.add(place, "".join(texts), Layer.CHANGE)

    def _end_paragraph(self, text: str) -> None:
        if self.cells:
            self.cells[-1].append(text)
            return
        if self.is_heading and self.layer is Layer.BODY and self.place.code == "text":
            self._flush()
            self.place = self.place._replace(name=safe_name(text))
        self.lines.append(text)

    def _flush(self) -> None:
        self.contents.add(self.place, "\n".join(self.lines), self.layer)
        self.lines = []


def _read(package: Package, name: str, story: Story) -> None:
    package.walk(name, story)
    story.close()


def read(package: Package, contents: Contents) -> None:
    """Read a Word document: comments and changes first, they are never long."""
    properties.read(package, contents)
    for name in package.matching(r"word/comments\d*\.xml"):
        _read(package, name, Story(contents, Place("comment"), Layer.COMMENT))
    for pattern, code in _SIDES:
        for name in package.matching(pattern):
            _read(package, name, Story(contents, Place(code)))
    for name in package.matching(r"word/document\d*\.xml"):
        _read(package, name, Story(contents, Place("text")))
