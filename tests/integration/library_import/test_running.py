"""Running an import: what is told, what happens the second time, and what an end in the middle
leaves behind."""

import signal
import subprocess
import time
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from wagtail.models import Page, Revision

from accounts.models import User
from contributions.services import drafts
from library.models import LibraryIndexPage, ResourcePage, ResourceVersion, Term
from library.services.importing import Options, UnknownTopics
from library.services.publishing import withdraw
from tests.factories.tables import as_csv, as_jsonl, entry, run_import
from tests.processes import PATIENCE_SECONDS, start_command

pytestmark = pytest.mark.django_db
# Enough that a process is still at it when it is killed.
ROWS = 1_500


def imported(external_id: str) -> ResourcePage:
    return ResourcePage.objects.get(external_id=external_id)


def test_the_second_run_changes_nothing(library: LibraryIndexPage, vocabularies: None) -> None:
    data = as_csv([entry(number) for number in range(120)])
    run_import(data)
    before = Revision.objects.count()
    assert run_import(data).summary() == "120 unchanged."
    assert Revision.objects.count() == before


def test_a_changed_row_is_the_next_version(
    library: LibraryIndexPage, vocabularies: None, reviewer: User
) -> None:
    run_import(as_csv([entry(1), entry(2)]))
    changed = entry(1, title="Better", topics="dropout-prevention", tags="new", url="")
    report = run_import(as_csv([changed, entry(2), entry(3)]), user=reviewer)
    assert report.counts == {"changed": 1, "unchanged": 1, "new": 1}
    page = imported("row-1")
    assert (page.title, page.version_number, page.slug) == ("Better", 2, "practice-1")
    slugs = {each.term.slug for each in page.resource_terms.all()}
    assert slugs == {"dropout-prevention", "beginning-leaders", "families", "9-12", "csls-1-a"}
    assert [tag.name for tag in page.tags.all()] == ["new"]
    assert len(page.links) == 0
    assert page.versions.get(number=2).what_changed == "Updated by an import."


def test_columns_that_are_not_there_are_left_alone(
    library: LibraryIndexPage, vocabularies: None
) -> None:
    run_import(as_csv([entry(1)]))
    few = {"external_id": "row-1", "title": "Only the title", "summary": "And this."}
    assert run_import(as_csv([few])).summary() == "1 changed."
    page = imported("row-1")
    assert page.kind == "guide"
    assert page.resource_terms.count() == 5
    assert "number1" in page.body


def test_a_dry_run_writes_nothing(library: LibraryIndexPage, vocabularies: None) -> None:
    run_import(as_csv([entry(1)]))
    before = (Page.objects.count(), Term.objects.count(), Revision.objects.count())
    rows = [entry(1, title="Other"), entry(2, topics="Snow days"), entry(3, kind="sonnet")]
    report = run_import(as_csv(rows), is_dry_run=True)
    assert report.counts == {"changed": 1, "new": 1, "failed": 1}
    assert report.unknown_topics == {"Snow days": 1}
    assert (Page.objects.count(), Term.objects.count(), Revision.objects.count()) == before


def test_errors_name_row_and_column_and_the_rest_goes_in(
    library: LibraryIndexPage, vocabularies: None
) -> None:
    rows = [
        entry(1, kind="sonnet", published_at="yesterday"),
        entry(2),
        entry(2, title="Twice"),
        entry(4, title=""),
        entry(5, url="javascript:alert(1)"),
        entry(6, topics="chronic absense"),
        entry(7, title="x" * 256),
        entry(8, published_at="2999-01-01"),
        entry(9, audience="martians"),
    ]
    report = run_import(as_csv(rows), options=Options(publish=True))
    found = {(problem.row, problem.column) for problem in report.problems if problem.is_error}
    assert found == {
        *((2, "kind"), (2, "published_at"), (4, "external_id"), (5, "title"), (6, "url")),
        *((7, "topics"), (8, "title"), (9, "published_at"), (10, "audience")),
    }
    assert any("Did you mean “Chronic absence”?" in each.message for each in report.problems)
    assert report.counts == {"new": 1, "failed": 8}


