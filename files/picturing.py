"""Pictures of the pages of a file, and the words on each. Runs in a process of its own."""

import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image

from files.enums import Refusal, Refused
from files.intake import isolation
from files.intake.kinds import PICTURE_EXTENSIONS
from files.limits import LONGEST_PAGE_TEXT, MOST_PAGES, THUMBNAIL

# Pixels across; a phone shows half of them, a large screen nearly all.
PAGE_WIDTH, THUMBNAIL_WIDTH = 1000, 360
LONGEST_SIDE = 4 * PAGE_WIDTH
QUALITY = 72
# What is not done by then stays without pictures; the whole process has a little longer.
ENOUGH_SECONDS = 10.0


def picture(extension: str, path: str, folder: str) -> dict[str, Any]:
    """Write a small picture of the first page and one of each page as WebP.

    Args:
        extension: "pdf", or that of a picture.
        path: where the file is.
        folder: where the pictures go: `t.webp`, `1.webp`, `2.webp` …

    Returns:
        `total`, the number of pages; `pictures`, by name their width and height in pixels;
        `texts`, the words of each page that has a picture.

    Raises:
        Refused: it cannot be read.
    """
    begun, made, texts = time.monotonic(), dict[str, list[int]](), list[str]()
    try:
        if extension in PICTURE_EXTENSIONS:
            with Image.open(path) as whole:
                made[THUMBNAIL] = _write(whole.convert("RGB"), THUMBNAIL_WIDTH, folder, THUMBNAIL)
            return {"total": 1, "pictures": made, "texts": []}
        with closing(pypdfium2.PdfDocument(path)) as document:
            total = len(document)
            for number, page in _pages(document):
                image = _render(page)
                if number == 1:
                    made[THUMBNAIL] = _write(image, THUMBNAIL_WIDTH, folder, THUMBNAIL)
                made[str(number)] = _write(image, PAGE_WIDTH, folder, str(number))
                texts.append(_words(page))
                if time.monotonic() - begun > ENOUGH_SECONDS:
                    break
    except (pypdfium2.PdfiumError, OSError, ValueError, SyntaxError) as error:
        raise Refused(Refusal.DAMAGED) from error
    return {"total": total, "pictures": made, "texts": texts}


def _pages(document: pypdfium2.PdfDocument) -> Iterator[tuple[int, pypdfium2.PdfPage]]:
    for index in range(min(len(document), MOST_PAGES)):
        with closing(document[index]) as page:
            yield index + 1, page


def _render(page: pypdfium2.PdfPage) -> Image.Image:
    width, height = page.get_size()
    if width <= 0 or height <= 0:
        raise ValueError("a page without a size")
    # A page as long as a street is shown smaller, not cut.
    scale = min(PAGE_WIDTH / width, LONGEST_SIDE / height)
    image: Image.Image = page.render(scale=scale).to_pil().convert("RGB")
    return image


def _words(page: pypdfium2.PdfPage) -> str:
    with closing(page.get_textpage()) as text:
        return str(text.get_text_range(0, min(text.count_chars(), LONGEST_PAGE_TEXT)))


def _write(image: Image.Image, width: int, folder: str, name: str) -> list[int]:
    height = max(1, round(image.height * width / image.width))
    if image.width > width:
        image = image.resize((width, height), Image.Resampling.LANCZOS)
    image.save(Path(folder) / f"{name}.webp", "WEBP", quality=QUALITY, method=4)
    return [image.width, image.height]


if __name__ == "__main__":
    isolation.serve(picture, sys.argv[1:])
