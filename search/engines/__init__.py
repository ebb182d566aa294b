"""The engines behind the one interface in `base`; `SEARCH_URL` chooses."""

from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from .base import Engine
from .embedded.engine import EmbeddedEngine


class UnknownEngine(ValueError):
    """`SEARCH_URL` names an engine that does not exist."""


def get_engine(facets: tuple[str, ...]) -> Engine:
    """Return this process's engine for the declared facets.

    Raises:
        UnknownEngine: `SEARCH_URL` is not understood.
    """
    return _make_engine(settings.SEARCH_URL, Path(settings.DATA_DIR) / "index", facets)


@lru_cache(maxsize=8)
def _make_engine(url: str, folder: Path, facets: tuple[str, ...]) -> Engine:
    """Make the engine of an address; `embedded:/some/folder` keeps its index there."""
    parts = urlsplit(url)
    if parts.scheme in ("http", "https"):
        # Its client takes megabytes in every process, so only who asks for it loads it.
        from .elastic.address import Address
        from .elastic.engine import ElasticsearchEngine

        try:
            return ElasticsearchEngine(Address.parse(url), facets)
        except ValueError as error:
            raise UnknownEngine(f"SEARCH_URL {error}.") from error
    if parts.scheme != "embedded":
        raise UnknownEngine("SEARCH_URL begins with neither embedded: nor https://.")
    return EmbeddedEngine(Path(parts.path) if parts.path else folder, facets)
