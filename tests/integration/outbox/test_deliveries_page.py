"""The administrator sees what did not arrive, without its words, and can try again."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from outbox import services
from outbox.models import OutboxRow

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
PAGE = "/admin/deliveries/"


@pytest.fixture
def lost() -> OutboxRow:
    services.queue_rendered_mail(to="gone@example.org", subject="1234-5678", body="secret link")
    OutboxRow.objects.update(failed_at=timezone.now(), last_error="Refused.", attempts=1)
    return OutboxRow.objects.get()


def test_shows_whom_a_mail_did_not_reach_but_not_its_words(
    lost: OutboxRow, administrator: User, signed_in: SignIn
) -> None:
    page = signed_in(administrator).get(PAGE).content.decode()
    assert "gone@example.org" in page
    assert "Refused." in page
    assert "secret link" not in page
    assert "1234-5678" not in page


def test_tries_again_when_asked(lost: OutboxRow, administrator: User, signed_in: SignIn) -> None:
    answer = signed_in(administrator).post(PAGE, follow=True)
    assert b"1 delivery is tried again" in answer.content
    assert OutboxRow.objects.pending().get() == lost


def test_says_so_when_all_is_well(administrator: User, signed_in: SignIn) -> None:
    page = signed_in(administrator).get(PAGE).content.decode()
    assert "Nothing waits to be delivered." in page
    assert (
        "Deliveries"
        in signed_in(administrator).get("/admin/reports/site-history/").content.decode()
    )


def test_everyone_else_is_refused(
    lost: OutboxRow,
    signed_in: SignIn,
    reviewer: User,
    supervisor: User,
    coach: User,
    leader: User,
    outsider: User,
) -> None:
    for client in [Client(), *map(signed_in, (reviewer, supervisor, coach, leader, outsider))]:
        for answer in (client.get(PAGE), client.post(PAGE)):
            assert answer.status_code in {302, 403}
            assert b"gone@example.org" not in answer.content
    assert OutboxRow.objects.given_up().exists()
