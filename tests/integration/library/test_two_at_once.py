"""Somebody presses a button twice at the same moment: two requests, each on a connection of its
own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client

from accounts.models import User
from library.models import Follow, LibraryIndexPage, SaveList, Term, Use
from library.services.saves import create_list
from tests.factories.resources import make_published

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
SignIn = Callable[[User], Client]
TIMES = 4


def press(clients: list[Client], path: str, *data: dict[str, str]) -> list[int]:
    """Press a button as often as there are clients, all at once; return the answers."""
    start = Barrier(len(clients))

    def send(number: int) -> int:
        try:
            start.wait(20)
            answer = clients[number].post(path, data[number % len(data)])
            return int(answer.status_code)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(clients)) as pool:
        return sorted(pool.map(send, range(len(clients))))


@pytest.fixture
def clients(leader: User, signed_in: SignIn) -> list[Client]:
    return [signed_in(leader) for _ in range(TIMES)]


def test_one_list_is_made_and_the_name_is_taken_then(
    library: LibraryIndexPage, leader: User, clients: list[Client]
) -> None:
    for number in range(5):
        answers = press(clients, "/lists/", {"name": f"August {number}"})
        assert answers == [302] + [422] * (TIMES - 1)
    assert SaveList.objects.filter(owner=leader).count() == 5


def test_two_lists_do_not_get_one_name(
    library: LibraryIndexPage, leader: User, clients: list[Client]
) -> None:
    for number in range(5):
        pair = [create_list(user=leader, name=f"List {number} {side}") for side in "ab"]
        start = Barrier(2)

        def rename(at: int, pair: list[SaveList] = pair, start: Barrier = start) -> int:
            try:
                start.wait(20)
                path = f"/lists/{pair[at].public_id}/rename/"
                return int(clients[at].post(path, {"name": "Same " + str(pair[0].pk)}).status_code)
            finally:
                connections.close_all()

        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(rename, range(2))) == [302, 422]


def test_what_is_said_twice_is_kept_once(
    library: LibraryIndexPage, leader: User, clients: list[Client]
) -> None:
    page = make_published(library, "A phone tree")
    topic = Term.objects.create(vocabulary="topic", slug="calls", label="Calls")
    said = {"helpful": "yes", "place": "Test School"}
    assert press(clients, f"/library/{page.slug}/used/", said) == [302] * TIMES
    assert Use.objects.filter(user=leader).count() == 1
    assert press(clients, f"/my/follows/topic/{topic.slug}/", {}) == [302] * TIMES
    assert Follow.objects.filter(user=leader).count() == 1
    words = {"text": "How long did it take?"}
    assert press(clients, f"/library/{page.slug}/comments/", words) == [302] * TIMES
    assert page.comment_thread.thread.posts.count() == 1
    assert press(clients, f"/library/{page.slug}/save/", {}) == [302] * TIMES
    assert leader.saved_resources.count() == 1
