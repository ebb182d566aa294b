"""Readers of each kind of file, for the guard: all that is inside, also what readers do not see.

They take what `files.extraction` leaves out as well: comments, changes, notes, hidden sheets, rows
and slides, headers and footers, properties.
"""

import zipfile
from collections.abc import Callable

from files.markup import Deadline, OutOfTime, Package
from files.privacy.passages import Contents
from files.privacy.readers import opendocument, pdf, plain, slides, word, workbook

_OFFICE: dict[str, Callable[[Package, Contents], None]] = {
    "docx": word.read,
    "pptx": slides.read,
    "xlsx": workbook.read,
    "odt": opendocument.read,
    "ods": opendocument.read,
    "odp": opendocument.read,
}


def read(extension: str, path: str, seconds: float) -> Contents:
    """Return what is in a file; of a very long one, what was read in time.

    Raises:
        KeyError: it is of no kind with text.
    """
    contents = Contents(Deadline(seconds))
    try:
        if extension in _OFFICE:
            with zipfile.ZipFile(path) as archive:
                _OFFICE[extension](Package(archive, contents.deadline), contents)
        elif extension == "pdf":
            pdf.read(path, contents)
        else:
            {"csv": plain.read_table, "txt": plain.read, "md": plain.read}[extension](
                path, contents
            )
    except OutOfTime:
        # The detectors get time of their own for what there is.
        contents.is_whole = False
    contents.deadline = Deadline(seconds)
    return contents
