"""Rewrite an Office file (a zip archive) so that the same content gives the same bytes."""

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from home.samples.documents.style import MADE_ON

CORE_PROPERTIES = "docProps/core.xml"
_STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")


def settle(archive: bytes) -> bytes:
    """Return the archive with every date in it, inside and out, set to one fixed moment."""
    settled = BytesIO()
    with ZipFile(BytesIO(archive)) as source, ZipFile(settled, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == CORE_PROPERTIES:
                content = _STAMP.sub(rb"\g<1>" + _stamp() + rb"\g<3>", content)
            entry = ZipInfo(name, MADE_ON.timetuple()[:6])
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, content, compresslevel=9)
    return settled.getvalue()


def _stamp() -> bytes:
    return MADE_ON.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
