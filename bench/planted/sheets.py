"""What a planted document consists of, before it becomes a file of some kind."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Heading:
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; `hidden` is what of it a spreadsheet hides: "sheet", "rows", "columns"."""

    rows: list[list[str]]
    name: str = "Data"
    hidden: str = ""


Block = Heading | Text | Table


@dataclass(slots=True)
class Sheet:
    """A document: what is on its pages, and what is beside them."""

    blocks: list[Block]
    comments: list[tuple[str, str]] = field(default_factory=list)
    deleted: list[tuple[str, str]] = field(default_factory=list)
    inserted: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    hidden_slides: list[str] = field(default_factory=list)
    header: str = ""
    footer: str = ""
    properties: dict[str, str] = field(default_factory=dict)
    custom: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Planted:
    """A file and what is in it.

    Attributes:
        name: family, variant and number, for the reader of a table of results.
        kinds: what must be found.
        allowed: what may be found besides.
        secrets: what must not show in any finding: numbers, names, dates as they stand.
    """

    name: str
    extension: str
    data: bytes
    kinds: frozenset[str]
    allowed: frozenset[str]
    secrets: tuple[str, ...]
    is_held_out: bool
