"""What is asked and opened is counted, without saying by whom."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from library.models import LibraryIndexPage
from outbox.registry import daily_chores
from search.models import QuestionCount, RankCount
from search.services.counting import count_click, count_question, flush, is_personal
from tests.factories.resources import make_published
from tests.visitors import Visitor

pytestmark = pytest.mark.django_db
CLICKED = "/search/clicked"
OURS = {"HTTP_ORIGIN": "http://testserver"}


@pytest.fixture
def shelf(library: LibraryIndexPage, deliver: Callable[[], None]) -> None:
    make_published(library, "A phone tree")
    deliver()


def rows() -> dict[str, tuple[int, int, int, int]]:
    flush()
    found = QuestionCount.objects.values_list("text", "asked", "unanswered", "clicks", "ranks")
    return {row[0]: (row[1], row[2], row[3], row[4]) for row in found}


def test_questions_are_counted_as_one_however_they_are_typed(client: Client, shelf: None) -> None:
    client.get("/library/", {"q": "Phone  tree"})
    client.get("/library/", {"q": "phone-TREE"})
    client.get("/search/", {"q": "phone tree"})
    client.get("/library/", {"q": "zebras"})
    assert rows() == {"phone tree": (3, 0, 0, 0), "zebras": (1, 1, 0, 0)}
    client.get("/library/", {"q": "zebras"})
    assert rows()["zebras"] == (2, 2, 0, 0)


@pytest.mark.parametrize("more", ["&kind=guide", "&page=2", "&sort=title", "&more=tag"])
def test_who_filters_sorts_or_turns_the_page_does_not_ask_again(
    client: Client, shelf: None, more: str
) -> None:
    client.get(f"/library/?q=phone{more}")
    client.head("/library/?q=phone")
    client.get("/library/")
    assert rows() == {}


def test_a_page_that_is_kept_counts_each_time(shelf: None) -> None:
    visitor = Visitor()
    for _ in range(3):
        visitor.get("/library/?q=phone")
        visitor.get("/search/?q=tree")
    assert visitor.django.answered == 2
    assert rows() == {"phone": (3, 0, 0, 0), "tree": (3, 0, 0, 0)}


@pytest.mark.parametrize(
    "text",
    [
        "mail to ann@example.org",
        "call 860-555-0142",
        "(860) 555 0142",
        "student 123456789",
        "001-23-4567",
    ],
)
def test_what_looks_personal_is_never_kept(client: Client, shelf: None, text: str) -> None:
    client.get("/library/", {"q": text})
    client.post(CLICKED, {"question": text, "rank": "1"}, **OURS)
    assert rows() == {}
    assert not RankCount.objects.exists()


@pytest.mark.parametrize("text", ["calendar 2026-2027", "504 plan", "grades 9-12", "2026/27 plan"])
def test_ordinary_numbers_are_not_personal(text: str) -> None:
    assert not is_personal(text)


def test_asking_writes_nothing(client: Client, shelf: None) -> None:
    client.get("/library/", {"q": "phone"})
    with CaptureQueriesContext(connection) as counted:
        client.get("/library/", {"q": "phone"})
    written = [one["sql"] for one in counted if not one["sql"].startswith("SELECT")]
    assert written == []


def test_an_opened_result_is_counted_at_its_place(client: Client, shelf: None) -> None:
    client.get("/library/", {"q": "phone"})
    for rank in ("1", "4"):
        answer = client.post(CLICKED, {"question": "Phone", "rank": rank}, **OURS)
        assert answer.status_code == 204
    assert rows() == {"phone": (1, 0, 2, 5)}
    assert dict(RankCount.objects.values_list("rank", "clicks")) == {1: 1, 4: 1}


def test_the_list_says_what_to_count(client: Client, shelf: None) -> None:
    assert 'data-question="phone"' in client.get("/library/?q=phone").content.decode()
    assert 'data-question="phone"' in client.get("/search/?q=phone").content.decode()
    assert "data-question" not in client.get("/library/?q=phone&kind=guide").content.decode()
    assert "data-question" not in client.get("/library/").content.decode()


def test_nobody_puts_questions_into_the_report_by_clicks_alone(client: Client) -> None:
    for _ in range(5):
        client.post(CLICKED, {"question": "never asked", "rank": "1"}, **OURS)
    assert rows() == {}


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({}, 400),
        ({"question": "phone"}, 400),
        ({"question": "phone", "rank": "0"}, 400),
        ({"question": "phone", "rank": "-1"}, 400),
        ({"question": "phone", "rank": "9" * 400}, 400),
        ({"question": "phone", "rank": "²"}, 400),
        ({"question": "x" * 600, "rank": "1"}, 400),
        ({"question": "\x00", "rank": "1"}, 204),
        ({"question": "phone", "rank": "50"}, 204),
    ],
)
def test_junk_is_refused_and_counted_nowhere(
    client: Client, shelf: None, data: dict[str, str], status: int
) -> None:
    client.get("/library/", {"q": "phone"})
    assert client.post(CLICKED, data, **OURS).status_code == status
    assert rows() == {"phone": (1, 0, 0, 0)}


@pytest.mark.parametrize("headers", [{}, {"HTTP_ORIGIN": "https://evil.example.org"}])
def test_other_sites_cannot_count(client: Client, shelf: None, headers: dict[str, str]) -> None:
    client.get("/library/", {"q": "phone"})
    answer = client.post(CLICKED, {"question": "phone", "rank": "1"}, **headers)
    assert answer.status_code == 403
    assert rows() == {"phone": (1, 0, 0, 0)}


@pytest.mark.parametrize("header", ["HTTP_DNT", "HTTP_SEC_GPC"])
def test_whoever_objects_is_not_counted(client: Client, shelf: None, header: str) -> None:
    client.get("/library/", {"q": "phone"})
    sent = {"question": "phone", "rank": "1"}
    assert client.post(CLICKED, sent, **OURS, **{header: "1"}).status_code == 204
    assert rows() == {"phone": (1, 0, 0, 0)}


def test_one_address_cannot_count_without_end(client: Client, shelf: None) -> None:
    sent = {"question": "phone", "rank": "1"}
    answers = {client.post(CLICKED, sent, **OURS).status_code for _ in range(70)}
    assert answers == {204, 429}


def test_a_flood_of_questions_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.services.counting.MOST_PER_DAY", 3)
    monkeypatch.setattr("search.services.counting._questions.most", 5)
    for number in range(10):
        count_question(f"question {'x' * number}", is_answered=True)
    assert not count_click("another", rank=1)
    assert len(rows()) == 3


def test_counts_are_deleted_after_thirteen_months() -> None:
    today = timezone.localdate()
    old, kept = today - timedelta(days=400), today - timedelta(days=390)
    for day in (old, kept):
        QuestionCount.objects.create(day=day, text="phone", asked=1)
        RankCount.objects.create(day=day, rank=1, clicks=1)
    dict(daily_chores())["search.counts"]()
    assert RankCount.objects.count() == 1
    assert [one.day for one in QuestionCount.objects.all()] == [kept]
    assert isinstance(kept, date)
