"""What editors read about the questions of readers, and what they put before everybody."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import User
from contributions.models import WantedPractice
from search.models import QuestionCount, RankCount

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
REPORT = "/admin/desk/search/"


@pytest.fixture
def editor(signed_in: SignIn, reviewer: User) -> Client:
    return signed_in(reviewer)


@pytest.fixture
def counts(db: None) -> None:
    today = timezone.localdate()
    rows = [
        (0, "attendance", 5, 0, 4, 8),
        (1, "attendance", 5, 0, 0, 0),
        (0, "timetable", 4, 4, 0, 0),
        (0, "a rare thing that one person asked", 2, 2, 0, 0),
        (60, "an older question", 9, 9, 0, 0),
        (0, "=cmd()", 3, 0, 0, 0),
    ]
    for age, text, asked, unanswered, clicks, ranks in rows:
        QuestionCount.objects.create(
            day=today - timedelta(days=age),
            text=text,
            asked=asked,
            unanswered=unanswered,
            clicks=clicks,
            ranks=ranks,
        )
    RankCount.objects.create(day=today, rank=1, clicks=3)
    RankCount.objects.create(day=today, rank=5, clicks=1)


def test_questions_come_most_frequent_first_and_rare_ones_as_a_number(
    editor: Client, counts: None
) -> None:
    page = editor.get(REPORT).content.decode()
    assert page.index("attendance</a>") < page.index("timetable</a>")
    assert "a rare thing" not in page
    assert "<dt>Rare questions</dt><dd>1</dd>" in page
    assert "<dt>Questions asked</dt><dd>19</dd>" in page
    assert "<dt>Mean place opened</dt><dd>2.0</dd>" in page
    assert "an older question" not in page


def test_the_period_and_the_questions_without_results_are_chosen(
    editor: Client, counts: None
) -> None:
    page = editor.get(REPORT, {"period": "90", "show": "unanswered"}).content.decode()
    assert page.index("an older question</a>") < page.index("timetable</a>")
    assert "attendance</a>" not in page
    page = editor.get(REPORT, {"period": "nonsense"}).content.decode()
    assert "attendance" in page or "not one of the available choices" in page


def test_places_are_shown_with_their_numbers(editor: Client, counts: None) -> None:
    page = editor.get(REPORT).content.decode()
    assert '<th scope="row">1</th><td>3</td><td>0.16</td>' in page
    assert '<th scope="row">5</th><td>1</td><td>0.05</td>' in page


def test_nothing_asked_is_said(editor: Client) -> None:
    page = editor.get(REPORT).content.decode()
    assert "No question was asked often enough" in page


def test_the_table_is_taken_away_without_formulas_and_without_rare_questions(
    editor: Client, counts: None
) -> None:
    answer = editor.get(REPORT, {"export": "csv"})
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert lines[0] == "Question,Asked,Without results,Results opened,Mean place opened"
    assert lines[1] == "attendance,10,0,4,2.0"
    assert any(line.startswith("'=cmd()") for line in lines)
    assert not any("rare" in line for line in lines)
    answer = editor.get(REPORT, {"export": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(answer))).worksheets[0]
    assert [cell.value for cell in sheet[2]][:2] == ["attendance", 10]
    assert {cell.data_type for row in sheet for cell in row} <= {"s", "n"}


@pytest.mark.parametrize("who", ["outsider", "contributor", "coach", "supervisor", "administrator"])
def test_only_editors_read_it(
    signed_in: SignIn, who: str, request: pytest.FixtureRequest, counts: None
) -> None:
    answer = signed_in(request.getfixturevalue(who)).get(REPORT)
    assert answer.status_code in (302, 403)


def test_a_question_is_released_in_better_words(
    editor: Client, client: Client, counts: None
) -> None:
    assert "wanted/new/?question=timetable" in editor.get(REPORT).content.decode()
    page = editor.get("/admin/wanted/new/?question=timetable").content.decode()
    assert 'value="Timetable"' in page
    sent = {"title": "How a school made a timetable", "note": "A small one", "answer": ""}
    answer = editor.post("/admin/wanted/new/?question=timetable", sent)
    assert answer.status_code == 302
    shown = client.get("/wanted/").content.decode()
    assert "How a school made a timetable" in shown
    assert "A small one" in shown
    one = WantedPractice.objects.get()
    assert f"/admin/wanted/edit/{one.pk}/" in editor.get(REPORT).content.decode()
