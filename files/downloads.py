"""Who wants to know that a file was fetched: apps above this one listen."""

import re

from django.dispatch import Signal
from django.http import HttpRequest, HttpResponseBase

from .models import StoredFile

# Sent with `request` and `stored_file` once a person begins to fetch a file.
downloaded = Signal()

_FROM_THE_START = re.compile(r"bytes=0-", re.ASCII)


def tell_of_download(
    request: HttpRequest, stored_file: StoredFile, response: HttpResponseBase
) -> None:
    """Tell of a file that begins to be fetched: a reader of pages asks for many parts, and only the
    first of them counts. Whoever is led to where the bytes are fetches them there."""
    wanted = request.headers.get("Range", "bytes=0-")
    is_begun = response.status_code in {200, 206, 302} and _FROM_THE_START.match(wanted)
    if request.method == "GET" and is_begun:
        downloaded.send(sender=StoredFile, request=request, stored_file=stored_file)
