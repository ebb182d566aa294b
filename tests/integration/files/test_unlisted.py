"""The sweep of uploads that nothing lists: what goes, and everything that must stay."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.models.signals import pre_delete
from django.utils import timezone

from accounts.models import User
from contributions.services import drafts, reviewing, submitting
from files import permissions
from files.audit import UNLISTED_GRACE, sweep_unlisted
from files.models import StoredFile
from library.models import LibraryIndexPage
from tests.factories.resources import make_draft, make_library, publish
from tests.factories.shared_files import list_files, make_file, make_listed

OLD = UNLISTED_GRACE + timedelta(minutes=1)
# Bytes go after commit.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def shelf(transactional_db: None, store: Path) -> LibraryIndexPage:
    return make_library()


def make_old(*files: StoredFile, age: timedelta = OLD) -> None:
    StoredFile.objects.filter(pk__in=[each.pk for each in files]).update(
        created_at=timezone.now() - age
    )


def swept() -> set[str]:
    """Sweep, and return the names of what is left."""
    list(sweep_unlisted(now=timezone.now()))
    return set(StoredFile.objects.values_list("original_name", flat=True))


def content(*files: StoredFile) -> drafts.DraftContent:
    return drafts.DraftContent(
        title="Calls", summary="We called.", body="x", files=tuple((one, "Calls") for one in files)
    )


def test_what_a_form_given_up_left_goes_after_its_grace(
    contributor: User, shelf: LibraryIndexPage, stored: Callable[[], list[str]]
) -> None:
    abandoned, young = make_file(contributor, "Abandoned.txt"), make_file(contributor, "Young.txt")
    make_old(abandoned)
    make_old(young, age=UNLISTED_GRACE - timedelta(hours=1))
    out = StringIO()
    call_command("sweep_files", stdout=out)
    assert f"deleted: upload {abandoned.public_id}" in out.getvalue()
    assert "Abandoned" not in out.getvalue()
    assert [each.original_name for each in StoredFile.objects.all()] == ["Young.txt"]
    assert stored() == [f"{young.sha256[:2]}/{young.sha256}"]


def test_the_grace_of_uploads_can_be_chosen(contributor: User, shelf: LibraryIndexPage) -> None:
    make_old(make_file(contributor), age=timedelta(days=2))
    call_command("sweep_files", "--days", "3", stdout=StringIO())
    assert StoredFile.objects.exists()
    call_command("sweep_files", "--days", "1", stdout=StringIO())
    assert not StoredFile.objects.exists()


def test_what_a_draft_lists_stays_and_what_was_taken_out_goes(
    contributor: User, shelf: LibraryIndexPage
) -> None:
    kept, dropped = make_file(contributor, "Kept.txt"), make_file(contributor, "Dropped.txt")
    draft = drafts.start(user=contributor, content=content(kept, dropped))
    make_old(kept, dropped)
    assert swept() == {"Kept.txt", "Dropped.txt"}
    draft = drafts.save(submission=draft, user=contributor, content=content(kept), serial=1)
    assert swept() == {"Kept.txt"}
    drafts.discard(submission=draft, user=contributor)
    assert swept() == set()


def test_what_an_earlier_round_was_handed_in_with_stays(
    contributor: User, reviewer: User, shelf: LibraryIndexPage
) -> None:
    first, second = make_file(contributor, "First.txt"), make_file(contributor, "Second.txt")
    draft = drafts.start(user=contributor, content=content(first))
    submitting.submit(submission=draft, user=contributor)
    reviewing.claim(submission=draft, editor=reviewer)
    reviewing.request_changes(submission=draft, editor=reviewer, text="Another one, please.")
    draft.refresh_from_db()
    drafts.save(
        submission=draft,
        user=contributor,
        content=replace(content(second), summary="We called again."),
        serial=draft.draft_serial,
    )
    submitting.submit(submission=draft, user=contributor)
    make_old(first, second)
    assert swept() == {"First.txt", "Second.txt"}
    draft.refresh_from_db()
    submitting.withdraw(submission=draft, user=contributor)
    assert swept() == {"First.txt", "Second.txt"}


def test_what_a_published_version_lists_stays_however_old_the_version(
    contributor: User, shelf: LibraryIndexPage
) -> None:
    first, second = make_file(contributor, "First.txt"), make_file(contributor, "Second.txt")
    page = make_listed(shelf, contributor, first)
    publish(list_files(page, second))
    make_old(first, second)
    assert swept() == {"First.txt", "Second.txt"}


def test_what_an_editor_prepares_in_the_page_editor_stays(
    reviewer: User, leader: User, shelf: LibraryIndexPage
) -> None:
    """No submission knows of it, and who uploaded the file is not who lists it."""
    file = make_file(leader, "Prepared.txt")
    list_files(make_draft(shelf, owner=reviewer), file)
    make_old(file)
    assert swept() == {"Prepared.txt"}


def test_bytes_that_another_row_has_stay(
    contributor: User, leader: User, shelf: LibraryIndexPage, stored: Callable[[], list[str]]
) -> None:
    unlisted = make_file(contributor, "Mine.txt", b"the same")
    listed = make_file(leader, "Yours.txt", b"the same")
    drafts.start(user=leader, content=content(listed))
    make_old(unlisted, listed)
    assert swept() == {"Yours.txt"}
    assert stored() == [f"{listed.sha256[:2]}/{listed.sha256}"]


@pytest.fixture
def interruption() -> Iterator[None]:
    """The sweep is killed when it comes to its second file."""
    seen: list[int] = []

    def interrupt(sender: type, **kwargs: object) -> None:
        seen.append(1)
        if len(seen) == 2:
            raise KeyboardInterrupt

    pre_delete.connect(interrupt, sender=StoredFile)
    yield
    pre_delete.disconnect(interrupt, sender=StoredFile)


def test_it_may_be_interrupted_and_run_again(
    contributor: User, shelf: LibraryIndexPage, interruption: None
) -> None:
    make_old(*(make_file(contributor, f"{number}.txt") for number in range(3)))
    with pytest.raises(KeyboardInterrupt):
        swept()
    assert StoredFile.objects.count() == 2
    assert swept() == set()
    assert swept() == set()


def test_a_file_that_a_draft_takes_up_during_the_sweep_stays(
    contributor: User, shelf: LibraryIndexPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = make_file(contributor, "Late.txt")
    make_old(file)

    def take_up_afterwards() -> Iterator[int]:
        drafts.start(user=contributor, content=content(file))
        yield from ()

    monkeypatch.setattr(permissions, "_listers", [*permissions._listers, take_up_afterwards])
    assert swept() == {"Late.txt"}
