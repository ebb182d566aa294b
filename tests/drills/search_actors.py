"""What the processes of the drills of the search do: `python -m tests.drills.search_actors …`."""
# ruff: noqa: T201  (what they print is for the test)

import itertools
import json
import statistics
import sys
import time
from collections.abc import Callable

import django

django.setup()

from django.db import transaction  # noqa: E402

from accounts.enums import Role  # noqa: E402
from accounts.models import User  # noqa: E402
from library.models import LibraryIndexPage, ResourcePage  # noqa: E402
from library.services.publishing import publish_revision, withdraw  # noqa: E402
from outbox.models import OutboxRow  # noqa: E402
from search import registry, services, upkeep  # noqa: E402
from search.enums import JobKind  # noqa: E402
from tests.factories.people import make_member  # noqa: E402
from tests.factories.resources import make_draft, make_library, make_published  # noqa: E402
from tests.factories.tables import as_jsonl, entry, run_import  # noqa: E402

SIMPLE = {"audience": "", "grade_bands": "", "standards": "", "topics": "Attendance"}


def stock(count: str) -> None:
    """Fill the library; nothing of it is in an index yet."""
    make_library()
    make_member("editor@example.org", "Ed", "Editor", role=Role.EDITOR)
    rows = [entry(number, **SIMPLE) for number in range(int(count))]
    print(run_import(as_jsonl(rows), "table.jsonl").summary())
    OutboxRow.objects.all().delete()


def publish_some(count: str) -> None:
    """Save and publish so many resources; print the median and the longest seconds of each."""
    library = LibraryIndexPage.objects.get()
    saved, published = [], []
    for number in range(int(count)):
        start = time.perf_counter()
        page = make_draft(library, f"Written meanwhile {number}")
        saved.append(time.perf_counter() - start)
        start = time.perf_counter()
        publish_revision(resource=page, revision=page.get_latest_revision(), user=None)
        published.append(time.perf_counter() - start)
    print(json.dumps([[statistics.median(took), max(took)] for took in (saved, published)]))


def change_much(count: str) -> None:
    """Make, rename, withdraw and delete, so many changes in all."""
    library, editor = LibraryIndexPage.objects.get(), User.objects.get(email="editor@example.org")
    pages = iter(list(ResourcePage.objects.published().order_by("pk")[: int(count)]))
    for number in range(int(count)):
        kind = number % 4
        if kind == 0:
            make_published(library, f"Made meanwhile {number}")
        elif kind == 1:
            rename(next(pages), f"Renamed meanwhile {number}")
        elif kind == 2:
            withdraw(resource=next(pages), user=editor, reason="Out of date.")
        else:
            next(pages).delete()


def write_on() -> None:
    """Make and rename until a line comes in; print the titles that stand in the end."""
    library = LibraryIndexPage.objects.get()
    print("writing", flush=True)
    titles: dict[int, str] = {}
    stopped = _line_came()
    for number in itertools.count():
        if stopped():
            break
        page = make_published(library, f"Fresh{number}")
        titles[page.pk] = page.title
        rename(page, f"Freshly{number}")
        titles[page.pk] = page.title
    print(json.dumps(list(titles.values())))


def _line_came() -> Callable[[], bool]:
    import select

    return lambda: bool(select.select([sys.stdin], [], [], 0)[0])


def rename(page: ResourcePage, title: str) -> None:
    """Publish a resource under another title."""
    page.title = title
    publish_revision(resource=page, revision=page.save_revision(), user=None)


def plant() -> None:
    """Make ghosts, holes and stale documents that no row of the outbox tells of."""
    page = LibraryIndexPage.objects.get()
    pks = list(ResourcePage.objects.published().order_by("pk").values_list("pk", flat=True)[:20])
    ResourcePage.objects.filter(pk__in=pks[:10]).update(live=False)
    ResourcePage.objects.filter(pk__in=pks[10:]).update(version_number=99)
    # In one transaction, so that no worker sees the rows.
    with transaction.atomic():
        kept = OutboxRow.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        for number in range(10):
            make_published(page, f"A hole {number}")
        OutboxRow.objects.filter(pk__gt=kept).delete()


def ask_to_compare() -> None:
    """Press the button."""
    upkeep.ask_for(kind=JobKind.COMPARE)


def compare() -> None:
    """For each line that comes in, print how much differs between index and database, and the
    changes that wait, were tried again, or were given up, and whether a rebuild runs."""
    for _line in sys.stdin:
        try:
            indexed = set(services.current_engine().versions())
        except services.SearchUnavailable:
            indexed = set()
        rows = OutboxRow.objects.filter(topic=services.TOPIC)
        said = {
            "differs": len(indexed ^ set(registry.versions())),
            "waiting": rows.pending().count(),
            "tried": rows.pending().filter(attempts__gt=0).count(),
            "given_up": rows.given_up().count(),
            "building": services.status().building,
        }
        print(json.dumps(said), flush=True)


_ALL = (stock, publish_some, change_much, write_on, plant, ask_to_compare, compare)
ACTORS: dict[str, Callable[..., None]] = {actor.__name__: actor for actor in _ALL}

if __name__ == "__main__":
    ACTORS[sys.argv[1]](*sys.argv[2:])
