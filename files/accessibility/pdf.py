"""PDF: tags, title, language, alternative texts, headings, bookmarks. After WCAG and PDF/UA."""

import re
from collections.abc import Iterator
from contextlib import closing

import pikepdf
import pypdfium2

from files.accessibility.checks import Check, Name, check, is_alternative, order_failures
from files.markup import Deadline
from files.places import Place

# Three letters a page, as for search: what has fewer is a scan.
LETTERS_OF_A_PAGE = 3
PAGES_WITHOUT_BOOKMARKS = 20
PAGES_WITHOUT_HEADINGS = 2
PAGES_READ = 50
MOST_ELEMENTS = 200_000
_HEADING = re.compile(r"/H([1-6])?")


def checks(path: str, deadline: Deadline) -> list[Check]:
    """Return the checks of a PDF."""
    has_text = _has_text(path, deadline)
    with pikepdf.open(path) as pdf:
        root = pdf.Root
        marks, tree = root.get("/MarkInfo"), root.get("/StructTreeRoot")
        is_marked = isinstance(marks, pikepdf.Dictionary) and _is_true(marks.get("/Marked"))
        is_tagged = is_marked and isinstance(tree, pikepdf.Dictionary) and "/K" in tree
        view = root.get("/ViewerPreferences")
        made = [
            check(Name.TEXT, has_text),
            check(Name.TAGS, is_tagged),
            check(Name.TITLE, bool(_title(pdf))),
            check(
                Name.TITLE_SHOWN,
                isinstance(view, pikepdf.Dictionary) and _is_true(view.get("/DisplayDocTitle")),
            ),
            check(Name.LANGUAGE, bool(str(root.get("/Lang", "")).strip())),
        ]
        if is_tagged:
            made += _of_structure(pdf, deadline)
        if len(pdf.pages) > PAGES_WITHOUT_BOOKMARKS:
            outlines = root.get("/Outlines")
            has_some = isinstance(outlines, pikepdf.Dictionary) and "/First" in outlines
            made.append(check(Name.BOOKMARKS, has_some))
    return made


def _is_true(value: object) -> bool:
    return isinstance(value, bool) and value


def _has_text(path: str, deadline: Deadline) -> bool:
    with closing(pypdfium2.PdfDocument(path)) as document:
        count = min(len(document), PAGES_READ)
        letters = 0
        for number in range(count):
            deadline.check()
            text = document[number].get_textpage().get_text_range()
            letters += sum(map(str.isalnum, text))
            if letters >= LETTERS_OF_A_PAGE * count:
                return True
    return False


def _title(pdf: pikepdf.Pdf) -> str:
    """Return the title that is in one of the two places for it."""
    # Read only: as a context manager it would write one into the other.
    title = pdf.open_metadata().get("dc:title")
    found = str(title or pdf.docinfo.get("/Title", "")).strip()
    # What programs put there when nobody did.
    nothing = ("untitled", "(anonymous)", "microsoft word -", "powerpoint presentation", "slide 1")
    return "" if found.casefold().startswith(nothing) else found


def _of_structure(pdf: pikepdf.Pdf, deadline: Deadline) -> list[Check]:
    roles = pdf.Root.StructTreeRoot.get("/RoleMap")
    mapped = (
        {key: str(value) for key, value in roles.items()}
        if isinstance(roles, pikepdf.Dictionary)
        else {}
    )
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
    silent: list[Place] = []
    levels: list[tuple[int, Place]] = []
    tables: list[Place] = []
    headers = set[Place]()
    for kind, element, page in _elements(pdf, pages, deadline):
        place = Place("page", page) if page else Place("text")
        kind = mapped.get(kind, kind)
        heading = _HEADING.fullmatch(kind)
        if kind == "/Figure" and not _says_something(element):
            silent.append(place)
        elif heading:
            levels.append((int(heading[1] or 1), place))
        elif kind == "/Table":
            tables.append(place)
        elif kind == "/TH":
            headers.add(place)
    made = [check(Name.ALTERNATIVES, silent)]
    if levels or len(pdf.pages) > PAGES_WITHOUT_HEADINGS:
        made.append(check(Name.HEADINGS, bool(levels)))
    if levels:
        made.append(check(Name.HEADING_ORDER, order_failures(levels)))
    if tables:
        # A table that goes on has its header on the first page.
        made.append(check(Name.TABLE_HEADERS, tables if not headers else []))
    return made


def _says_something(element: pikepdf.Dictionary) -> bool:
    texts = (str(element.get(key, "")) for key in ("/Alt", "/ActualText"))
    return any(text.strip() and is_alternative(text) for text in texts)


def _elements(
    pdf: pikepdf.Pdf, pages: dict[tuple[int, int], int], deadline: Deadline
) -> Iterator[tuple[str, pikepdf.Dictionary, int]]:
    """Yield type, element and page of the elements of the structure, in the order of reading."""
    seen: set[tuple[int, int]] = set()
    pending: list[tuple[pikepdf.Object, int]] = [(pdf.Root.StructTreeRoot.K, 0)]
    left = MOST_ELEMENTS
    while pending and left > 0:
        element, page = pending.pop()
        left -= 1
        if left % 1000 == 0:
            deadline.check()
        if isinstance(element, pikepdf.Object) and element.is_indirect:
            # A tree that bites its tail.
            if element.objgen in seen:
                continue
            seen.add(element.objgen)
        if isinstance(element, pikepdf.Array):
            pending += [(one, page) for one in reversed(list(element))]
        elif isinstance(element, pikepdf.Dictionary):
            on = element.get("/Pg")
            page = pages.get(on.objgen, page) if isinstance(on, pikepdf.Dictionary) else page
            if "/S" in element:
                yield str(element.S), element, page
            if "/K" in element:
                pending.append((element.K, page))
