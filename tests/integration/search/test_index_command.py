"""`manage.py search_index` in a process of its own, while the site is in use."""

from collections.abc import Callable

import pytest

from library.models import LibraryIndexPage, ResourcePage
from library.permissions import ALL
from library.services.answering import answer
from library.services.question import Question
from outbox.models import OutboxRow
from search import registry
from tests.factories.resources import make_published
from tests.factories.tables import as_csv, entry, run_import
from tests.processes import PATIENCE_SECONDS, run_command, start_command

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
SIMPLE = {"audience": "", "grade_bands": "", "standards": ""}


@pytest.fixture
def resources(library: LibraryIndexPage) -> None:
    """Two hundred published resources of which the index knows nothing yet."""
    rows = [entry(number, **SIMPLE, topics="Attendance") for number in range(200)]
    assert run_import(as_csv(rows)).summary() == "200 new."
    OutboxRow.objects.all().delete()


def found(text: str = "") -> int:
    given = answer(Question.of(text=text, chosen={}), ALL)
    assert not given.is_fallback
    return given.total


def test_built_then_drifted_then_repaired(resources: None, library: LibraryIndexPage) -> None:
    assert "no readable index" in run_command("search_index", "status")
    # The pages of the site are in it too.
    total = registry.count()
    assert f"{total} documents" in run_command("search_index", "rebuild")
    status = run_command("search_index", "status")
    assert f"{total} documents" in status
    assert "every declared field" in status
    assert "agree" in run_command("search_index", "reconcile")

    # A ghost, a hole and something out of date, none of which left a trace in the outbox.
    by_id = ResourcePage.objects.filter
    by_id(external_id="row-1").update(live=False)
    make_published(library, "A forgotten one")
    by_id(external_id="row-2").update(title="Renamed", version_number=2)
    OutboxRow.objects.all().delete()
    assert (found("forgotten"), found("renamed")) == (0, 0)

    told = run_command("search_index", "reconcile")
    assert "1 missing, 1 out of date, 1 gone" in told
    run_command("outbox_worker", "--once")
    assert "agree" in run_command("search_index", "reconcile")
    assert (found("forgotten"), found("renamed"), found("number1")) == (1, 1, 0)
    assert found() == 200


def test_the_site_answers_and_takes_changes_during_a_rebuild(
    resources: None, library: LibraryIndexPage, deliver: Callable[[], None]
) -> None:
    run_command("search_index", "rebuild")
    process = start_command("search_index", "rebuild")
    number = 0
    while process.poll() is None:
        assert found("number150") == 1
        make_published(library, f"Meanwhile {number}")
        deliver()
        number += 1
        assert found("meanwhile") == number
    out, err = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 0, err
    assert "The index is new" in out
    assert (found("meanwhile"), found()) == (number, 200 + number)
    assert "agree" in run_command("search_index", "reconcile")
