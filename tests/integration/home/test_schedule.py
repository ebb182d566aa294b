"""Pages go live and leave at the time their editors chose, without anybody's help."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from unittest.mock import patch

import pytest
from django.test import Client
from django.utils import timezone

from home.models import HomePage, MissionPage
from home.services.schedule import publish_due
from library.models import LibraryIndexPage
from outbox import registry
from tests.factories.resources import make_draft, make_library
from tests.processes import PATIENCE_SECONDS, start_command

pytestmark = pytest.mark.django_db
SOON = timedelta(hours=1)


def scheduled(title: str, *, goes_live: datetime, leaves: datetime | None = None) -> MissionPage:
    page = MissionPage(title=title, go_live_at=goes_live, expire_at=leaves, live=False)
    HomePage.objects.get().add_child(instance=page)
    page.save_revision().publish()
    return page


def test_a_page_goes_live_at_its_time_and_leaves_at_its_time(
    library: LibraryIndexPage, client: Client, deliver: Callable[[], None]
) -> None:
    now = timezone.now()
    scheduled("The fair", goes_live=now + SOON, leaves=now + 3 * SOON)
    assert publish_due(now=now) == 0
    assert client.get("/the-fair/").status_code == 404
    with patch("django.utils.timezone.now", return_value=now + 2 * SOON):
        assert publish_due() == 1
        assert client.get("/the-fair/").status_code == 200
        assert publish_due() == 0
    with patch("django.utils.timezone.now", return_value=now + 4 * SOON):
        assert publish_due() == 1
        assert client.get("/the-fair/").status_code == 404
        assert publish_due() == 0
    page = MissionPage.objects.get()
    assert page.expired


def test_a_change_of_a_live_page_waits_for_its_time(
    library: LibraryIndexPage, client: Client
) -> None:
    now = timezone.now()
    page = MissionPage(title="The fair", introduction="As it was.")
    HomePage.objects.get().add_child(instance=page)
    page.save_revision().publish()
    page = MissionPage.objects.get()
    page.introduction, page.go_live_at = "As it will be.", now + SOON
    page.save_revision().publish()
    publish_due(now=now)
    assert b"As it was." in client.get("/the-fair/").content
    with patch("django.utils.timezone.now", return_value=now + 2 * SOON):
        publish_due()
        assert b"As it will be." in client.get("/the-fair/").content


def test_one_page_that_fails_does_not_hold_up_the_next(
    library: LibraryIndexPage, client: Client
) -> None:
    now = timezone.now()
    scheduled("Broken", goes_live=now + SOON)
    scheduled("Sound", goes_live=now + SOON + timedelta(minutes=1))
    real = MissionPage.save

    def save(self: MissionPage, *args: object, **kwargs: object) -> object:
        if self.title == "Broken":
            raise ValueError
        return real(self, *args, **kwargs)

    with (
        patch("django.utils.timezone.now", return_value=now + 2 * SOON),
        patch.object(MissionPage, "save", save),
    ):
        assert publish_due() == 1
    assert client.get("/sound/").status_code == 200
    with patch("django.utils.timezone.now", return_value=now + 2 * SOON):
        assert publish_due() == 1
    assert client.get("/broken/").status_code == 200


def test_a_resource_is_never_published_by_the_clock(
    library: LibraryIndexPage, client: Client
) -> None:
    draft = make_draft(library, "Planted")
    past = timezone.now() - SOON
    draft.revisions.update(approved_go_live_at=past)
    publish_due()
    assert client.get("/library/planted/").status_code == 404
    assert not draft.revisions.exclude(approved_go_live_at=None).exists()


def test_the_fast_worker_does_it() -> None:
    chore = next(one for one in registry.chores() if one.name == "home.schedule")
    assert chore.seconds <= 60


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_running_worker_publishes_what_is_due(client: Client) -> None:
    make_library()
    page = scheduled("The fair", goes_live=timezone.now() + SOON)
    revision = page.revisions.get()
    # As if the hour were over.
    revision.content["go_live_at"] = None
    revision.approved_go_live_at = timezone.now() - SOON
    revision.save()
    worker = start_command("outbox_worker")
    started = time.monotonic()
    while not MissionPage.objects.get().live and time.monotonic() - started < PATIENCE_SECONDS:
        time.sleep(0.1)
    worker.terminate()
    _out, err = worker.communicate(timeout=PATIENCE_SECONDS)
    assert worker.returncode == 0, err
    assert client.get("/the-fair/").status_code == 200
