"""Sample content: whole, in every state, on development sites only, and gone with one command."""

from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.models import Page

from accounts.models import User
from contributions.enums import State
from contributions.models import Submission
from conversations.models import Thread
from files.models import StoredFile
from home.samples.loading import DEMO_ACCOUNTS, PASSWORD
from library.enums import Visibility
from library.models import ResourcePage
from library.services.reading import read_resource
from library.services.saves import save_resource
from members.models import School


@pytest.fixture
def starter(db: None) -> None:
    call_command("load_starter", stdout=StringIO())


def test_they_never_load_in_production(starter: None, settings: Any) -> None:
    settings.SAMPLES_ALLOWED = False
    with pytest.raises(CommandError, match="development site only"):
        call_command("load_samples", stdout=StringIO())
    assert not ResourcePage.objects.exists()
    assert not User.objects.exists()


def test_they_show_everything_and_go_with_one_command(
    starter: None, client: Client, rf: Any
) -> None:
    before = set(Page.objects.values_list("pk", flat=True))
    out = StringIO()
    call_command("load_samples", stdout=out)
    published = ResourcePage.objects.filter(live=True)
    assert published.count() >= 40
    assert set(Submission.objects.values_list("state", flat=True)) == set(State.values)
    assert set(published.values_list("visibility", flat=True)) == set(Visibility.values)
    assert all(page.is_sample for page in ResourcePage.objects.all())
    # What came of it stands at the end of a summary: cut to its first sentences it would be lost.
    cut = [page.title for page in published if read_resource(page).opening != page.summary]
    assert cut == []
    for email, *_ in DEMO_ACCOUNTS:
        assert email in out.getvalue()
        assert authenticate(rf.post("/"), email=email, password=PASSWORD) is not None
    call_command("load_samples", stdout=(again := StringIO()))
    assert "Loaded" not in again.getvalue()

    stranger = User.objects.create_user(email="someone@example.org", password="long enough 1")
    save_resource(user=stranger, resource=published.first())
    call_command("load_samples", "--remove", stdout=StringIO())
    assert set(Page.objects.values_list("pk", flat=True)) == before
    assert list(User.objects.all()) == [stranger]
    assert not Submission.objects.exists()
    assert not Thread.objects.exists()
    assert not StoredFile.objects.exists()
    assert not School.objects.filter(is_sample=True).exists()
    assert [each for kind in Page.find_problems() for each in kind] == []
    assert client.get("/library/").status_code == 200
