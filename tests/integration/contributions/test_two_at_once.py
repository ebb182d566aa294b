"""Two editors press a button at the same moment, each on a connection of her own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import cast

import pytest
from django.db import connections
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from contributions.enums import State
from contributions.models import Submission
from contributions.services import drafts, submitting
from library.models import LibraryIndexPage, ResourcePage

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
SignIn = Callable[[User], Client]
ENDS = {
    "approve": (State.PUBLISHED, "has published this already"),
    "request-changes": (State.CHANGES_REQUESTED, "has asked for changes"),
    "decline": (State.DECLINED, "has declined this already"),
}
EVENTS = ("Published as", "Changes requested.", "Declined.")


def press(client: Client, path: str, data: dict[str, object], start: Barrier) -> HttpResponse:
    """Press a button in a thread of one's own, when the other is ready too."""
    try:
        start.wait(20)
        return cast(HttpResponse, client.post(path, data))
    finally:
        connections.close_all()


@pytest.mark.parametrize(
    "pressed", [("approve", "approve"), ("approve", "request-changes"), ("decline", "approve")]
)
def test_one_decides_and_the_other_is_told_who_did(
    pressed: tuple[str, str],
    library: LibraryIndexPage,
    contributor: User,
    reviewer: User,
    second_reviewer: User,
    signed_in: SignIn,
) -> None:
    editors = (reviewer, second_reviewer)
    clients = [signed_in(editor) for editor in editors]
    for number in range(3):
        content = drafts.DraftContent(title=f"No. {number}", summary="It was.", body="So.")
        draft = drafts.start(user=contributor, content=content)
        found = submitting.submit(submission=draft, user=contributor)
        path = reverse("review:submission", args=[found.public_id])
        screen = {"revision_id": found.revision_id, "content_hash": found.content_hash}
        start = Barrier(2)
        with ThreadPoolExecutor(2) as pool:
            presses = [
                pool.submit(
                    press, client, path, {**screen, "action": action, "text": "My words"}, start
                )
                for client, action in zip(clients, pressed, strict=True)
            ]
            answers = [each.result(60) for each in presses]
        assert sorted(answer.status_code for answer in answers) == [302, 409]
        winner = next(at for at, answer in enumerate(answers) if answer.status_code == 302)
        state, reason = ENDS[pressed[winner]]
        told = answers[1 - winner].content.decode()
        assert f"{editors[winner]} {reason}" in told
        assert "My words" in told, "what the slower one typed is kept"
        found = Submission.objects.get(pk=found.pk)
        assert (found.state, found.holder) == (state, editors[winner])
        events = found.thread.posts.filter(is_event=True).values_list("text", flat=True)
        assert sum(text.startswith(EVENTS) for text in events) == 1
        page = ResourcePage.objects.get(pk=found.resource_id)
        assert page.live is (state == State.PUBLISHED)
        assert page.versions.count() == page.live
