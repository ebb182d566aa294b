"""Wagtail's own mails about ordinary pages: they wait for the mail server, and no editor does."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from home.models import HomePage, MissionPage
from outbox import services
from tests.smtp import MailSink

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def page(reviewer: User) -> MissionPage:
    """A draft of an editor."""
    call_command("load_starter", verbosity=0)
    made = MissionPage(title="What we offer", live=False, owner=reviewer)
    HomePage.objects.get().add_child(instance=made)
    made.save_revision(user=reviewer)
    return made


def hand_in(client: Client, page: MissionPage) -> Any:
    typed = {
        "title": page.title,
        "slug": page.slug,
        "introduction": "Handed in.",
        "body-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "action-submit": "1",
    }
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), typed)


@pytest.mark.parametrize("mode", ["refuse", "hang", "defer"])
def test_a_page_is_handed_in_while_the_mail_server_is_away(
    mode: str,
    page: MissionPage,
    reviewer: User,
    second_reviewer: User,
    signed_in: SignIn,
    sink: MailSink,
    settings: Settings,
) -> None:
    port, sink.mode = sink.port, mode
    if mode == "refuse":
        settings.EMAIL_PORT = 9  # nobody listens there
    # Whoever asked the hanging server within the request would wait for longer than the test.
    settings.EMAIL_TIMEOUT = 600
    assert hand_in(signed_in(reviewer), page).status_code == 302
    assert page.workflow_states.get().status == "in_progress"
    settings.EMAIL_TIMEOUT = 0.5
    now = timezone.now()
    services.drain(now=now)
    assert sink.mails == []
    sink.mode, settings.EMAIL_PORT = "accept", port
    services.drain(now=now + timedelta(minutes=1))
    services.drain(now=now + timedelta(minutes=2))
    about_it = [mail for mail in sink.mails if "What we offer" in str(mail["Subject"])]
    assert [str(mail["To"]) for mail in about_it] == [second_reviewer.email]


def test_the_author_hears_of_an_approval(
    page: MissionPage,
    reviewer: User,
    second_reviewer: User,
    signed_in: SignIn,
    deliver: Callable[[], None],
    mailoutbox: list[EmailMessage],
) -> None:
    hand_in(signed_in(reviewer), page)
    state = page.workflow_states.get().current_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    signed_in(second_reviewer).post(address, {"comment": ""})
    assert mailoutbox == []
    deliver()
    told = {mail.to[0]: mail for mail in mailoutbox if "approved" in mail.subject}
    assert set(told) == {reviewer.email}
