"""Make the files of the sample resources from their descriptions."""

from collections.abc import Mapping
from pathlib import PurePosixPath

from home.samples.documents.docx import make_docx
from home.samples.documents.pdf import make_pdf
from home.samples.documents.pptx import make_pptx
from home.samples.documents.spec import SpecError, read_deck, read_paper, read_workbook
from home.samples.documents.xlsx import make_xlsx

__all__ = ["SpecError", "make_document"]


def make_document(*, name: str, title: str, spec: Mapping[str, object]) -> bytes:
    """Return the bytes of one sample document; the same input gives the same bytes.

    name: file name; its ending decides the format: .pdf, .docx, .pptx or .xlsx.
    title: the document's title, shown on it and written into its properties.
    spec: what the document says. A PDF or Word file has "blocks", a deck "slides",
        a spreadsheet "sheets"; see home.samples.documents.spec.

    Raises SpecError when the ending is not one of the four or the spec does not fit it.
    """
    match PurePosixPath(name).suffix.lower():
        case ".pdf":
            return make_pdf(read_paper(title, spec))
        case ".docx":
            return make_docx(read_paper(title, spec))
        case ".pptx":
            return make_pptx(read_deck(title, spec))
        case ".xlsx":
            return make_xlsx(read_workbook(title, spec))
        case ending:
            raise SpecError(f"{name}: no sample document ends in {ending!r}")
