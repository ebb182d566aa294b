"""PDF: the text of pages in lines and cells, notes on them, form fields, properties, bookmarks."""

from collections.abc import Iterator
from itertools import pairwise

import pikepdf
import pypdfium2

from files.places import Place
from files.privacy.findings import safe_name
from files.privacy.passages import Contents, Layer

MOST_PAGES = 2_000
MOST_PIECES = 20_000
MOST_NOTES = 2_000
# Not notes of a person: links, fields of forms, what belongs to another annotation, pictures.
_NO_COMMENTS = frozenset({"/Link", "/Widget", "/Popup", "/Watermark", "/PrinterMark", "/Screen"})
# A gap as wide as this many heights of a letter divides two cells.
GAP = 0.9

Piece = tuple[float, float, float, float, str]


def read(path: str, contents: Contents) -> None:
    """Read a PDF."""
    try:
        with pikepdf.open(path) as pdf:
            _read_sides(pdf, contents)
    except pikepdf.PdfError:
        # The pages may be readable all the same.
        pass
    document = pypdfium2.PdfDocument(path)
    for number in range(min(len(document), MOST_PAGES)):
        contents.deadline.check()
        page = document[number].get_textpage()
        contents.add(Place("page", number + 1), _lines(page, contents))


def _lines(page: pypdfium2.PdfTextPage, contents: Contents) -> str:
    """Return the text of a page with a tab between what stands apart on one line."""
    pieces = sorted(_pieces(page, contents), key=lambda one: (-one[3], one[0]))
    lines: list[list[Piece]] = []
    for piece in pieces:
        middle = (piece[1] + piece[3]) / 2
        if lines and lines[-1][0][1] <= middle <= lines[-1][0][3]:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return "\n".join(map(_line, lines))


def _pieces(page: pypdfium2.PdfTextPage, contents: Contents) -> Iterator[Piece]:
    for number in range(min(page.count_rects(), MOST_PIECES)):
        if number % 500 == 0:
            contents.deadline.check()
        left, bottom, right, top = page.get_rect(number)
        text = page.get_text_bounded(left, bottom, right, top)
        yield left, bottom, right, top, text.replace("\r", "").replace("\n", " ").strip()


def _line(pieces: list[Piece]) -> str:
    pieces.sort()
    text = pieces[0][4]
    for before, piece in pairwise(pieces):
        height = max(piece[3] - piece[1], 1.0)
        text += ("\t" if piece[0] - before[2] > GAP * height else " ") + piece[4]
    return text


def _read_sides(pdf: pikepdf.Pdf, contents: Contents) -> None:
    for key, value in pdf.docinfo.items():
        if key not in ("/Author", "/Creator", "/Producer", "/CreationDate", "/ModDate"):
            text = f"{str(key).lstrip('/')}: {value}"
            contents.add(Place("property"), text, Layer.PROPERTY)
    left = MOST_NOTES
    for number, page in enumerate(pdf.pages, start=1):
        contents.deadline.check()
        notes = page.obj.get("/Annots")
        for note in notes if isinstance(notes, pikepdf.Array) else ():
            left -= 1
            if left < 0:
                return
            if isinstance(note, pikepdf.Dictionary):
                _read_note(note, number, contents)


def _read_note(note: pikepdf.Dictionary, page: int, contents: Contents) -> None:
    kind = str(note.get("/Subtype", ""))
    if kind == "/Widget":
        # The label of a field tells what its value is.
        label = note.get("/TU", note.get("/T", ""))
        contents.add(Place("field", page), f"{label}: {note.get('/V', '')}")
    elif kind not in _NO_COMMENTS:
        author = safe_name(str(note.get("/T", "")))
        text = str(note.get("/Contents", ""))
        contents.add(Place("comment", page, author), text, Layer.COMMENT)
