"""Wanted practices: read by everybody, answered by a contribution, closed by an editor."""

import re

import pytest
from django.test import Client

from accounts.models import User
from contributions.models import Submission, WantedPractice
from contributions.services import drafts, reviewing, submitting
from library.models import LibraryIndexPage, ResourcePage
from tests.factories.resources import make_published, members_only
from tests.integration.contributions.conftest import SignIn, typed

pytestmark = pytest.mark.django_db
PAGE = "/wanted/"


@pytest.fixture
def wanted(db: None) -> WantedPractice:
    return WantedPractice.objects.create(title="Bell times that work", question="bell times")


def shown(client: Client) -> str:
    return client.get(PAGE).content.decode()


def test_an_empty_page_says_what_will_stand_there(client: Client) -> None:
    assert "Nothing is wanted just now" in shown(client)


def test_a_member_s_contribution_is_tied_to_what_it_answers(
    library: LibraryIndexPage, signed_in: SignIn, contributor: User, wanted: WantedPractice
) -> None:
    client = signed_in(contributor)
    (link,) = re.findall(r'href="(/share/\?wanted=[^"]+)"', shown(client))
    form = client.get(link).content.decode()
    assert "Bell times that work" in form
    sent = typed(action="save", title="Later bells", wanted=str(wanted.public_id))
    page = client.post("/share/", sent, follow=True).content.decode()
    assert Submission.objects.get().wanted == wanted
    assert "Bell times that work" in page


def test_a_published_contribution_is_the_answer(
    client: Client,
    library: LibraryIndexPage,
    contributor: User,
    reviewer: User,
    wanted: WantedPractice,
) -> None:
    content = drafts.DraftContent(title="Later bells", summary="At nine.", body="We rang later.")
    draft = drafts.start(user=contributor, content=content, wanted=wanted)
    submitted = submitting.submit(submission=draft, user=contributor)
    assert "Answered by" not in shown(client)
    seen = reviewing.Seen(submitted.revision_id or 0, submitted.content_hash)
    reviewing.approve(submission=submitted, editor=reviewer, seen=seen)
    page = shown(client)
    assert "Answered by" in page
    assert f'href="/library/{ResourcePage.objects.get().slug}/"' in page


def test_a_visitor_finds_the_way_back_after_signing_in(
    client: Client, library: LibraryIndexPage, wanted: WantedPractice
) -> None:
    page = client.get(f"/share/?wanted={wanted.public_id}").content.decode()
    assert "Bell times that work" in page
    client.post("/share/", {"wanted": str(wanted.public_id)})
    assert client.session["intent"]["next"] == f"/share/?wanted={wanted.public_id}"


@pytest.mark.parametrize("junk", ["x", "00000000-0000-0000-0000-000000000000", "%00"])
def test_an_address_of_nothing_is_an_ordinary_form(
    client: Client, library: LibraryIndexPage, signed_in: SignIn, contributor: User, junk: str
) -> None:
    assert client.get(f"/share/?wanted={junk}").status_code == 200
    assert (
        "data-wanted" not in signed_in(contributor).get(f"/share/?wanted={junk}").content.decode()
    )


def answer(wanted: WantedPractice, resource: ResourcePage) -> None:
    wanted.answer = resource
    wanted.save()


def test_an_answer_is_linked_for_whoever_may_see_it(
    client: Client,
    library: LibraryIndexPage,
    signed_in: SignIn,
    contributor: User,
    wanted: WantedPractice,
) -> None:
    answer(wanted, make_published(library, "Secret bells", **members_only()))
    assert "Secret bells" not in shown(client)
    assert "for members" in shown(client)
    assert "Secret bells" in shown(signed_in(contributor))


def test_what_leaves_the_library_answers_no_more(
    client: Client, library: LibraryIndexPage, wanted: WantedPractice
) -> None:
    resource = make_published(library, "Bells")
    answer(wanted, resource)
    assert "Share a practice that answers this" not in shown(client)
    resource.unpublish()
    assert "Share a practice that answers this" in shown(client)


def test_editors_close_and_reopen(
    client: Client, signed_in: SignIn, reviewer: User, wanted: WantedPractice
) -> None:
    editor = signed_in(reviewer)
    edit = f"/admin/wanted/edit/{wanted.pk}/"
    sent = {"title": wanted.title, "note": "", "answer": ""}
    assert editor.post(edit, {**sent, "is_closed": "on"}).status_code == 302
    assert "Bell times" not in shown(client)
    assert "data-wanted" not in client.get(f"/share/?wanted={wanted.public_id}").content.decode()
    assert editor.post(edit, sent).status_code == 302
    assert "Bell times" in shown(client)


@pytest.mark.parametrize("who", ["outsider", "contributor", "coach", "supervisor", "administrator"])
def test_nobody_else_keeps_them(
    signed_in: SignIn, who: str, request: pytest.FixtureRequest, wanted: WantedPractice
) -> None:
    client = signed_in(request.getfixturevalue(who))
    edit = f"/admin/wanted/edit/{wanted.pk}/"
    assert client.get(edit).status_code in (302, 403)
    client.post(edit, {"title": "Mine", "note": "", "answer": ""})
    wanted.refresh_from_db()
    assert wanted.title == "Bell times that work"


def test_the_library_leads_there_from_an_empty_answer(
    client: Client, library: LibraryIndexPage
) -> None:
    assert f'href="{PAGE}"' in client.get("/library/", {"q": "xylophone"}).content.decode()
