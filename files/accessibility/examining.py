"""The checks of a whole file, in a process with limits."""

import zipfile

from files.accessibility import opendocument, pdf, slides, word, workbook
from files.accessibility.checks import Check
from files.markup import Deadline, Package

SECONDS = 4.0
_OPEN = ("odt", "ods", "odp")
_OFFICE = {"docx": word.checks, "pptx": slides.checks, "xlsx": workbook.checks}


def examine(extension: str, path: str, *, seconds: float = SECONDS) -> list[Check]:
    """Return the checks of a file; none for plain text, where nothing can be wrong or right.

    Raises:
        OutOfTime: there is too much of it to say anything.
    """
    deadline = Deadline(seconds)
    if extension == "pdf":
        return pdf.checks(path, deadline)
    if extension not in _OFFICE and extension not in _OPEN:
        return []
    with zipfile.ZipFile(path) as archive:
        package = Package(archive, deadline)
        if extension in _OPEN:
            return opendocument.checks(package, extension)
        return _OFFICE[extension](package)
