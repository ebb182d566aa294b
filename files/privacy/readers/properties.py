"""The properties of Office and OpenDocument files."""

from files.markup import Package
from files.places import Place
from files.privacy.passages import Contents, Layer

# Whoever wrote and saved the file is no student; programs write the rest.
_CORE = frozenset({"title", "subject", "keywords", "description", "category", "contentStatus"})
_META = frozenset({"title", "subject", "keyword", "description", "user-defined"})


class _Values:
    """Takes the text of the elements one level below the root."""

    def __init__(self, contents: Contents, wanted: frozenset[str] | None) -> None:
        self.contents, self.wanted = contents, wanted
        self.name, self.depth, self.text = "", 0, ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if name == "property" or (self.wanted and name in self.wanted):
            self.name, self.text = attributes.get("name", name), ""

    def end(self, name: str) -> None:
        self.depth -= 1
        if name == "property" or (self.wanted and name in self.wanted):
            # "SSN" may be the name of the property and its value the number.
            self.contents.add(Place("property"), f"{self.name}: {self.text}", Layer.PROPERTY)
            self.name = ""

    def letters(self, data: str) -> None:
        if self.name:
            self.text += data


def read(package: Package, contents: Contents) -> None:
    """Read the properties that people fill in."""
    package.walk("docprops/core.xml", _Values(contents, _CORE))
    package.walk("docprops/custom.xml", _Values(contents, None))
    package.walk("meta.xml", _Values(contents, _META))
