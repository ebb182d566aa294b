"""Who may fetch a file: every person times every state of what lists it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.db.models import ProtectedError
from django.test import Client
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from contributions.enums import State
from contributions.services import drafts, submitting
from files.models import StoredFile
from files.permissions import may_read
from files.services import FileInUse, remove_file
from library.enums import Visibility
from library.models import LibraryIndexPage
from library.services.publishing import withdraw
from tests.factories.resources import publish
from tests.factories.shared_files import list_files, make_file, make_listed

SignIn = Callable[[User], Client]
MEMBERS = Visibility.MEMBERS

EVERYONE = {"visitor", "outsider", "newcomer", "leader", "coach", "reviewer", "contributor"}
INSIDE = {"leader", "coach", "reviewer", "contributor"}
OWNER = {"contributor"}
# State of what lists the file: who may fetch it.
MATRIX: dict[str, set[str]] = {
    "listed by nothing": OWNER,
    "in a draft": OWNER,
    "in a public resource": EVERYONE,
    "in a resource for members": INSIDE,
    "in a withdrawn resource": OWNER,
    "in an old version": EVERYONE,
    "in an old version for members": INSIDE,
    "in an old version of a resource now for members": INSIDE,
    "in an old version of a withdrawn resource": OWNER,
    "in an edit that nobody approved": OWNER,
}


@pytest.fixture
def make(library: LibraryIndexPage, contributor: User, store: Any) -> Callable[[str], StoredFile]:
    """Bring about a state of the matrix and return the file."""

    def do(state: str) -> StoredFile:
        stored_file = make_file(contributor)
        other = make_file(contributor, "Other.txt")
        if state == "listed by nothing":
            return stored_file
        if state == "in a draft":
            content = drafts.DraftContent(title="A plan", files=((stored_file, "Plan"),))
            drafts.start(user=contributor, content=content)
            return stored_file
        if state == "in an edit that nobody approved":
            list_files(make_listed(library, contributor, other), other, stored_file)
            return stored_file
        first = MEMBERS if "for members" in state and "now" not in state else Visibility.PUBLIC
        page = make_listed(library, contributor, stored_file, visibility=first)
        if "old version" in state:
            page.visibility = MEMBERS if "now for members" in state else Visibility.PUBLIC
            page = publish(list_files(page, other))
        if "withdrawn" in state:
            withdraw(resource=page, user=None, reason="Out of date.")
        return stored_file

    return do


@pytest.mark.parametrize("state", MATRIX)
def test_the_matrix(
    state: str,
    make: Callable[[str], StoredFile],
    signed_in: SignIn,
    outsider: User,
    newcomer: User,
    leader: User,
    coach: User,
    reviewer: User,
    contributor: User,
) -> None:
    url = make(state).get_absolute_url()
    people = {
        "outsider": outsider,
        "newcomer": newcomer,
        "leader": leader,
        "coach": coach,
        "reviewer": reviewer,
        "contributor": contributor,
    }
    clients = {"visitor": Client()} | {name: signed_in(user) for name, user in people.items()}

    for method in ("get", "head"):
        answers = {name: getattr(client, method)(url) for name, client in clients.items()}
        statuses = {name: answer.status_code for name, answer in answers.items()}
        assert statuses == {name: 200 if name in MATRIX[state] else 404 for name in clients}
        for name, answer in answers.items():
            shared = "visitor" in MATRIX[state]
            expected = "public, max-age=60" if shared else "private, no-cache"
            assert name not in MATRIX[state] or answer.headers["Cache-Control"] == expected


def test_a_reviewer_fetches_what_was_handed_in(
    contributor: User, reviewer: User, leader: User, library: LibraryIndexPage, signed_in: SignIn
) -> None:
    stored_file = make_file(contributor)
    content = drafts.DraftContent(
        title="A plan", summary="What came of it.", files=((stored_file, "Plan"),)
    )
    submission = drafts.start(user=contributor, content=content)
    assert signed_in(reviewer).get(stored_file.get_absolute_url()).status_code == 404

    submission = submitting.submit(submission=submission, user=contributor)

    assert submission.state == State.SUBMITTED
    assert signed_in(reviewer).get(stored_file.get_absolute_url()).status_code == 200
    assert signed_in(leader).get(stored_file.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("loses", ["role", "account"])
def test_a_right_that_is_gone_is_gone_at_the_next_request(
    loses: str, library: LibraryIndexPage, contributor: User, coach: User, signed_in: SignIn
) -> None:
    coach.membership.delete()
    stored_file = make_file(contributor)
    make_listed(library, contributor, stored_file, visibility=MEMBERS)
    client, url = signed_in(coach), stored_file.get_absolute_url()
    etag = client.get(url).headers["ETag"]
    assert client.get(url, headers={"If-None-Match": etag}).status_code == 304

    if loses == "account":
        User.objects.filter(pk=coach.pk).update(is_active=False)
    else:
        coach.groups.remove(Group.objects.get(name=Role.COACH.value))

    assert client.get(url).status_code == 404
    assert client.get(url, headers={"If-None-Match": etag}).status_code == 404


def test_the_uploader_too_is_refused_once_disabled(contributor: User, signed_in: SignIn) -> None:
    url = make_file(contributor).get_absolute_url()
    client = signed_in(contributor)

    User.objects.filter(pk=contributor.pk).update(is_active=False)

    assert client.get(url).status_code == 404


def test_what_any_version_cites_is_never_removed(
    library: LibraryIndexPage, contributor: User
) -> None:
    old, new = make_file(contributor), make_file(contributor, "New.txt")
    page = make_listed(library, contributor, old)
    publish(list_files(page, new))

    for stored_file in (old, new):
        with pytest.raises(FileInUse):
            remove_file(actor=contributor, stored_file=stored_file)
    with pytest.raises(ProtectedError):
        old.delete()
    assert StoredFile.objects.count() == 2


def test_the_files_of_a_deleted_resource_may_go(
    library: LibraryIndexPage, contributor: User
) -> None:
    stored_file = make_file(contributor)
    make_listed(library, contributor, stored_file).delete()

    remove_file(actor=contributor, stored_file=stored_file)

    assert not StoredFile.objects.exists()


def test_deciding_takes_few_queries_however_many_versions_there_are(
    library: LibraryIndexPage,
    contributor: User,
    leader: User,
    django_assert_max_num_queries: Any,
) -> None:
    stored_file = make_file(contributor)
    page = make_listed(library, contributor, stored_file, visibility=MEMBERS)
    for _ in range(3):
        page = publish(list_files(page, stored_file))
    leader = User.objects.get(pk=leader.pk)

    with django_assert_max_num_queries(2):
        assert not may_read(AnonymousUser(), stored_file)
    with django_assert_max_num_queries(4):
        assert may_read(leader, stored_file)


def test_a_withdrawn_resource_that_comes_back_brings_its_files(
    library: LibraryIndexPage, contributor: User, client: Client
) -> None:
    stored_file = make_file(contributor)
    page = make_listed(library, contributor, stored_file)
    withdraw(resource=page, user=None, reason="Out of date.", now=timezone.now())
    assert client.get(stored_file.get_absolute_url()).status_code == 404

    page.refresh_from_db()
    publish(list_files(page, stored_file))

    assert client.get(stored_file.get_absolute_url()).status_code == 200
