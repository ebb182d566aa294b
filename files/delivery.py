"""Hand a stored file to a browser: whole or in part, streamed, and harmless where it lands."""

import re
import unicodedata
from collections.abc import Iterator
from typing import IO, Any
from urllib.parse import quote

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.utils.cache import get_conditional_response
from django.utils.crypto import salted_hmac

from .models import StoredFile
from .storage import PrivateStorage, blob_name, private_storage

CHUNK = 64 * 1024
# Whoever may read it must ask again each time: a right may be gone by then.
PRIVATE = "private, no-cache"
PUBLIC = "public, max-age=60"

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)
_NOT_IN_FALLBACK = re.compile(r'[^ -~]|["\\%]')


class Unsatisfiable(ValueError):
    """A range begins behind the end of the file."""


class Slice:
    """Part of an open file, read in chunks and closed at the end."""

    def __init__(self, file: IO[bytes], start: int, length: int) -> None:
        self._file = file
        self._left = length
        self._file.seek(start)

    def __iter__(self) -> Iterator[bytes]:
        while self._left > 0 and (chunk := self._file.read(min(CHUNK, self._left))):
            self._left -= len(chunk)
            yield chunk

    def close(self) -> None:
        """Close the file; Django calls it when the response is done or given up."""
        self._file.close()


def deliver(
    request: HttpRequest, stored_file: StoredFile, *, inline: bool, is_public: bool
) -> HttpResponseBase:
    """Answer a GET or HEAD with a file that the person may read.

    Args:
        request: its conditional and range headers count.
        stored_file: the file.
        inline: show it in the browser instead of saving it; only for files that are safe there.
        is_public: any visitor may read it, so caches on the way may keep it for a moment.

    Raises:
        FileNotFoundError: the bytes are gone.
    """
    etag = _etag(stored_file)
    headers = _headers(stored_file, etag, inline=inline, is_public=is_public)
    elsewhere = _hand_over(stored_file, headers)
    if elsewhere is not None:
        return elsewhere
    early = get_conditional_response(
        request, etag=etag, response=HttpResponse(headers=headers | {"Content-Length": "0"})
    )
    if early is not None and early.status_code != 200:
        return early
    try:
        part = _wanted_part(request, etag, stored_file.size)
    except Unsatisfiable:
        headers |= {"Content-Range": f"bytes */{stored_file.size}", "Content-Length": "0"}
        return HttpResponse(status=416, headers=headers)
    start, length = part or (0, stored_file.size)
    headers["Content-Length"] = str(length)
    if part is not None:
        headers["Content-Range"] = f"bytes {start}-{start + length - 1}/{stored_file.size}"
    file: Any = private_storage().open(blob_name(stored_file.sha256))
    if request.method == "HEAD":
        file.close()
        return HttpResponse(headers=headers)
    return StreamingHttpResponse(
        Slice(file, start, length), status=206 if part else 200, headers=headers
    )


def _hand_over(stored_file: StoredFile, headers: dict[str, str]) -> HttpResponseBase | None:
    """Let a web server in front, or the object store, send the bytes, where there is one."""
    name, storage = blob_name(stored_file.sha256), private_storage()
    if settings.FILES_ACCEL and isinstance(storage, PrivateStorage):
        order = f"{settings.FILES_ACCEL.rstrip('/')}/{name}"
        return HttpResponse(headers={**headers, "X-Accel-Redirect": order})
    sign = getattr(storage, "signed_address", None)
    if sign is None:
        return None
    overrides = {
        "ResponseContentType": headers["Content-Type"],
        "ResponseContentDisposition": headers["Content-Disposition"],
        "ResponseCacheControl": PRIVATE,
    }
    response = HttpResponseRedirect(sign(name, overrides))
    # The address is good for a minute.
    response["Cache-Control"] = "private, no-store"
    return response


def content_disposition(name: str, *, inline: bool = False) -> str:
    """Return the header of RFC 6266 for a file name: in ASCII, and as it is for who can read it."""
    folded = unicodedata.normalize("NFKD", name)
    folded = "".join(char for char in folded if not unicodedata.combining(char))
    fallback = _NOT_IN_FALLBACK.sub("_", folded)
    disposition = "inline" if inline else "attachment"
    header = f'{disposition}; filename="{fallback}"'
    return header if fallback == name else f"{header}; filename*=UTF-8''{quote(name, safe='')}"


def parse_range(header: str, size: int) -> tuple[int, int] | None:
    """Return first byte and length that a Range header asks for, None for the whole file.

    Anything but one well-formed range may be answered with the whole file, and is.

    Raises:
        Unsatisfiable: nothing of it is in the file.
    """
    match = _RANGE.fullmatch(header.strip())
    if match is None or match[0] == "bytes=-":
        return None
    first, last = match[1], match[2]
    if not first:
        length = min(int(last), size)
        start, end = size - length, size - 1
    else:
        start, end = int(first), min(int(last) if last else size, size - 1)
        if last and int(last) < start:
            return None
    if start > end:
        raise Unsatisfiable(header)
    return start, end - start + 1


def _wanted_part(request: HttpRequest, etag: str, size: int) -> tuple[int, int] | None:
    if request.method != "GET" or request.headers.get("If-Range", etag) != etag:
        return None
    return parse_range(request.headers.get("Range", ""), size)


def _headers(
    stored_file: StoredFile, etag: str, *, inline: bool, is_public: bool
) -> dict[str, str]:
    return {
        "Content-Type": stored_file.content_type,
        "Content-Disposition": content_disposition(stored_file.original_name, inline=inline),
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": PUBLIC if is_public else PRIVATE,
        "Accept-Ranges": "bytes",
        "ETag": etag,
    }


def _etag(stored_file: StoredFile) -> str:
    """Return a tag that names neither the bytes nor other files with the same ones."""
    key = f"{stored_file.public_id}:{stored_file.sha256}"
    return f'"{salted_hmac("files.etag", key, algorithm="sha256").hexdigest()[:32]}"'
