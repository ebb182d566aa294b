"""An engine that is away or hangs costs nobody an answer, and catches up once it is back."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from accounts.models import User
from library.models import LibraryIndexPage, ResourcePage
from outbox.models import OutboxRow
from outbox.registry import chores, daily_chores, get_handler
from search import breaker, services, tasks, upkeep
from tests.factories.resources import make_published
from tests.factories.tables import as_csv, entry, run_import
from tests.far_engine import Door, FarEngine

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
Deliver = Callable[[], None]
BANNER = "Search is being repaired"
SIMPLE = {"audience": "", "grade_bands": "", "standards": ""}


@pytest.fixture
def resource(far: FarEngine, library: LibraryIndexPage, deliver: Deliver) -> ResourcePage:
    """A resource that the engine knows."""
    page = make_published(library, "Phone trees", body="<p>Telephones</p>")
    deliver()
    return page


def shown(client: Client, path: str = "/library/?q=telephones") -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def state() -> breaker.State:
    found = breaker.state()
    assert found is not None
    return found


@pytest.mark.parametrize("mode", ["hang", "refuse"])
def test_nobody_asks_an_engine_twice_that_is_away(
    resource: ResourcePage,
    door: Door,
    client: Client,
    mode: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert BANNER not in shown(client)
    monkeypatch.setattr(breaker, "SHORTEST_PAUSE", 60)
    door.mode, before = mode, door.knocks
    for path in (
        "/library/?q=phone",
        "/search/?q=phone",
        "/library/",
        "/search/?q=phone&kind=page",
    ):
        assert BANNER in shown(client, path)
    assert client.get("/api/v1/search?q=phone").json()["is_fallback"]
    assert "Phone trees" in shown(client, "/search/suggest?q=pho")
    assert shown(client, f"/library/{resource.slug}/")
    assert door.knocks == before + 1
    assert "secret" not in state()["reason"]


def test_it_is_asked_again_once_it_answers(
    resource: ResourcePage, door: Door, client: Client
) -> None:
    door.mode = "refuse"
    assert BANNER in shown(client)
    assert BANNER in shown(client)
    door.mode = "answer"
    assert "Phone trees" in shown(client)
    assert BANNER not in shown(client)


def test_an_engine_that_only_seems_well_is_looked_at_less_and_less(
    resource: ResourcePage, far: FarEngine, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(breaker, "SHORTEST_PAUSE", 1)
    pauses = []
    for _ in range(6):
        breaker.report_failure(OSError("overloaded"))
        opened = state()
        pauses.append(round(opened["next_look"] - opened["since"]))
        breaker._write({**opened, "next_look": 0})
        monkeypatch.setattr(breaker, "_take_turn", lambda: True)
        assert breaker.lets_through(far)
    assert pauses == [1, 2, 4, 6, 6, 6]


def test_a_question_that_breaks_the_engine_is_answered_and_others_go_on(
    resource: ResourcePage, door: Door, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    assert BANNER in shown(client, "/library/?q=boom")
    assert "A fault of the engine's own" in caplog.text
    assert BANNER not in shown(client)


def test_a_panic_of_the_embedded_engine_is_no_error_of_the_page(
    library: LibraryIndexPage, deliver: Deliver, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    class PanicException(BaseException):
        """As the embedded engine raises it."""

    def panic(query: object) -> None:
        raise PanicException

    make_published(library, "Phone trees")
    deliver()
    monkeypatch.setattr(services.current_engine(), "search", panic)
    assert BANNER in shown(client, "/library/?q=phone")


def test_a_cache_that_is_away_keeps_nobody_from_searching(
    resource: ResourcePage, door: Door, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": "/proc/nothing",
    }
    with override_settings(CACHES={"default": away}):
        assert BANNER not in shown(client)
        monkeypatch.setattr(breaker, "SHORTEST_PAUSE", 60)
        door.mode, before = "refuse", door.knocks
        assert BANNER in shown(client)
        assert BANNER in shown(client)
        assert door.knocks == before + 1


def test_changes_wait_without_counting_and_go_out_once_it_is_back(
    resource: ResourcePage, door: Door, library: LibraryIndexPage, deliver: Deliver, client: Client
) -> None:
    tried = OutboxRow.objects.create(
        topic=services.TOPIC, payload={"kind": "resource", "ids": []}, attempts=80,
        failed_at=timezone.now(), last_error="SearchUnavailable",
    )  # fmt: skip
    door.mode = "hang"
    for number in range(5):
        make_published(library, f"Meanwhile {number}")
    resource.delete()
    deliver()
    deliver()
    waiting = OutboxRow.objects.pending().filter(topic=services.TOPIC)
    assert waiting.count() >= 6
    assert not waiting.filter(attempts__gt=0).exists()
    assert not waiting.exclude(leased_until=None).exists()

    door.mode = "answer"
    watch = upkeep.Watch()
    assert watch.look() == 1
    assert watch.look() == 0
    deliver()
    assert not waiting.exists()
    tried.refresh_from_db()
    assert tried.delivered_at is not None
    assert services.reconcile().total == 0
    assert client.get("/library/?q=meanwhile").context["answer"].total == 5


def test_a_change_that_fails_by_itself_counts(resource: ResourcePage, deliver: Deliver) -> None:
    services.mark_changed(kind="resource", ids=["no number"])
    deliver()
    assert OutboxRow.objects.pending().get().attempts == 1


def test_what_the_database_says_is_never_kept(
    resource: ResourcePage, door: Door, client: Client
) -> None:
    paths = ("/library/", "/library/?q=phone", "/search/?q=phone", f"/library/{resource.slug}/")
    kept = {path: hasattr(client.get(path), "_kept_parameters") for path in paths}
    assert kept == dict.fromkeys(paths, True)
    door.mode = "refuse"
    kept = {path: hasattr(client.get(path), "_kept_parameters") for path in paths}
    assert kept == dict.fromkeys(paths, False)
    assert "no-store" in client.get("/api/v1/search")["Cache-Control"]


def titles(client: Client, **parameters: Any) -> set[str]:
    answer = client.get("/library/", parameters).context["answer"]
    assert answer.is_fallback
    return {card.title for card in answer.cards}


def test_a_plain_answer_understands_the_question(
    far: FarEngine, door: Door, library: LibraryIndexPage, client: Client
) -> None:
    for title in ("Phone trees for families", "Family phone book", "Trees in the yard"):
        make_published(library, title, summary=f"About {title.lower()}")
    door.mode = "refuse"
    assert titles(client, q="phone trees") == {"Phone trees for families"}
    assert titles(client, q='"phone book"') == {"Family phone book"}
    assert titles(client, q="phone -book") == {"Phone trees for families"}
    assert titles(client, q='trees -"in the yard"') == {"Phone trees for families"}
    sentence = "how do we get a phone to the families"
    assert titles(client, q=sentence) == {"Phone trees for families"}
    assert len(titles(client)) == 3
    assert titles(client, kind="video") == set()


@pytest.mark.parametrize(
    "text",
    ['"', "-", '-"', "%", "_", "\x00", "a" * 5000, "word " * 1000, "<b>", "é" * 60, "' OR 1"],
)
def test_a_plain_answer_survives_any_input(
    far: FarEngine, door: Door, library: LibraryIndexPage, client: Client, text: str
) -> None:
    make_published(library, "Phone trees")
    door.mode = "refuse"
    for path in ("/library/", "/search/", "/search/suggest", "/api/v1/search"):
        assert client.get(path, {"q": text, "page": "999999999"}).status_code in (200, 422)


def test_beside_a_resource_stand_those_of_its_topic(
    far: FarEngine, door: Door, library: LibraryIndexPage, client: Client
) -> None:
    topics = {1: "Attendance", 2: "Attendance", 3: "Snow days"}
    rows = [entry(number, **SIMPLE, topics=topic) for number, topic in topics.items()]
    run_import(as_csv(rows))
    door.mode = "refuse"
    page = ResourcePage.objects.get(external_id="row-1")
    related = client.get(f"/library/{page.slug}/").context["related"]
    assert [card.title for card in related.like] == ["Practice 2"]


def test_the_worker_registers_all_of_it() -> None:
    assert get_handler(services.TOPIC).is_ready is upkeep.can_follow
    assert {"search.watch", "search.index"} <= {chore.name for chore in chores()}
    assert ("search.compare", tasks.compare_nightly) in daily_chores()