@pytest.mark.parametrize(
    ("options", "slugs"),
    [
        (Options(unknown_topics=UnknownTopics.SKIP), {"chronic-absence"}),
        (Options(unknown_topics=UnknownTopics.CREATE), {"chronic-absence", "snow-days"}),
        (Options(topic_map={"snow DAYS": "dropout-prevention"}), {
            "chronic-absence", "dropout-prevention",
        }),
        (Options(topic_map={"Snow days": ""}), {"chronic-absence"}),
    ],
)  # fmt: skip
def test_unknown_topics_are_left_out_added_or_mapped(
    library: LibraryIndexPage, vocabularies: None, options: Options, slugs: set[str]
) -> None:
    row = entry(1, topics="chronic absence; Snow days")
    assert run_import(as_csv([row]), options=options).summary() == "1 new."
    terms = imported("row-1").resource_terms.filter(term__vocabulary="topic")
    assert set(terms.values_list("term__slug", flat=True)) == slugs


def test_what_people_work_on_is_left_alone(
    library: LibraryIndexPage, vocabularies: None, contributor: User, reviewer: User
) -> None:
    run_import(as_csv([entry(number) for number in range(3)]))
    ResourcePage.objects.filter(external_id="row-0").update(owner=contributor)
    drafts.start_edit(user=contributor, resource=imported("row-0"))
    withdraw(resource=imported("row-1"), user=reviewer, reason="Out of date.")
    ResourcePage.objects.filter(external_id="row-2").update(locked=True)
    rows = [entry(number, title="Overwritten") for number in range(3)]
    report = run_import(as_csv(rows))
    assert report.summary() == "3 held back."
    assert not report.has_errors
    assert len(report.problems) == 3
    assert not ResourcePage.objects.filter(title="Overwritten").exists()


def test_a_broken_chunk_leaves_nothing_of_itself(
    library: LibraryIndexPage, vocabularies: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = as_csv([entry(number) for number in range(150)])

    def stop(report: Any) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_import(data, progress=stop)
    done = ResourcePage.objects.count()
    assert 0 < done < 150
    assert run_import(data).counts == {"new": 150 - done, "unchanged": done}
    assert [each for kind in Page.find_problems() for each in kind] == []


def test_only_editors_import(
    library: LibraryIndexPage, vocabularies: None, leader: User, outsider: User, coach: User
) -> None:
    for person in (leader, outsider, coach):
        with pytest.raises(PermissionDenied):
            run_import(as_csv([entry(1)]), user=person)
    assert not ResourcePage.objects.exists()


def test_the_command_tells_what_it_did(
    library: LibraryIndexPage, vocabularies: None, tmp_path: Path
) -> None:
    path = tmp_path / "practices.csv"
    path.write_bytes(as_csv([entry(1), entry(2, kind="sonnet")]))
    out, err = StringIO(), StringIO()
    with pytest.raises(SystemExit):
        call_command("import_resources", path, "--publish", stdout=out, stderr=err)
    assert "Imported: 1 new, 1 with errors." in out.getvalue()
    assert "Row 3, kind: “sonnet” is none of practice" in err.getvalue()
    (tmp_path / "practices.pdf").write_bytes(b"%PDF-1.7")
    with pytest.raises(CommandError, match="must end in"):
        call_command("import_resources", tmp_path / "practices.pdf")
    with pytest.raises(CommandError, match=r"nothing\.csv"):
        call_command("import_resources", tmp_path / "nothing.csv")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_killed_in_the_middle_and_run_again(
    library: LibraryIndexPage, vocabularies: None, tmp_path: Path, number: signal.Signals
) -> None:
    path = tmp_path / "practices.jsonl"
    path.write_bytes(as_jsonl([entry(each) for each in range(ROWS)]))
    process = start_command(*("import_resources", path, "--publish", "--unknown-topics", "create"))
    deadline = time.monotonic() + PATIENCE_SECONDS
    while ResourcePage.objects.count() < 100 and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(number)
    try:
        _, err = process.communicate(timeout=3)
    except subprocess.TimeoutExpired:
        # Python loses an interrupt that comes while it clears an object away: press again.
        process.send_signal(number)
        _, err = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode in {-signal.SIGKILL, 130}
    assert "Traceback" not in err
    done = ResourcePage.objects.count()
    assert 100 <= done < ROWS
    assert ResourceVersion.objects.count() == done
    assert run_import(path.read_bytes(), "practices.jsonl").counts["new"] == ROWS - done
    assert run_import(path.read_bytes(), "practices.jsonl").summary() == f"{ROWS} unchanged."
    assert [each for kind in Page.find_problems() for each in kind] == []
