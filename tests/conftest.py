"""The story cast and the world they act in.

contributor, leader: approved members; newcomer: signed up, waiting; reviewer: editor; coach,
supervisor, administrator: their roles; outsider: a signed-in person with no membership at all.
"""

import os
from collections.abc import Callable, Generator, Iterator
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.db import connection
from django.dispatch import Signal
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from pytest_django.plugin import blocking_manager_key

from accounts.enums import Role
from accounts.models import User
from core import counting
from library.models import LibraryIndexPage
from members.enums import MembershipState
from outbox.models import DailyChore
from outbox.services import do_daily_chores
from tests.factories.people import make_member, make_person
from tests.factories.resources import make_library
from tests.services import elasticsearch_url, remove_index
from tests.smtp import MailSink


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave the drills, which kill and race processes for minutes, to whoever names them."""
    named = any("drills" in str(argument) for argument in config.invocation_params.args)
    return True if collection_path.name == "drills" and not named else None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(
    item: pytest.Item, nextitem: pytest.Item | None
) -> Generator[None, None, None]:
    """Bring the rows of migrations back after a test with transactions of its own, which ends by
    emptying every table: other tests may follow it in the same process."""
    yield
    marker = item.get_closest_marker("django_db")
    emptied = marker is not None and marker.kwargs.get("transaction")
    rows = getattr(connection, "_test_serialized_contents", "")
    # After the last test the database itself is gone.
    if not emptied or not rows or nextitem is None:
        return
    # Nobody listens: what the rows once caused has happened.
    access = item.config.stash[blocking_manager_key]
    with access.unblock(), patch.object(Signal, "send", return_value=[]):
        connection.creation.deserialize_db_from_string(rows)


@pytest.fixture
def search_index(settings: Settings, tmp_path: Path) -> Iterator[None]:
    """An index of the test's own, empty; where SCALE_OUT=1 on Elasticsearch."""
    if os.environ.get("SCALE_OUT") != "1":
        settings.SEARCH_URL = f"embedded:{tmp_path / 'index'}"
        yield
        return
    settings.SEARCH_URL = url = elasticsearch_url()
    yield
    remove_index(url)


@pytest.fixture(params=["embedded", "elasticsearch 8", "elasticsearch 9"])
def engine_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an index that does not exist yet, on each engine in turn."""
    if request.param == "embedded":
        yield f"embedded:{tmp_path / 'index'}"
        return
    url = elasticsearch_url(request.param.split()[1])
    yield url
    remove_index(url)


@pytest.fixture
def contributor(db: None) -> User:
    return make_member("contributor@example.org", "Cora", "Contributor")


@pytest.fixture
def leader(db: None) -> User:
    return make_member("leader@example.org", "Lee", "Leader")


@pytest.fixture
def newcomer(db: None) -> User:
    return make_member("newcomer@example.org", "Nell", "Newcomer", state=MembershipState.WAITING)


@pytest.fixture
def reviewer(db: None) -> User:
    return make_member("reviewer@example.org", "Rae", "Reviewer", role=Role.EDITOR)


@pytest.fixture
def second_reviewer(db: None) -> User:
    return make_member("second@example.org", "Sol", "Second", role=Role.EDITOR)


@pytest.fixture
def coach(db: None) -> User:
    return make_member("coach@example.org", "Cam", "Coach", role=Role.COACH)


@pytest.fixture
def supervisor(db: None) -> User:
    return make_member("supervisor@example.org", "Sam", "Supervisor", role=Role.SUPERVISOR)


@pytest.fixture
def administrator(db: None) -> User:
    return make_member("admin@example.org", "Ada", "Admin", role=Role.ADMINISTRATOR)


@pytest.fixture
def outsider(db: None) -> User:
    return make_person("outsider@example.org", "Odd", "Outsider")


@pytest.fixture
def library(db: None) -> LibraryIndexPage:
    return make_library()


@pytest.fixture
def signed_in(db: None) -> Callable[[User], Client]:
    """A client with the person's session, second factor included."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        session = client.session
        session["account_authentication_methods"] = [{"method": "mfa", "at": 0}]
        session.save()
        return client

    return sign_in


@pytest.fixture
def deliver() -> Callable[[], None]:
    """Deliver the outbox as the fast worker does."""

    def run() -> None:
        call_command("outbox_worker", "--once")

    return run


@pytest.fixture
def at_night(db: None) -> Callable[[str], None]:
    """Let one of the daily chores be done, as the workers do it."""

    def pass_by(name: str) -> None:
        now = timezone.now()
        DailyChore.objects.create(name=name, done_at=now - timedelta(days=2))
        assert do_daily_chores(now=now) == 1

    return pass_by


@pytest.fixture
def mail(deliver: Callable[[], None], mailoutbox: list[EmailMessage]) -> Callable[[], EmailMessage]:
    """Deliver what waits and return the newest mail."""

    def newest() -> EmailMessage:
        deliver()
        return mailoutbox[-1]

    return newest


@pytest.fixture
def sink(settings: Settings) -> Iterator[MailSink]:
    """A real mail server, and the site set up to use it."""
    with MailSink() as server:
        settings.MAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_TIMEOUT = 0.5
        yield server


@pytest.fixture(autouse=True)
def mails_go_through_the_outbox(no_limits_left_over: None, settings: Settings) -> None:
    """As on the real site: pytest has a backend of its own, which would send at once."""
    # In this order, so that a cache which a test has set is gone when the last one is emptied.
    settings.EMAIL_BACKEND = "outbox.backend.OutboxBackend"


@pytest.fixture(autouse=True)
def no_limits_left_over() -> Iterator[None]:
    """Let no test meet the rate limits that another one used up."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def counts_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have counts wait until a test writes them, not a thread of its own."""
    monkeypatch.setattr(counting, "start_timer", lambda counts: None)
    counting.forget_all()


@pytest.fixture
def busy(settings: Settings) -> None:
    """The slow worker does not come: tasks wait."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
