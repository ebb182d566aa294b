"""Pages about contributions cost as many queries for many rows as for few."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from contributions.models import Submission
from contributions.services import corrections, drafts, reviewing, submitting
from conversations.services import add_post
from files.services import store_bytes
from library.models import LibraryIndexPage, ResourcePage
from members.enums import MembershipState
from tests.factories.people import make_member
from tests.factories.resources import make_published

SignIn = Callable[[User], Client]
FEW, MANY = 5, 25


def hand_in(contributor: User, number: int, files: int = 0) -> Submission:
    stored = [
        store_bytes(uploaded_by=contributor, name=f"{n}.txt", data=f"{number} {n}\n".encode())
        for n in range(files)
    ]
    content = drafts.DraftContent(
        title=f"No. {number}",
        summary="It was.",
        body="So.",
        files=tuple((each, each.original_name) for each in stored),
    )
    draft = drafts.start(user=contributor, content=content)
    return submitting.submit(submission=draft, user=contributor)


def cost(client: Client, path: str) -> int:
    """Count the queries of a page; what is loaded once per process is loaded before."""
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(path).status_code == 200
    return len(caught)


def test_my_contributions(
    library: LibraryIndexPage, contributor: User, reviewer: User, signed_in: SignIn
) -> None:
    client, path = signed_in(contributor), reverse("contributions:mine")
    costs = []
    for numbers in (range(FEW), range(FEW, MANY)):
        for number in numbers:
            found = hand_in(contributor, number)
            if number % 3 == 0:
                reviewing.claim(submission=found, editor=reviewer)
            elif number % 3 == 1:
                reviewing.request_changes(submission=found, editor=reviewer, text="More.")
        costs.append(cost(client, path))
    assert costs[0] == costs[1] <= 12


def test_the_queue(
    library: LibraryIndexPage,
    contributor: User,
    leader: User,
    reviewer: User,
    signed_in: SignIn,
) -> None:
    client, path = signed_in(reviewer), reverse("review:queue")
    costs = []
    # Each number is three rows: a submission, a new member and a correction.
    for numbers in (range(2), range(2, 10)):
        for number in numbers:
            author = make_member(f"a{number}@example.org", "An", "Author")
            found = hand_in(author, number)
            reviewing.claim(submission=found, editor=reviewer)
            waits = MembershipState.WAITING
            make_member(f"n{number}@example.org", "New", "Comer", state=waits)
            page: ResourcePage = make_published(library, f"Published {number}")
            corrections.report(resource=page, user=leader, text="It is 2025.")
        costs.append(cost(client, path))
    assert costs[0] == costs[1] <= 17


@pytest.mark.parametrize("whose", ["contributor", "editor"])
def test_a_submission(
    whose: str, library: LibraryIndexPage, contributor: User, reviewer: User, signed_in: SignIn
) -> None:
    names = {"contributor": "contributions:submission", "editor": "review:submission"}
    client = signed_in(contributor if whose == "contributor" else reviewer)
    costs: list[int] = []
    for files, posts in ((1, FEW), (1, MANY), (5, MANY)):
        found = hand_in(contributor, len(costs), files=files)
        for at in range(posts):
            author = reviewer if at % 2 else contributor
            add_post(thread=found.thread, author=author, text="A word", is_event=at % 3 == 0)
        costs.append(cost(client, reverse(names[whose], args=[found.public_id])))
    assert costs[0] == costs[1] <= 36
    # To restore a revision Wagtail looks for whatever each file's row points to; nobody else does.
    assert costs[2] - costs[1] <= 2 * 4
