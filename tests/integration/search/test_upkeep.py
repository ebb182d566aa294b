"""The index looks after itself: built where there is none, compared every night, by one worker."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks import task_backends
from pytest_django import Settings

from accounts.models import User
from library.models import LibraryIndexPage, ResourcePage
from outbox.models import OutboxRow
from search import services, tasks, upkeep
from search.enums import JobKind
from search.models import IndexJob
from tests.factories.resources import make_published
from tests.far_engine import Door, FarEngine
from tests.services import remove_index

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
Deliver = Callable[[], None]
PAGE = "/admin/search-index/"
LATER = timedelta(minutes=20)


@pytest.fixture
def slow_worker(settings: Settings) -> Callable[[], int]:
    """Tasks wait until this is called, as for a worker that is busy; returns how many it did."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}

    def work() -> int:
        backend = task_backends["default"]
        waiting = [one for one in backend.results if one.task.func is tasks.perform_job.func]
        backend.results.clear()
        for result in waiting:
            result.task.func(*result.args, **result.kwargs)
        return len(waiting)

    return work


def test_a_missing_index_is_built_once_and_changes_wait_for_it(
    library: LibraryIndexPage, deliver: Deliver, slow_worker: Callable[[], int]
) -> None:
    make_published(library, "Phone trees")
    for _worker in range(3):
        deliver()
        tasks.watch_index()
    assert not services.status().ready
    assert OutboxRow.objects.pending().filter(topic=services.TOPIC).exists()
    assert slow_worker() == 1
    assert services.status().ready
    deliver()
    assert not OutboxRow.objects.pending().exists()
    assert services.reconcile().total == 0


