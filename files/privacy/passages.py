"""What the readers of the kinds of files hand to the guard: passages of text, and tables."""

from dataclasses import dataclass, field
from enum import Enum, auto

from files.markup import Deadline, OutOfTime
from files.places import Place

MOST_LETTERS = 3_000_000
MOST_CELLS = 1_000_000


class Layer(Enum):
    """Whether readers see it, or what else it is."""

    BODY = auto()
    COMMENT = auto()
    CHANGE = auto()
    NOTE = auto()
    PROPERTY = auto()


@dataclass(frozen=True, slots=True)
class Passage:
    """Some text of one place."""

    place: Place
    text: str
    layer: Layer = Layer.BODY


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: rows of cells, and the name of each column by its number where it has letters."""

    place: Place
    rows: list[list[str]]
    has_letters: bool = False


@dataclass(slots=True)
class Contents:
    """Everything that was found in a file, up to some length.

    Attributes:
        is_whole: nothing had to be left out.
    """

    deadline: Deadline
    passages: list[Passage] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    letters: int = 0
    cells: int = 0
    is_whole: bool = True

    def add(self, place: Place, text: str, layer: Layer = Layer.BODY) -> None:
        """Keep a passage that says something.

        Raises:
            OutOfTime: no more is kept.
        """
        if text.strip():
            self._count(len(text), 0)
            self.passages.append(Passage(place, text, layer))

    def add_grid(self, place: Place, rows: list[list[str]], *, has_letters: bool = False) -> None:
        """Keep a table; see `add`."""
        if any(cell.strip() for row in rows for cell in row):
            size = sum(len(cell) for row in rows for cell in row)
            self._count(size, sum(map(len, rows)))
            self.grids.append(Grid(place, rows, has_letters))

    def _count(self, letters: int, cells: int) -> None:
        self.deadline.check()
        self.letters += letters
        self.cells += cells
        if self.letters > MOST_LETTERS or self.cells > MOST_CELLS:
            raise OutOfTime
