"""Where in a file something is: a code with a number and a name, put into words for people.

Free of Django: the detectors run in a process of their own, `place_words` says it.
"""

from typing import Any, NamedTuple


class Place(NamedTuple):
    """A place in a file.

    Attributes:
        code: what kind of place: "page", "slide", "sheet", "column", "comment" …
        number: of the page, slide, table; 0 where it has none.
        name: of the sheet, column, heading or author, never a full name of a person.
        hidden: "sheet", "rows", "columns", "slide" where most readers do not look.
    """

    code: str
    number: int = 0
    name: str = ""
    part: str = ""
    hidden: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return what is told, without what is empty."""
        return {key: value for key, value in self._asdict().items() if value}
