"""Programs, web pages, recordings, archives and texts under names that promise something else."""

import gzip
import struct
from collections.abc import Callable

from files.enums import Refusal
from tests.factories.documents import pdf_bytes, zip_bytes

from .case import Case

PAGE = b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff" + b"\0" * 200
ELF = b"\x7fELF\x02\x01\x01" + b"\0" * 200
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2048
MP4 = struct.pack(">I", 24) + b"ftypmp42\0\0\0\0mp42isom" + b"\0" * 400
MP3 = b"ID3\x03\0\0\0\0\0\x0f" + b"\0" * 15 + b"\xff\xfb\x90\x64" + b"\0" * 400
RTF = rb"{\rtf1\ansi Attendance plan}"


def always(data: bytes) -> Callable[[], bytes]:
    return lambda: data


CASES = [
    Case("nothing at all", "plan.pdf", always(b""), Refusal.EMPTY),
    Case("nothing at all, named as text", "plan.txt", always(b""), Refusal.EMPTY),
    Case("a web page as PDF", "plan.pdf", always(PAGE), Refusal.WEB_PAGE),
    Case("a web page as text", "plan.txt", always(PAGE), Refusal.WEB_PAGE),
    Case("a web page as Markdown", "plan.md", always(b"\n\n " + PAGE), Refusal.WEB_PAGE),
    Case("a web page as CSV", "plan.csv", always(b"<SCRIPT>x</SCRIPT>"), Refusal.WEB_PAGE),
    Case("a web page under its own name", "plan.html", always(PAGE), Refusal.WEB_PAGE),
    Case(
        "a web page behind a comment",
        "plan.md",
        always(b"<!-- hello -->\n" + PAGE),
        Refusal.WEB_PAGE,
    ),
    Case(
        "a web page behind 5,000 comments",
        "plan.txt",
        always(b"<!---->" * 5000 + PAGE),
        Refusal.WEB_PAGE,
    ),
    Case(
        "a web page behind a byte order mark",
        "plan.txt",
        always(b"\xef\xbb\xbf" + PAGE),
        Refusal.WEB_PAGE,
    ),
    Case("a drawing that is a script", "logo.svg", always(SVG), Refusal.WEB_PAGE),
    Case("a drawing that is a script, as PNG", "logo.png", always(SVG), Refusal.WEB_PAGE),
    Case("a drawing that is a script, as text", "logo.txt", always(SVG), Refusal.WEB_PAGE),
    Case("a drawing behind an XML head", "a.txt", always(b"<?xml?>" + SVG), Refusal.WEB_PAGE),
    Case("a shell script", "run.txt", always(b"#!/bin/sh\nrm -rf /\n"), Refusal.WEB_PAGE),
    Case("a script of another name", "run.js", always(b"alert(1)\n"), Refusal.NAME_MISMATCH),
    Case("text as PDF", "plan.pdf", always(b"Attendance plan\n"), Refusal.NAME_MISMATCH),
    Case("text without a name", "plan", always(b"Attendance plan\n"), Refusal.NAME_MISMATCH),
    Case("text in two-byte letters", "a.txt", lambda: "Plan".encode("utf-16"), Refusal.NOT_UTF8),
    Case("text with a NUL", "plan.txt", always(b"Plan\0\n"), Refusal.NAME_MISMATCH),
    Case("text with terminal codes", "plan.txt", always(b"\x1b[2J"), Refusal.NAME_MISMATCH),
    Case("a Windows program as Word", "plan.docx", always(PROGRAM), Refusal.UNKNOWN_TYPE),
    Case("a Windows program as PDF", "plan.pdf", always(PROGRAM), Refusal.UNKNOWN_TYPE),
    Case("a Windows program as text", "plan.txt", always(PROGRAM), Refusal.NAME_MISMATCH),
    Case("a Linux program", "plan.pdf", always(ELF), Refusal.UNKNOWN_TYPE),
    Case("a program before a PDF", "a.pdf", lambda: PROGRAM + pdf_bytes(), Refusal.UNKNOWN_TYPE),
    Case("text before a PDF", "a.pdf", lambda: b"x\n" + pdf_bytes(), Refusal.NAME_MISMATCH),
    Case("a video", "lesson.mp4", always(MP4), Refusal.MEDIA),
    Case("a video as PDF", "lesson.pdf", always(MP4), Refusal.MEDIA),
    Case("a recording", "lesson.mp3", always(MP3), Refusal.MEDIA),
    Case("a plain archive", "a.zip", lambda: zip_bytes({"a.txt": "a"}), Refusal.ARCHIVE),
    Case("an archive as Word", "a.docx", lambda: zip_bytes({"a.txt": "a"}), Refusal.ARCHIVE),
    Case("a gzip archive", "a.gz", lambda: gzip.compress(b"a" * 100), Refusal.UNKNOWN_TYPE),
    Case("rich text", "plan.rtf", always(RTF), Refusal.RICH_TEXT),
    Case("rich text as Word", "plan.doc", always(RTF), Refusal.RICH_TEXT),
    Case("an old Word file", "plan.doc", always(COMPOUND), Refusal.OLD_OFFICE),
    Case("an old Word file as new", "plan.docx", always(COMPOUND), Refusal.OLD_OFFICE),
    Case(
        "a Word file with a password",
        "plan.docx",
        lambda: COMPOUND + "EncryptedPackage".encode("utf-16-le") + b"\0" * 512,
        Refusal.PASSWORD,
    ),
    Case(
        "a table that starts a program",
        "list.csv",
        always(b"School,Absent\n\"=cmd|'/C calc'!A0\",4\n"),
        Refusal.REMOTE_CONTENT,
    ),
    Case(
        "a table that starts a program far down",
        "list.csv",
        always(b"School,Absent\n" * 80_000 + b"@SUM(1+1)*cmd|'/C calc'!A0,4\n"),
        Refusal.REMOTE_CONTENT,
    ),
]
