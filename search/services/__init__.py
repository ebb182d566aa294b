"""What the other apps ask of search."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from operator import methodcaller

from django.db import transaction

from core import page_cache
from outbox.services import add as add_to_outbox
from search import breaker, registry
from search.documents import split_key
from search.engines import get_engine
from search.engines.base import Engine, Progress, SearchUnavailable, Status
from search.query import SearchQuery
from search.results import Hit, Results, Suggestions
from search.services import pins, synonyms

TOPIC = "search.index"
IDS_PER_ROW = 500
KEYS_PER_COMMIT = 1_000
# An engine that is only busy is not away.
REACH_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Drift:
    """How far the index was from the database.

    Attributes:
        holes: things that should be in the index and were not.
        ghosts: things in the index that should not be.
        stale: things in the index as they were some changes ago.
    """

    holes: int = 0
    ghosts: int = 0
    stale: int = 0

    @property
    def total(self) -> int:
        """How many things will be repaired."""
        return self.holes + self.ghosts + self.stale


def search(query: SearchQuery) -> Results:
    """Answer a question, its words widened by the editors' synonyms, their choice first.

    Hits name what the index knew; the caller checks on the database row that the person may
    still see it.

    Raises:
        SearchUnavailable: fall back to the database and say so.
    """
    if query.text and query.synonyms is None:
        query = replace(query, synonyms=synonyms.current())
    if query.text and query.pinned is None:
        query = replace(query, pinned=pins.keys_for(query))
    return breaker.ask(current_engine(), lambda engine: engine.search(query))


def suggest(*, prefix: str, visibility: frozenset[str], limit: int = 8) -> Suggestions:
    """Return titles and facet values to offer while someone types.

    Args:
        prefix: what has been typed so far.
        visibility: what the person may see.
        limit: most titles and most values.

    Raises:
        SearchUnavailable: offer nothing.
    """
    return breaker.ask(
        current_engine(), lambda engine: engine.suggest(prefix, visibility=visibility, limit=limit)
    )


def related(*, key: str, visibility: frozenset[str], limit: int = 5) -> list[Hit]:
    """Return what is most like a document; nothing if it is unknown or not visible.

    Args:
        key: the document's key, see `search.documents.make_key`.
        visibility: what the person may see.
        limit: most hits.

    Raises:
        SearchUnavailable: offer nothing.
    """
    return breaker.ask(
        current_engine(), lambda engine: engine.related(key, visibility=visibility, limit=limit)
    )


@transaction.atomic
def mark_changed(*, kind: str, ids: Iterable[object]) -> None:
    """Have the index follow a change or a deletion once the current transaction commits.

    Args:
        kind: kind of the things.
        ids: their identifiers.
    """
    unique = list(dict.fromkeys(str(identifier) for identifier in ids))
    for chunk in _chunks(unique, IDS_PER_ROW):
        add_to_outbox(topic=TOPIC, payload={"kind": kind, "ids": list(chunk)})


def update_index(*, keys: Iterable[str]) -> None:
    """Bring the index up to date for these keys now; the outbox calls this after commit.

    Only where there is an index (`has_index`): adding a few documents to an empty one would answer
    questions as if there were nothing else.

    Raises:
        SearchUnavailable: the index could not be written; try again later.
    """
    for chunk in _chunks(list(dict.fromkeys(keys)), KEYS_PER_COMMIT):
        breaker.change(current_engine(), methodcaller("refresh", chunk, registry.load))
        # Lists that were made since the rows changed show what the index had until now.
        page_cache.empty()


def has_index() -> bool:
    """Whether there is an index to write to; no if the engine is away."""
    # Writers have more patience than readers, and `status` with them: so it is asked last.
    return answers() and status().ready


def lacks_index() -> bool:
    """Whether there certainly is no index that could be read.

    `status` of a remote engine says the same of an index that is only not awake yet.
    """
    engine = current_engine()
    if engine.status().ready:
        return False
    if not engine.is_remote:
        return True
    try:
        return next(iter(engine.versions()), None) is None
    except SearchUnavailable:
        return False


def answers() -> bool:
    """Whether the engine answers now; one that is known to be away is not asked."""
    return breaker.lets_through(current_engine()) and is_reachable()


def is_reachable() -> bool:
    """Whether the engine answers if it is asked in any case, with some patience.

    An engine without an index may fail every question, and is to be helped all the same.
    """
    try:
        current_engine().ping(REACH_SECONDS)
    except SearchUnavailable as error:
        breaker.report_failure(error)
        return False
    return True


def drift() -> Drift:
    """Compare the index with the database."""
    found, _wrong = _differences()
    return found


def reconcile() -> Drift:
    """Compare the index with the database and repair differences through the outbox."""
    found, wrong = _differences()
    for kind, ids in wrong.items():
        mark_changed(kind=kind, ids=ids)
    return found


def _differences() -> tuple[Drift, dict[str, list[str]]]:
    """Return how many things differ, and which, by kind."""
    indexed = dict(current_engine().versions())
    found: Counter[str] = Counter()
    wrong: defaultdict[str, list[str]] = defaultdict(list)
    for key, version in registry.versions():
        known = indexed.pop(key, None)
        if known != version:
            found["holes" if known is None else "stale"] += 1
            kind, identifier = split_key(key)
            wrong[kind].append(identifier)
    for key in indexed:
        found["ghosts"] += 1
        kind, identifier = split_key(key)
        wrong[kind].append(identifier)
    return Drift(**found), wrong


def rebuild(*, progress: Progress | None = None) -> int:
    """Build the index anew while the old one serves; return how many documents it holds.

    Args:
        progress: called now and then with the number of documents done.

    Raises:
        RebuildRunning: another process is at it.
    """
    done = current_engine().rebuild(registry.stream(), load=registry.load, progress=progress)
    page_cache.empty()
    return done


def status() -> Status:
    """Return how the index is."""
    return current_engine().status()


def current_engine() -> Engine:
    """Return this process's engine."""
    return get_engine(registry.facets())


def _chunks(values: Sequence[str], size: int) -> Iterable[Sequence[str]]:
    """Cut a sequence into pieces of at most `size`."""
    return (values[start : start + size] for start in range(0, len(values), size))
