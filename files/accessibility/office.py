"""What Office and OpenDocument files have in common."""

from files.markup import Package

# What programs put there when nobody did.
_NOTHING = ("powerpoint presentation", "untitled", "document", "presentation", "slide 1")


class _Property:
    """Takes the text of one element of the properties."""

    def __init__(self, wanted: str) -> None:
        self.wanted, self.is_inside, self.text = wanted, False, ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.is_inside = name == self.wanted

    def end(self, name: str) -> None:
        self.is_inside = False

    def letters(self, data: str) -> None:
        if self.is_inside:
            self.text += data


def property_of(package: Package, wanted: str) -> str:
    """Return a property, "" if nobody filled it in."""
    found = _Property(wanted)
    for part in ("docprops/core.xml", "meta.xml"):
        package.walk(part, found)
    return found.text.strip()


def has_title(package: Package) -> bool:
    """Whether somebody gave the file a title."""
    title = property_of(package, "title")
    return bool(title) and title.casefold() not in _NOTHING
