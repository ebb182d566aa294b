"""An editor imports from the admin: upload, report, choices, import, stop, again."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from files.storage import private_storage
from library.enums import ImportState
from library.models import ImportRun, LibraryIndexPage, ResourcePage, Term
from library.services import import_runs
from tests.factories.tables import as_csv, entry

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
INDEX = "/admin/import/"
MIXED = [
    entry(1),
    entry(2, kind="=sonnet"),
    entry(3, topics="Snow days; chronic-absence"),
    entry(4, topics="Ice days"),
    entry(5, topics="Fog days; chronic-absence"),
]


@pytest.fixture
def editor(vocabularies: None, signed_in: SignIn, reviewer: User) -> Client:
    return signed_in(reviewer)


def upload(client: Client, rows: list[dict[str, Any]], **fields: Any) -> ImportRun:
    file = SimpleUploadedFile("practices.csv", as_csv(rows))
    response = client.post(INDEX, {"file": file, **fields})
    assert response.status_code == 302, response.content.decode()
    run = ImportRun.objects.latest("pk")
    assert response["Location"] == page_of(run)
    return run


def page_of(run: ImportRun, name: str = "run") -> str:
    return reverse(f"imports:{name}", args=[run.public_id])


def text_of(client: Client, run: ImportRun) -> str:
    return client.get(page_of(run)).content.decode()


def test_from_upload_to_library(editor: Client, deliver: Callable[[], None]) -> None:
    run = upload(editor, MIXED, publish="1")
    assert "Waiting for its turn" in text_of(editor, run)
    deliver()
    shown = text_of(editor, run)
    assert "Nothing has changed yet." in shown
    assert "“=sonnet” is none of" in shown
    assert "Import 1 resource<" in shown
    assert not ResourcePage.objects.exists()

    snow, ice, fog = sorted_topics(run)
    choices = {
        snow: "dropout-prevention",
        ice: ":add",
        fog: ":leave-out",
        "others": "error",
    }
    editor.post(page_of(run, "check"), choices)
    deliver()
    run.refresh_from_db()
    assert run.counts == {"new": 4, "failed": 1}
    assert not Term.objects.filter(label="Ice days").exists()

    editor.post(page_of(run, "confirm"))
    deliver()
    run.refresh_from_db()
    assert run.state == ImportState.DONE
    assert "What happened" in text_of(editor, run)
    assert ResourcePage.objects.published().count() == 4
    slugs = {
        page.external_id: {each.term.slug for each in page.resource_terms.all()}
        for page in ResourcePage.objects.all()
    }
    assert "dropout-prevention" in slugs["row-3"]
    assert "ice-days" in slugs["row-4"]
    assert "chronic-absence" in slugs["row-5"]


def sorted_topics(run: ImportRun) -> list[str]:
    """The fields of snow, ice and fog days."""
    run.refresh_from_db()
    names = sorted(run.report["unknown_topics"])
    assert names == ["Fog days", "Ice days", "Snow days"]
    return ["topic-2", "topic-1", "topic-0"]


def test_drafts_unless_said_otherwise(editor: Client, deliver: Callable[[], None]) -> None:
    run = upload(editor, [entry(1)])
    deliver()
    editor.post(page_of(run, "confirm"))
    deliver()
    assert ResourcePage.objects.get().live is False
    assert ResourcePage.objects.get().owner.email == "reviewer@example.org"


def test_problems_can_be_downloaded_and_are_no_formulas(
    editor: Client, deliver: Callable[[], None]
) -> None:
    run = upload(editor, MIXED)
    deliver()
    response = editor.get(page_of(run, "problems"))
    assert "attachment" in response["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(b"".join(response).decode("utf-8-sig"))))
    assert rows[0] == ["row", "column", "problem", "value", "left out"]
    assert rows[1][:2] == ["3", "kind"]
    assert rows[1][3:] == ["'=sonnet", "yes"]


def test_nobody_else_gets_in(
    editor: Client,
    deliver: Callable[[], None],
    client: Client,
    signed_in: SignIn,
    leader: User,
    coach: User,
    outsider: User,
) -> None:
    run = upload(editor, [entry(1)])
    deliver()
    names = ("run", "progress", "check", "confirm", "stop", "problems")
    paths = [INDEX, reverse("imports:export"), *(page_of(run, name) for name in names)]
    for by in (client, *(signed_in(person) for person in (leader, coach, outsider))):
        for path in paths:
            for ask in (by.get, by.post):
                response = ask(path)
                assert response.status_code in {302, 403, 404, 405}
                if response.status_code == 302:
                    assert "/admin/import/" not in response["Location"].split("?")[0]
        file = SimpleUploadedFile("practices.csv", as_csv([entry(2)]))
        by.post(INDEX, {"file": file})
    run.refresh_from_db()
    assert run.state == ImportState.CHECKED
    assert ImportRun.objects.count() == 1
    assert not ResourcePage.objects.exists()


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("practices.pdf", b"%PDF-1.7", "The name must end in"),
        ("practices.csv", b"", "This file is empty"),
    ],
)
def test_what_is_no_table_is_refused_at_once(
    editor: Client, name: str, data: bytes, message: str
) -> None:
    response = editor.post(INDEX, {"file": SimpleUploadedFile(name, data), "publish": "1"})
    assert response.status_code == 422
    assert message in response.content.decode()
    assert 'value="1" checked' in response.content.decode()
    assert not ImportRun.objects.exists()
    assert "Choose a file." in editor.post(INDEX, {}).content.decode()


def test_a_file_over_the_limit_is_refused_with_the_limit(editor: Client, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 1_000
    file = SimpleUploadedFile("practices.csv", as_csv([entry(n) for n in range(20)]))
    response = editor.post(INDEX, {"file": file})
    assert response.status_code == 422
    assert "larger than" in response.content.decode()


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("practices.xlsx", b"PK\x03\x04 no workbook", "not an Excel workbook"),
        ("practices.csv", "title;summary\nCafé;x".encode("latin-1"), "not encoded as UTF-8"),
        ("practices.csv", b"title,summary\na,b", "external_id is missing"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(
    editor: Client, deliver: Callable[[], None], name: str, data: bytes, message: str
) -> None:
    editor.post(INDEX, {"file": SimpleUploadedFile(name, data)})
    deliver()
    run = ImportRun.objects.get()
    assert run.state == ImportState.FAILED
    assert message in text_of(editor, run)
    assert "Go on with the import" not in text_of(editor, run)


def test_stopped_in_the_middle_and_gone_on(
    editor: Client, deliver: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = upload(editor, [entry(number) for number in range(250)], publish="1")
    deliver()
    editor.post(page_of(run, "confirm"))
    note = import_runs._Work._note

    def press_stop(work: Any, report: Any) -> None:
        if report.rows >= 100:
            editor.post(page_of(run, "stop"))
        note(work, report)

    with monkeypatch.context() as patch:
        patch.setattr(import_runs._Work, "_note", press_stop)
        deliver()
    run.refresh_from_db()
    assert run.state == ImportState.STOPPED
    done = ResourcePage.objects.count()
    assert 100 <= done < 250
    assert "Go on with the import" in text_of(editor, run)
    editor.post(page_of(run, "confirm"))
    deliver()
    run.refresh_from_db()
    assert (run.state, run.rows_done) == (ImportState.DONE, 250)
    assert run.counts == {"new": 250 - done, "unchanged": done}


def test_a_worker_that_died_can_be_replaced(
    editor: Client, reviewer: User, deliver: Callable[[], None]
) -> None:
    run = upload(editor, [entry(1)])
    deliver()
    long_ago = timezone.now() - timedelta(minutes=5)
    ImportRun.objects.update(state=ImportState.IMPORTING, seen_alive_at=long_ago, attempt=2)
    assert "no sign of life" in text_of(editor, run)
    assert editor.get(page_of(run, "progress"))["HX-Refresh"] == "true"
    editor.post(page_of(run, "confirm"))
    deliver()
    run.refresh_from_db()
    assert (run.state, run.attempt) == (ImportState.DONE, 3)
    # The dead one comes back.
    import_runs.perform(run_id=run.pk, attempt=2)
    import_runs.perform(run_id=run.pk, attempt=3)
    assert ResourcePage.objects.count() == 1


def test_done_is_done_and_nothing_starts_twice(editor: Client, deliver: Callable[[], None]) -> None:
    run = upload(editor, [entry(1)], publish="1")
    editor.post(page_of(run, "confirm"))
    deliver()
    run.refresh_from_db()
    assert run.state == ImportState.CHECKED
    for _ in range(3):
        editor.post(page_of(run, "confirm"))
    deliver()
    for name in ("confirm", "check", "stop"):
        response = editor.post(page_of(run, name), {"others": "error"}, follow=True)
        assert "not possible any more" in response.content.decode()
    assert ResourcePage.objects.count() == 1
    assert ResourcePage.objects.get().version_number == 1


def test_who_lost_the_role_imports_nothing(
    editor: Client, reviewer: User, signed_in: SignIn, second_reviewer: User,
    deliver: Callable[[], None],
) -> None:  # fmt: skip
    run = upload(editor, [entry(1)])
    deliver()
    editor.post(page_of(run, "confirm"))
    reviewer.groups.clear()
    deliver()
    run.refresh_from_db()
    assert run.state == ImportState.FAILED
    assert not ResourcePage.objects.exists()
    signed_in(second_reviewer).post(page_of(run, "confirm"))
    deliver()
    assert ResourcePage.objects.get().owner == second_reviewer


def test_who_is_deleted_meanwhile_imports_nothing(
    editor: Client, reviewer: User, deliver: Callable[[], None]
) -> None:
    run = upload(editor, [entry(1)])
    deliver()
    editor.post(page_of(run, "confirm"))
    reviewer.delete()
    deliver()
    run.refresh_from_db()
    assert run.state == ImportState.FAILED
    assert not ResourcePage.objects.exists()


def test_uploads_do_not_stay(editor: Client, deliver: Callable[[], None], reviewer: User) -> None:
    storage = private_storage()
    done, waiting = (upload(editor, [entry(number)]) for number in (1, 2))
    deliver()
    names = [run.file.name for run in (done, waiting)]
    assert all(storage.exists(name) for name in names)
    editor.post(page_of(done, "confirm"))
    deliver()
    assert not storage.exists(names[0])
    import_runs.drop_old_uploads(now=timezone.now() + timedelta(days=8))
    assert not storage.exists(names[1])
    response = editor.post(page_of(waiting, "confirm"), follow=True)
    assert "Upload the file again" in response.content.decode()


def test_choices_that_make_no_sense_lose_nothing(
    editor: Client, deliver: Callable[[], None]
) -> None:
    run = upload(editor, [entry(1, topics="Snow <days>")])
    deliver()
    response = editor.post(page_of(run, "check"), {"topic-0": "no-such", "others": "x"})
    assert response.status_code == 422
    assert "Select a valid choice" in response.content.decode()
    assert "Snow &lt;days&gt;" in response.content.decode()
    run.refresh_from_db()
    assert run.state == ImportState.CHECKED


def test_the_list_does_not_ask_for_each_run(
    editor: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for length in (2, 10):
        for number in range(length):
            upload(editor, [entry(number)])
        with django_assert_num_queries(15):
            editor.get(INDEX)


def test_the_export_is_offered_to_editors(
    editor: Client, library: LibraryIndexPage, deliver: Callable[[], None]
) -> None:
    run = upload(editor, [entry(1, title="=1+1")], publish="1")
    deliver()
    editor.post(page_of(run, "confirm"))
    deliver()
    text = b"".join(editor.get(reverse("imports:export"))).decode("utf-8-sig")
    assert "row-1,'=1+1," in text
