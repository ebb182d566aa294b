"""Honest files of every accepted kind, small and made on the spot."""

import io
import os
import zipfile
from collections.abc import Mapping

import docx
import openpyxl
import pikepdf
import pptx
from PIL import Image
from reportlab.pdfgen import canvas

ODF = "application/vnd.oasis.opendocument."


def pdf_bytes(text: str = "Attendance plan") -> bytes:
    target = io.BytesIO()
    page = canvas.Canvas(target, invariant=True)
    page.drawString(72, 720, text)
    page.save()
    return target.getvalue()


def scan_bytes(pages: int = 2) -> bytes:
    """A PDF of pictures of pages, as a scanner makes it."""
    target = io.BytesIO()
    first, *more = [Image.new("1", (850, 1100), 1) for _ in range(pages)]
    first.save(target, "PDF", save_all=True, append_images=more)
    return target.getvalue()


def locked_pdf_bytes() -> bytes:
    """A PDF that asks for a password."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_bytes())) as pdf:
        pdf.save(target, encryption=pikepdf.Encryption(owner="owner", user="reader"))
    return target.getvalue()


def docx_bytes(text: str = "Attendance plan") -> bytes:
    target = io.BytesIO()
    document = docx.Document()
    document.add_paragraph(text)
    document.save(target)
    return target.getvalue()


def pptx_bytes() -> bytes:
    target = io.BytesIO()
    slides = pptx.Presentation()
    slides.slides.add_slide(slides.slide_layouts[5])
    slides.save(target)
    return target.getvalue()


def xlsx_bytes() -> bytes:
    target = io.BytesIO()
    workbook = openpyxl.Workbook()
    workbook.active.append(["School", "Absent"])
    workbook.save(target)
    return target.getvalue()


def odf_bytes(
    kind: str = "text",
    *,
    content: str = "<office:document-content/>",
    extra: Mapping[str, bytes | str] | None = None,
) -> bytes:
    return zip_bytes(
        {
            "mimetype": ODF + kind,
            "content.xml": content,
            "META-INF/manifest.xml": "<manifest:manifest/>",
            **(extra or {}),
        }
    )


def image_bytes(
    image_format: str = "PNG", size: tuple[int, int] = (8, 6), mode: str = "RGB", **options: object
) -> bytes:
    target = io.BytesIO()
    Image.new(mode, size, "teal" if mode == "RGB" else 1).save(target, image_format, **options)
    return target.getvalue()


def noise_bytes(size: tuple[int, int], image_format: str = "PNG") -> bytes:
    """A picture that hardly shrinks."""
    target = io.BytesIO()
    Image.frombytes("RGB", size, os.urandom(size[0] * size[1] * 3)).save(target, image_format)
    return target.getvalue()


def animation_bytes(frames: int, size: tuple[int, int], image_format: str = "GIF") -> bytes:
    target = io.BytesIO()
    pictures = [Image.new("RGB", size, (number * 37 % 256, 0, 0)) for number in range(frames)]
    pictures[0].save(target, image_format, save_all=True, append_images=pictures[1:])
    return target.getvalue()


def heic_bytes(size: tuple[int, int] = (64, 48)) -> bytes:
    import pillow_heif

    target = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", size, "teal")).save(target, quality=50)
    return target.getvalue()


def zip_bytes(members: Mapping[str, bytes | str], *, stored: bool = False) -> bytes:
    target = io.BytesIO()
    method = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return target.getvalue()


def with_members(data: bytes, members: Mapping[str, bytes | str]) -> bytes:
    """The same archive with members added or replaced."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in source.namelist():
            if name not in members:
                archive.writestr(name, source.read(name))
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def part_of(data: bytes, name: str) -> str:
    """One part of an archive as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()
