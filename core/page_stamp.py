"""The stamp that all processes share: whoever changes what visitors see puts a new one in place.

A stamp is a word that never comes back, so what was made under an older one is known to be old.
Where the cache is a server that several machines share, it stands there. Where the cache is a
table, it stands in a file in `DATA_DIR`: every page looks at it, and a query on the table takes as
long as everything else that a kept page needs.
"""

import os
import secrets

from django.conf import settings
from django.core.cache import cache

NAME = "page-cache-stamp"


class StampUnavailable(Exception):
    """The stamp cannot be read or written now."""


def read_stamp() -> str:
    """Return the present stamp, a new one if there is none or it was dropped.

    Raises:
        StampUnavailable: nobody can say what it is.
    """
    look = _look_at_file if _is_file() else _look_at_cache
    try:
        found = look()
        if found is None:
            renew_stamp()
            found = look()
    # Each kind of cache has errors of its own.
    except Exception as error:
        raise StampUnavailable from error
    if found is None:
        raise StampUnavailable
    return found


def renew_stamp() -> None:
    """Put a new stamp in place, in one step.

    Raises:
        StampUnavailable: the old one may still stand.
    """
    word = secrets.token_hex(16)
    try:
        if _is_file():
            draft = f"{_path()}.{word}"
            with open(draft, "w", encoding="ascii") as file:
                file.write(word)
            os.replace(draft, _path())
        else:
            cache.set(NAME, word, timeout=None)
    except Exception as error:
        raise StampUnavailable from error


def _is_file() -> bool:
    return str(settings.CACHES["default"]["BACKEND"]).endswith(".DatabaseCache")


def _path() -> str:
    return os.path.join(settings.DATA_DIR, NAME)


def _look_at_file() -> str | None:
    # Not by `open`, which takes three times as long.
    try:
        file = os.open(_path(), os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        return os.read(file, 32).decode("ascii") or None
    finally:
        os.close(file)


def _look_at_cache() -> str | None:
    found: str | None = cache.get(NAME)
    return found
