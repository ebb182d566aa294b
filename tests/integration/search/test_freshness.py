"""What is published, changed or taken down shows in the search at once: the goal is two seconds.

With the worker that production runs, in a process of its own. The bound is generous, the times are
printed.
"""

import sys
import time
from collections.abc import Callable, Iterator

import pytest

from library.models import LibraryIndexPage, ResourcePage
from library.permissions import ALL
from library.services.answering import answer
from library.services.publishing import publish_revision, withdraw
from library.services.question import Question
from tests.factories.resources import make_published
from tests.processes import PATIENCE_SECONDS, start_command

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
BOUND_SECONDS = 10


@pytest.fixture
def worker(library: LibraryIndexPage) -> Iterator[None]:
    """The outbox worker, up and running."""
    process = start_command("outbox_worker")
    make_published(library, "Warming up")
    seconds_until(lambda: found("warming") == 1, PATIENCE_SECONDS)
    yield
    process.terminate()
    process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 0


def found(text: str) -> int | None:
    """How many the index finds, None if it cannot be asked (the database would know at once)."""
    given = answer(Question.of(text=text, chosen={}), ALL)
    return None if given.is_fallback else given.total


def seconds_until(holds: Callable[[], bool], most: float = BOUND_SECONDS) -> float:
    """Wait until something holds and return how long it took."""
    start = time.monotonic()
    while not holds():
        assert time.monotonic() - start < most, "it took too long"
        time.sleep(0.02)
    return time.monotonic() - start


def test_changes_are_searchable_soon(
    worker: None, library: LibraryIndexPage, reviewer: object, capsys: pytest.CaptureFixture[str]
) -> None:
    times = {}
    page = make_published(library, "Breakfast carts")
    times["published"] = seconds_until(lambda: found("breakfast") == 1)

    page.title = page.summary = "Lunch carts"
    publish_revision(resource=page, revision=page.save_revision(), user=None)
    times["renamed"] = seconds_until(lambda: found("lunch") == 1 and found('"breakfast"') == 0)

    page = ResourcePage.objects.get(pk=page.pk)
    withdraw(resource=page, user=reviewer, reason="Out of date.")
    times["withdrawn"] = seconds_until(lambda: found('"lunch"') == 0)

    other = make_published(library, "Supper carts")
    seconds_until(lambda: found("supper") == 1)
    other.delete()
    times["deleted"] = seconds_until(lambda: found('"supper"') == 0)
    with capsys.disabled():
        sys.stdout.write(
            f"\nsearchable after {', '.join(f'{t:.2f} s ({name})' for name, t in times.items())}\n"
        )
