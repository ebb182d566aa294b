"""What a benchmark does in a process of the site: `python -m bench.inside queries|write|edit …`."""

import json
import sys
import time
from collections.abc import Callable, Sequence
from statistics import median

PAUSE = 0.01


def queries(*paths: str) -> None:
    """Print how many queries each path takes once everything is warm, as a JSON object."""
    from django.db import connections
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(raise_request_exception=False)
    counts = {}
    for path in paths:
        client.get(path)
        with CaptureQueriesContext(connections["default"]) as captured:
            client.get(path)
        counts[path] = len(captured)
    print(json.dumps(counts))


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


ACTIONS: dict[str, Callable[..., None]] = {"queries": queries, "write": write, "edit": edit}


def main(arguments: Sequence[str]) -> None:
    """Set Django up and do what is asked."""
    import django

    django.setup()
    ACTIONS[arguments[0]](*arguments[1:])


if __name__ == "__main__":
    main(sys.argv[1:])
