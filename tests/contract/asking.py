"""How the tests ask an engine, and two documents that the public may and may not see."""

from datetime import UTC, datetime
from typing import Any

from search.engines.base import Engine
from search.query import SearchQuery
from search.results import Results
from tests.contract.search_world import PUBLIC, make_document

SECRET = make_document(
    "secret",
    "Confidential xylophone budget",
    body="xylophone",
    keywords=["xylophone"],
    visibility="members",
    facets={"color": ["ultraviolet"], "shape": ["round"]},
    labels={"color": {"ultraviolet": "Ultraviolet"}, "shape": {"round": "Round"}},
)
OPEN = make_document(
    "open",
    "Open round table",
    facets={"shape": ["round"]},
    labels={"shape": {"round": "Round"}},
)


def ask(engine: Engine, text: str = "", **fields: Any) -> Results:
    fields.setdefault("visibility", PUBLIC)
    return engine.search(SearchQuery(text=text, **fields))


def found(engine: Engine, text: str = "", **fields: Any) -> list[str]:
    return [hit.id for hit in ask(engine, text, **fields).hits]


def day(year: int, month: int = 1, number: int = 1) -> datetime:
    return datetime(year, month, number, tzinfo=UTC)