def test_an_index_without_a_new_field_is_rebuilt(
    library: LibraryIndexPage, deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_published(library, "Phone trees")
    deliver()
    IndexJob.objects.update(finished_at=timezone.now() - LATER)
    assert not upkeep.look_after_index()
    facets = services.registry.facets()
    monkeypatch.setattr(services.registry, "facets", lambda: (*facets, "moon"))
    assert not services.status().current
    assert upkeep.look_after_index()
    deliver()
    assert services.status().current


def test_an_index_that_is_not_awake_yet_is_left_alone(
    far: FarEngine, door: Door, library: LibraryIndexPage, deliver: Deliver
) -> None:
    upkeep.look_after_index()
    deliver()
    assert services.status().ready
    IndexJob.objects.update(finished_at=timezone.now() - LATER)
    door.mode = "drowsy"
    make_published(library, "Phone trees")
    deliver()
    assert not upkeep.look_after_index()
    assert not IndexJob.objects.get(pk=JobKind.REBUILD).is_active
    door.mode = "answer"
    deliver()
    assert services.reconcile().total == 0


def test_a_rebuild_that_fails_is_not_begun_again_at_once(
    library: LibraryIndexPage, deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**kwargs: object) -> int:
        raise OSError("No space left at https://me:secret@example.org/")

    monkeypatch.setattr(services, "rebuild", fail)
    assert upkeep.look_after_index()
    deliver()
    job = IndexJob.objects.get(pk=JobKind.REBUILD)
    assert job.failure == "OSError: No space left at https://example.org/"
    assert not upkeep.look_after_index()
    assert upkeep.look_after_index(now=timezone.now() + LATER)


def test_a_job_whose_worker_was_killed_can_be_begun_again(library: LibraryIndexPage) -> None:
    upkeep.ask_for(kind=JobKind.REBUILD)
    with pytest.raises(upkeep.JobRunning):
        upkeep.ask_for(kind=JobKind.REBUILD)
    long_ago = timezone.now() - LATER
    IndexJob.objects.update(started_at=long_ago, seen_alive_at=long_ago)
    upkeep.ask_for(kind=JobKind.REBUILD)


def test_every_night_it_is_compared_and_repaired(
    library: LibraryIndexPage, deliver: Deliver, administrator: User, signed_in: SignIn
) -> None:
    page = make_published(library, "Phone trees")
    make_published(library, "Ghosts")
    deliver()
    ResourcePage.objects.filter(pk=page.pk).update(version_number=7)
    ResourcePage.objects.filter(title="Ghosts").update(live=False)
    OutboxRow.objects.all().delete()
    tasks.compare_nightly()
    tasks.compare_nightly()
    deliver()
    deliver()
    assert services.reconcile().total == 0
    shown = signed_in(administrator).get(PAGE).content.decode()
    assert "0 were missing, 1 out of date, 1 gone" in shown
    assert "Search is well." in shown


def test_editors_see_how_it_is_and_begin_what_is_to_be_done(
    library: LibraryIndexPage,
    reviewer: User,
    signed_in: SignIn,
    deliver: Deliver,
    slow_worker: Callable[[], int],
) -> None:
    client = signed_in(reviewer)
    assert "There is no index yet." in client.get(PAGE).content.decode()
    make_published(library, "Phone trees")
    told = client.post(PAGE, {"kind": "rebuild"}, follow=True).content.decode()
    assert "as soon as it is free" in told
    assert "Rebuild: waiting for the worker" in told
    again = client.post(PAGE, {"kind": "rebuild"}, follow=True).content.decode()
    assert "One is running already" in again
    assert "HX-Refresh" not in client.get(f"{PAGE}progress/")
    deliver()
    assert slow_worker() == 1
    deliver()
    assert client.get(f"{PAGE}progress/")["HX-Refresh"] == "true"
    shown = client.get(PAGE).content.decode()
    assert f"{services.status().documents} documents" in shown
    assert services.status().name in shown
    assert "Search is well." in shown
    assert client.post(PAGE, {"kind": "burn"}, follow=True).status_code == 200
    assert "Search index" in client.get("/admin/reports/site-history/").content.decode()


def test_the_page_tells_of_an_engine_that_is_away_without_its_password(
    far: FarEngine,
    door: Door,
    library: LibraryIndexPage,
    deliver: Deliver,
    administrator: User,
    signed_in: SignIn,
    settings: Settings,
) -> None:
    settings.SEARCH_URL = "https://me:a@secret@far.example.org:9200/?api_key=secret&timeout=1"
    client = signed_in(administrator)
    deliver()
    upkeep.look_after_index()
    deliver()
    make_published(library, "Phone trees")
    door.mode = "refuse"
    deliver()
    shown = client.get(PAGE).content.decode()
    assert "The engine does not answer." in shown
    assert "https://far.example.org:9200/?api_key=&amp;timeout=1" in shown
    assert "The door says no" in shown
    assert "secret" not in shown
    assert "the oldest from" in shown
    door.mode = "answer"
    client.get(PAGE)
    deliver()
    assert "Search is well." in client.get(PAGE).content.decode()


def test_everyone_else_is_refused(
    signed_in: SignIn, supervisor: User, coach: User, leader: User, outsider: User
) -> None:
    for client in [Client(), *map(signed_in, (supervisor, coach, leader, outsider))]:
        for answer in (
            client.get(PAGE),
            client.get(f"{PAGE}progress/"),
            client.post(PAGE, {"kind": "rebuild"}),
        ):
            assert answer.status_code in {302, 403}
            assert b"embedded" not in answer.content
    assert not IndexJob.objects.exists()


def test_an_index_that_was_deleted_comes_back(
    library: LibraryIndexPage, deliver: Deliver, client: Client, settings: Settings
) -> None:
    make_published(library, "Phone trees")
    deliver()
    IndexJob.objects.update(finished_at=timezone.now() - LATER)
    remove_index(settings.SEARCH_URL)
    assert "Search is being repaired" in client.get("/library/").content.decode()
    tasks.watch_index()
    deliver()
    assert "Search is being repaired" not in client.get("/library/").content.decode()
