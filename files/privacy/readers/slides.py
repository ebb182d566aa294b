"""PowerPoint slides."""

from files.markup import Package
from files.places import Place
from files.privacy.passages import Contents, Layer
from files.privacy.readers import properties


class _Slide:
    """Takes paragraphs and tables out of a slide, its notes or its comments."""

    def __init__(self, contents: Contents, place: Place, layer: Layer = Layer.BODY) -> None:
        self.contents, self.place, self.layer = contents, place, layer
        self.lines: list[str] = []
        self.rows: list[list[str]] | None = None
        self.cell: list[str] | None = None
        self.text, self.is_text, self.is_field = "", False, False
        self.tables = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in ("sld", "sldLayout") and attributes.get("show") in ("0", "false"):
            self.place = self.place._replace(hidden="slide")
        elif name == "tbl":
            self.rows = []
        elif name == "tr" and self.rows is not None:
            self.rows.append([])
        elif name == "tc":
            self.cell = []
        elif name == "fld":
            # The number of the slide, the date of today.
            self.is_field = True
        elif name == "br":
            self.text += "\n"
        elif name in ("t", "text"):
            self.is_text = not self.is_field

    def end(self, name: str) -> None:
        if name in ("p", "text"):
            (self.lines if self.cell is None else self.cell).append(self.text)
            self.text = ""
        elif name == "tc" and self.rows and self.cell is not None:
            self.rows[-1].append("\n".join(self.cell))
            self.cell = None
        elif name == "tbl" and self.rows is not None:
            self.tables += 1
            self.contents.add_grid(self.place, self.rows)
            self.rows = None
        elif name == "fld":
            self.is_field = False
        if name in ("t", "text"):
            self.is_text = False

    def letters(self, data: str) -> None:
        if self.is_text:
            self.text += data

    def close(self) -> None:
        """Hand on the text."""
        self.contents.add(self.place, "\n".join(self.lines), self.layer)


def _read(package: Package, name: str, slide: _Slide) -> None:
    package.walk(name, slide)
    slide.close()


def slide_numbers(package: Package) -> dict[str, int]:
    """Return the part of each slide and its place in the show."""
    targets = package.targets("ppt/presentation.xml")
    listed = package.elements("ppt/presentation.xml", ["sldId"])
    # `id` is said twice, with and without a namespace: the relationship comes last.
    order = [targets.get(one.get("id", ""), "") for _name, one in listed]
    known = [name for name in order if name in package.parts]
    others = [n for n in package.matching(r"ppt/slides/slide\d+\.xml") if n not in known]
    return {name: number for number, name in enumerate([*known, *others], start=1)}


def read(package: Package, contents: Contents) -> None:
    """Read slides, their notes and their comments."""
    properties.read(package, contents)
    for name in package.matching(r"ppt/comments/.*\.xml"):
        _read(package, name, _Slide(contents, Place("comment"), Layer.COMMENT))
    numbers = slide_numbers(package)
    for name in package.matching(r"ppt/notesslides/notesslide\d+\.xml"):
        of = [numbers[to] for to in package.targets(name).values() if to in numbers]
        place = Place("notes", of[0] if of else 0)
        _read(package, name, _Slide(contents, place, Layer.NOTE))
    for name, number in numbers.items():
        _read(package, name, _Slide(contents, Place("slide", number)))
