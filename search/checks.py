"""A wrong search declaration fails at `manage.py check`, not at the first search."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

from . import registry
from .engines import UnknownEngine, get_engine

# Elasticsearch's query language reads a double underscore as a path.
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
# Field and parameter names that a facet would hide.
RESERVED = frozenset(
    {"date", "format", "id", "key", "kinds", "page", "q", "quality", "size", "sort", "text"}
    | {"title", "version", "visibility"}
)


@register("search")
def check_declarations(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Check every registered searchable."""
    errors: list[CheckMessage] = []
    kinds = Counter(searchable.kind for searchable in registry.registered())
    for searchable in registry.registered():
        errors += _check_kind(searchable, kinds)
        for facet in searchable.facets:
            errors += _check_facet(searchable, facet)
    return errors


@register("search")
def check_engine(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Check that SEARCH_URL names an engine."""
    try:
        get_engine(registry.facets())
    except UnknownEngine as error:
        return [Error(str(error), hint="Set SEARCH_URL=embedded:", id="search.E005")]
    return []


def _check_kind(searchable: registry.Searchable, kinds: Counter[str]) -> list[CheckMessage]:
    """Check the name of a kind."""
    errors: list[CheckMessage] = []
    if not _NAME.fullmatch(searchable.kind):
        errors.append(
            Error(
                f"The kind {searchable.kind!r} is not a plain lower-case name.",
                hint="Use letters, digits and single underscores, such as 'resource'.",
                obj=searchable,
                id="search.E001",
            )
        )
    if kinds[searchable.kind] > 1:
        errors.append(
            Error(
                f"The kind {searchable.kind!r} is registered more than once.",
                hint="Give each Searchable a kind of its own.",
                obj=searchable,
                id="search.E002",
            )
        )
    return errors


def _check_facet(searchable: registry.Searchable, facet: str) -> list[CheckMessage]:
    """Check the name of a facet."""
    if not _NAME.fullmatch(facet):
        return [
            Error(
                f"The facet {facet!r} is not a plain lower-case name.",
                hint="Use letters, digits and single underscores, such as 'grade_band'.",
                obj=searchable,
                id="search.E003",
            )
        ]
    if facet in RESERVED or searchable.facets.count(facet) > 1:
        return [
            Error(
                f"The facet name {facet!r} clashes with another field.",
                hint="Choose a name that no field, parameter or other facet of the kind has.",
                obj=searchable,
                id="search.E004",
            )
        ]
    return []
