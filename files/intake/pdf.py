"""PDF files: readable without a password, and without anything that acts on its own.

Nothing is rewritten: what is accepted is kept byte for byte.
"""

import re
import sys
from collections.abc import Iterator

import pikepdf
from pikepdf.settings import set_qpdf_limits

from files.enums import Refusal, Refused
from files.intake import isolation

STREAM_MEMORY = 64 * 1024 * 1024

# Names that may announce an action; most objects have none and need no closer look.
_SUSPICIOUS = re.compile(rb"/(?:JavaScript|JS|Launch|EF|EmbeddedFile|XFA|GoToR|GoToE|ImportData)\b")
_ACTIONS = {
    "/JavaScript": Refusal.PDF_SCRIPT,
    "/Launch": Refusal.PDF_LAUNCH,
    "/GoToE": Refusal.PDF_ATTACHMENT,
    "/ImportData": Refusal.REMOTE_CONTENT,
}
# Opening a file on a network share tells the share who asks, with a hash of the password.
_NETWORK_SHARE = re.compile(r"\s*(?:file:)?[\\/]{2}")


def inspect(path: str) -> str:
    """Return "pdf" for a PDF that is safe to hand on.

    Args:
        path: where the file is.

    Raises:
        Refused: it is damaged, protected, or has a script, a launch action or an attached file.
    """
    set_qpdf_limits(
        flate_max_memory=STREAM_MEMORY,
        png_max_memory=STREAM_MEMORY,
        run_length_max_memory=STREAM_MEMORY,
        tiff_max_memory=STREAM_MEMORY,
        doc_max_warnings=10_000,
    )
    try:
        with pikepdf.open(path) as pdf:
            if pdf.is_encrypted:
                raise Refused(Refusal.PASSWORD)
            if not len(pdf.pages):
                raise Refused(Refusal.DAMAGED)
            _check_objects(pdf)
    except pikepdf.PasswordError as error:
        raise Refused(Refusal.PASSWORD) from error
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise Refused(Refusal.DAMAGED) from error
    return "pdf"


def _check_objects(pdf: pikepdf.Pdf) -> None:
    """Look at every object, reachable or not: viewers differ in what they reach."""
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream):
            _check_size(item)
            item = item.stream_dict
        if not isinstance(item, pikepdf.Object) or not _SUSPICIOUS.search(
            item.unparse(resolved=True)
        ):
            continue
        for value in _values(item):
            refusal = _refusal_of(value)
            if refusal is not None:
                raise Refused(refusal)


def _check_size(stream: pikepdf.Stream) -> None:
    """Refuse a stream that unpacks to more than any page has to say; pictures may be large."""
    if stream.stream_dict.get("/Subtype") == pikepdf.Name.Image:
        return
    try:
        stream.read_bytes()
    except pikepdf.DataDecodingError as error:
        # What is merely broken, or compressed as pictures are, viewers leave out.
        if "limit exceeded" in str(error):
            raise Refused(Refusal.BOMB) from error
    except pikepdf.PdfError:
        return


def _values(item: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Yield an object and all values inside it, but not what it merely refers to."""
    pending = [item]
    while pending:
        value = pending.pop()
        yield value
        if isinstance(value, pikepdf.Dictionary):
            children = [child for _name, child in value.items()]
        elif isinstance(value, pikepdf.Array):
            children = list(value)
        else:
            continue
        pending.extend(
            child
            for child in children
            if isinstance(child, pikepdf.Object) and not child.is_indirect
        )


def _refusal_of(value: pikepdf.Object) -> Refusal | None:
    if isinstance(value, pikepdf.Name):
        # A name that is an object of its own is what an action refers to, to look innocent.
        return _ACTIONS.get(str(value)) if value.is_indirect else None
    if not isinstance(value, pikepdf.Dictionary):
        return None
    action = value.get("/S")
    if isinstance(action, pikepdf.Name) and str(action) in _ACTIONS:
        return _ACTIONS[str(action)]
    if ("/JS" in value and "/S" in value) or "/XFA" in value:
        return Refusal.PDF_SCRIPT
    if "/EF" in value or value.get("/Type") == pikepdf.Name.EmbeddedFile:
        return Refusal.PDF_ATTACHMENT
    if action == pikepdf.Name.GoToR and _is_on_network(value.get("/F")):
        return Refusal.REMOTE_CONTENT
    return None


def _is_on_network(target: object) -> bool:
    """Whether a file specification, a string or a dictionary with strings, names a share."""
    names = [target]
    if isinstance(target, pikepdf.Dictionary):
        names = [target.get(key) for key in ("/F", "/UF", "/DOS", "/Unix")]
    return any(
        isinstance(name, pikepdf.String) and _NETWORK_SHARE.match(str(name)) for name in names
    )


if __name__ == "__main__":
    isolation.serve(inspect, sys.argv[1:])
