"""What a benchmark does in a process of the site: `python -m bench.inside parts|write|edit …`."""

import json
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import count, islice
from statistics import median
from typing import Any

PAUSE = 0.01


def parts(*paths: str) -> None:
    """Print what making each path takes once everything is warm: queries, and ms of the search
    engine, of the database and in all, as a JSON object."""
    from django.db import connections
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(raise_request_exception=False)
    clock = _Clock()
    told = {}
    for path in paths:
        fresh = (f"{path}{'&' if '?' in path else '?'}run={number}" for number in count())
        for address in islice(fresh, 5):
            client.get(address)
        with CaptureQueriesContext(connections["default"]) as captured:
            client.get(next(fresh))
        queries = len(captured)
        runs = [clock.time(partial(client.get, address)) for address in islice(fresh, 20)]
        told[path] = {"queries": queries} | {
            part: median(run[part] for run in runs) for part in runs[0]
        }
    print(json.dumps(told))


class _Clock:
    """Times how long engine and database take within an act."""

    def __init__(self) -> None:
        from django.db import connections

        from search import services

        self.spent = {"engine": 0.0, "database": 0.0}
        engine = services.current_engine()
        for name in ("search", "suggest", "related"):
            setattr(engine, name, self._timed("engine", getattr(engine, name)))
        self._connection = connections["default"]

    def _timed(self, part: str, act: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*args: Any, **options: Any) -> Any:
            start = time.perf_counter()
            try:
                return act(*args, **options)
            finally:
                self.spent[part] += (time.perf_counter() - start) * 1000

        return timed

    def time(self, act: Callable[[], object]) -> dict[str, float]:
        """Do something and return the ms of each part and of the whole."""
        self.spent = dict.fromkeys(self.spent, 0.0)
        query = self._timed("database", lambda execute, *rest: execute(*rest))
        start = time.perf_counter()
        with self._connection.execute_wrapper(query):
            act()
        return {**self.spent, "total": (time.perf_counter() - start) * 1000}


def write() -> None:
    """Take the write lock again and again until a line comes in; print the longest wait in ms."""
    from select import select

    from django.db import transaction

    from members.models import School

    longest = 0.0
    while not select([sys.stdin], [], [], PAUSE)[0]:
        start = time.perf_counter()
        with transaction.atomic():
            School.objects.filter(pk=0).update(name="nobody")
        longest = max(longest, time.perf_counter() - start)
    print(round(longest * 1000))


def edit(times: str) -> None:
    """Change and publish resources one by one; print the median ms of it and of its indexing."""
    from library.models import ResourcePage
    from library.services.publishing import publish_revision
    from outbox.services import drain

    drain()
    published, indexed = [], []
    for resource in ResourcePage.objects.published().order_by("?")[: int(times)]:
        start = time.perf_counter()
        resource.summary = f"{resource.summary[:500]} Edited."
        revision = resource.save_revision(clean=False)
        publish_revision(resource=resource, revision=revision, user=None)
        done = time.perf_counter()
        drain()
        published.append((done - start) * 1000)
        indexed.append((time.perf_counter() - done) * 1000)
    print(json.dumps([median(published), median(indexed)]))


ACTIONS: dict[str, Callable[..., None]] = {"parts": parts, "write": write, "edit": edit}


def main(arguments: Sequence[str]) -> None:
    """Set Django up and do what is asked."""
    import django

    django.setup()
    ACTIONS[arguments[0]](*arguments[1:])


if __name__ == "__main__":
    main(sys.argv[1:])
