"""Results that editors pin to a question, in the library, on the search page and in the API."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from library.models import LibraryIndexPage, ResourcePage
from search.models import PinnedPage, PinnedQuestion
from tests.factories.resources import make_published, members_only

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
LIST = "/admin/search/pinned/"


@pytest.fixture
def editor(signed_in: SignIn, reviewer: User) -> Client:
    return signed_in(reviewer)


@pytest.fixture
def shelf(library: LibraryIndexPage, deliver: Callable[[], None]) -> dict[str, ResourcePage]:
    made = {
        "usual": make_published(library, "Attendance from A to Z", kind="guide"),
        "best": make_published(library, "What a principal did about empty seats", kind="practice"),
        "secret": make_published(library, "For members alone", **members_only()),
    }
    deliver()
    return made


def sent(question: str, *pages: ResourcePage) -> dict[str, Any]:
    data = {
        "question": question,
        "pages-TOTAL_FORMS": str(len(pages)),
        "pages-INITIAL_FORMS": "0",
        "pages-MIN_NUM_FORMS": "1",
        "pages-MAX_NUM_FORMS": "5",
    }
    for number, page in enumerate(pages):
        data |= {f"pages-{number}-page": str(page.pk), f"pages-{number}-ORDER": str(number + 1)}
    return data


def hits(client: Client, question: str, **more: Any) -> list[tuple[str, bool]]:
    found = client.get("/api/v1/search", {"q": question, **more}).json()
    assert found["total"] == len(found["hits"])
    return [(hit["title"], hit["pinned"]) for hit in found["hits"]]


BEST = ("What a principal did about empty seats", True)
USUAL = ("Attendance from A to Z", False)


def test_an_editor_pins_and_everybody_sees_it_first(
    editor: Client, client: Client, shelf: dict[str, ResourcePage]
) -> None:
    assert hits(client, "attendance") == [USUAL]
    assert editor.post(f"{LIST}new/", sent("Attendance!", shelf["best"])).status_code == 302
    assert hits(client, "attendance") == [BEST, USUAL]
    for address in ("/library/", "/search/"):
        page = client.get(address, {"q": "ATTENDANCE"}).content.decode()
        assert page.index("empty seats") < page.index("from A to Z")
        assert page.count("Chosen by the editors for this question") == 1
    assert hits(client, "attendance plan") == [USUAL]
    one = PinnedQuestion.objects.get()
    assert "Attendance!" in editor.get(LIST).content.decode()
    assert editor.post(f"{LIST}delete/{one.pk}/").status_code == 302
    assert hits(client, "attendance") == [USUAL]


def test_a_pin_does_not_contradict_a_filter(client: Client, shelf: dict[str, ResourcePage]) -> None:
    entry = PinnedQuestion.objects.create(question="attendance")
    PinnedPage.objects.create(entry=entry, page=shelf["best"])
    assert hits(client, "attendance", kind="guide") == [USUAL]
    assert hits(client, "attendance", kind="practice") == [BEST]
    assert hits(client, "attendance", sort="title") == [USUAL]


def test_a_pin_shows_nobody_what_is_for_members(
    client: Client, signed_in: SignIn, contributor: User, shelf: dict[str, ResourcePage]
) -> None:
    entry = PinnedQuestion.objects.create(question="attendance")
    PinnedPage.objects.create(entry=entry, page=shelf["secret"])
    assert hits(client, "attendance") == [USUAL]
    page = signed_in(contributor).get("/library/", {"q": "attendance"}).content.decode()
    assert "For members alone" in page
    shelf["secret"].unpublish()
    page = signed_in(contributor).get("/library/", {"q": "attendance"}).content.decode()
    assert "For members alone" not in page


def test_wrong_entries_are_refused_at_their_field(
    editor: Client, shelf: dict[str, ResourcePage]
) -> None:
    PinnedQuestion.objects.create(question="attendance")
    best = shelf["best"]
    for data, words in [
        (sent("ATTENDANCE", best), "There is an entry for this question"),
        (sent("!?", best), "Type at least one word"),
        (sent("phones"), "submit at least 1"),
        (sent("phones", *[best] * 6), "submit at most 5"),
        (sent("phones", best, best), "duplicate"),
    ]:
        answer = editor.post(f"{LIST}new/", data)
        assert answer.status_code == 200
        assert words in answer.content.decode(), words
    assert PinnedQuestion.objects.count() == 1


@pytest.mark.parametrize("who", ["outsider", "contributor", "coach", "supervisor", "administrator"])
def test_nobody_but_editors_pins(
    signed_in: SignIn,
    who: str,
    request: pytest.FixtureRequest,
    shelf: dict[str, ResourcePage],
) -> None:
    client = signed_in(request.getfixturevalue(who))
    assert client.get(LIST).status_code in (302, 403)
    client.post(f"{LIST}new/", sent("attendance", shelf["best"]))
    assert not PinnedQuestion.objects.exists()


def test_a_reader_sees_why_something_was_found(
    client: Client, shelf: dict[str, ResourcePage]
) -> None:
    page = client.get("/library/", {"q": "attendance principal"}).content.decode()
    assert "“attendance” in the title" in page
    assert "Why this result" in page
    assert "added lately" in page
    assert "Why this result" not in client.get("/library/").content.decode()
