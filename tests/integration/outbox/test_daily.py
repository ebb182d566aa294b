"""What is done once a night is done once, by one worker, and not forgotten."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from outbox import registry, services
from outbox.models import OutboxRow
from outbox.registry import daily

pytestmark = pytest.mark.django_db
# Five in the evening in New York, and what follows.
EVENING = datetime(2026, 11, 26, 22, 0, tzinfo=UTC)
SAME_EVENING = EVENING + timedelta(hours=4)
NEXT_MORNING = EVENING + timedelta(hours=11)


@pytest.fixture
def done() -> Iterator[list[str]]:
    """What the one chore of the night has done."""
    times: list[str] = []
    with patch.object(registry, "_daily", {}):

        @daily("test.daily")
        def note() -> None:
            times.append("done")

        yield times


def test_a_new_chore_waits_for_its_first_night(done: list[str]) -> None:
    services.do_daily_chores(now=EVENING)
    services.do_daily_chores(now=SAME_EVENING)
    assert done == []
    assert services.do_daily_chores(now=NEXT_MORNING) == 1
    assert done == ["done"]


def test_a_worker_that_is_started_again_does_it_no_second_time(done: list[str]) -> None:
    for minutes in range(0, 60, 5):
        services.do_daily_chores(now=EVENING)
        services.do_daily_chores(now=NEXT_MORNING + timedelta(minutes=minutes))
    assert done == ["done"]


def test_each_night_has_its_own(done: list[str]) -> None:
    for day in range(4):
        services.do_daily_chores(now=EVENING + timedelta(days=day))
    assert done == ["done"] * 3


def test_a_worker_that_slept_at_night_makes_up_for_it(done: list[str]) -> None:
    services.do_daily_chores(now=EVENING)
    services.do_daily_chores(now=EVENING + timedelta(days=3))
    assert done == ["done"]


def test_one_that_another_worker_has_just_done_is_left(done: list[str]) -> None:
    services.do_daily_chores(now=EVENING)

    @daily("test.daily")
    def work() -> None:
        # The other one looks while this one is at it, and then again.
        services.do_daily_chores(now=NEXT_MORNING)
        done.append("done")

    services.do_daily_chores(now=NEXT_MORNING)
    services.do_daily_chores(now=NEXT_MORNING)
    assert done == ["done"]


def test_one_that_fails_is_not_forgotten_and_holds_up_no_other(done: list[str]) -> None:
    trouble = [ValueError("no")]

    @daily("test.a_fails")
    def fail() -> None:
        services.add(topic="outbox.mail", payload={})
        if trouble:
            raise trouble.pop()

    services.do_daily_chores(now=EVENING)
    assert services.do_daily_chores(now=NEXT_MORNING) == 1
    assert done == ["done"]
    assert not OutboxRow.objects.exists(), "what it had written before it failed is undone"
    assert services.do_daily_chores(now=NEXT_MORNING) == 1
    assert OutboxRow.objects.count() == 1


def test_old_sessions_are_forgotten_every_night(at_night: Callable[[str], None]) -> None:
    now = timezone.now()
    Session.objects.create(session_key="old", expire_date=now - timedelta(days=1))
    Session.objects.create(session_key="good", expire_date=now + timedelta(days=1))
    at_night("accounts.sessions")
    assert [one.session_key for one in Session.objects.all()] == ["good"]


def test_finished_tasks_are_forgotten_after_two_weeks(at_night: Callable[[str], None]) -> None:
    now = timezone.now()
    kept, gone, waiting = (
        DBTaskResult.objects.create(task_path="a.b", args_kwargs={}, run_after=now, **fields)
        for fields in (
            {"status": "SUCCESSFUL", "finished_at": now - timedelta(days=13)},
            {"status": "FAILED", "finished_at": now - timedelta(days=15)},
            {"status": "READY"},
        )
    )
    at_night("outbox.finished_tasks")
    assert set(DBTaskResult.objects.all()) == {kept, waiting}
    assert gone.pk
