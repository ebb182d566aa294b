"""“I used this”: what members say of a resource they used, and who sees it."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from library.models import LibraryIndexPage, ResourcePage, Use
from library.services import using
from library.services.publishing import withdraw
from library.services.using import MayNotTakePart, Said
from tests.factories.people import PASSWORD, make_member
from tests.factories.resources import make_published, members_only

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
FORM = {"helpful": "yes", "place": "Test School", "note": "Calls went home by 8:20."}
HOSTILE = "\u202e<script>alert(1)</script> javascript:x() \x00\x07<img src=x onerror=x()>"


@pytest.fixture
def page(library: LibraryIndexPage, contributor: User) -> ResourcePage:
    return make_published(library, "A phone tree", owner=contributor)


def read(client: Client, page: ResourcePage) -> str:
    return client.get(f"/library/{page.slug}/").content.decode()


def test_a_member_says_it_changes_it_and_takes_it_back(
    page: ResourcePage, signed_in: SignIn, leader: User
) -> None:
    client, at = signed_in(leader), f"/library/{page.slug}/used/"
    assert 'value="Test School"' in client.get(at).content.decode()
    assert client.post(at, FORM).url == f"/library/{page.slug}/#uses"
    text = read(client, page)
    assert "Used by 1 school" in text
    assert "<strong>1 person</strong> found it helpful" in text
    assert "Calls went home by 8:20." in text
    assert "A school leader at Test School" in text
    assert "Lee Leader" not in text.split('id="uses"')[1].split("</section>")[0]
    client.post(at, {**FORM, "helpful": "no", "note": "It took too long.", "is_named": "on"})
    text = read(client, page)
    assert Use.objects.count() == 1
    assert "Lee Leader, Test School" in text
    assert "did not find it helpful" in text
    assert "It took too long." in client.get(at).content.decode()
    client.post(f"{at}remove/")
    assert not Use.objects.exists()
    assert "Have you used it?" in read(client, page)


def test_a_school_counts_once_however_it_is_typed(
    page: ResourcePage, client: Client, leader: User, coach: User, supervisor: User
) -> None:
    for user, place, helped in (
        (leader, "Test School", True),
        (coach, "TEST school", True),
        (supervisor, "Another School", False),
    ):
        using.record_use(user=user, resource=page, said=Said(helped, place, note="A word."))
    text = read(client, page)
    assert "Used by 2 schools" in text
    assert "<strong>2 people</strong> found it helpful" in text


def test_a_visitor_sees_figures_a_way_to_sign_in_and_no_words(
    page: ResourcePage, client: Client, signed_in: SignIn, outsider: User, leader: User
) -> None:
    using.record_use(user=leader, resource=page, said=Said(True, "Test School", note="A word."))
    for stranger in (client, signed_in(outsider)):
        text = read(stranger, page)
        assert "Used by 1 school" in text
        assert "A word." not in text
    assert "Sign in to say you used it" in read(client, page)
    assert client.get(f"/library/{page.slug}/uses/").url.startswith("/accounts/login/")


@pytest.mark.parametrize("path", ["used/", "used/remove/", "uses/"])
def test_who_is_no_member_is_refused(
    page: ResourcePage,
    library: LibraryIndexPage,
    signed_in: SignIn,
    outsider: User,
    newcomer: User,
    path: str,
) -> None:
    hidden = make_published(library, "For members", **members_only())
    for user in (outsider, newcomer):
        client = signed_in(user)
        assert client.post(f"/library/{page.slug}/{path}", FORM).status_code in {403, 405}
        assert client.post(f"/library/{hidden.slug}/{path}", FORM).status_code in {404, 405}
        assert client.get(f"/library/{page.slug}/{path}").status_code in {403, 405}
    assert not Use.objects.exists()
    with pytest.raises(MayNotTakePart):
        using.record_use(user=outsider, resource=page, said=Said(True, "Somewhere"))


def test_what_was_withdrawn_takes_no_more_uses(
    page: ResourcePage, signed_in: SignIn, leader: User, reviewer: User
) -> None:
    withdraw(resource=page, user=reviewer, reason="Old.")
    assert signed_in(leader).post(f"/library/{page.slug}/used/", FORM).status_code == 410
    page.refresh_from_db()
    with pytest.raises(MayNotTakePart):
        using.record_use(user=leader, resource=page, said=Said(True, "Test School"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"helpful": ""}, "Say whether it helped."),
        ({"helpful": "perhaps"}, "not one of the available choices"),
        ({"place": " \u200b "}, "Name your school."),
        ({"place": "x" * 161}, "at most 160 characters"),
        ({"note": "x" * 601}, "at most 600 characters"),
    ],
)
def test_what_will_not_do_is_said_and_what_was_typed_stays(
    page: ResourcePage, signed_in: SignIn, leader: User, change: dict[str, str], said: str
) -> None:
    data = {**FORM, "context": "ninth grade advisers", **change}
    answer = signed_in(leader).post(f"/library/{page.slug}/used/", data)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert said in text
    assert "ninth grade advisers" in text
    assert not Use.objects.exists()


def test_hostile_text_is_only_text(page: ResourcePage, signed_in: SignIn, leader: User) -> None:
    client = signed_in(leader)
    data = {"helpful": "yes", "place": HOSTILE, "context": HOSTILE, "note": HOSTILE}
    client.post(f"/library/{page.slug}/used/", data)
    for path in ("", "used/", "uses/"):
        text = client.get(f"/library/{page.slug}/{path}").content.decode()
        assert "alert(1)" in text
        for bad in ("<script>alert", "<img src=x", 'href="javascript', "\u202e", "\x07"):
            assert bad not in text


def test_words_sent_after_the_session_ended_are_kept(
    page: ResourcePage, client: Client, leader: User
) -> None:
    assert client.post(f"/library/{page.slug}/used/", FORM).url == "/accounts/login/"
    client.post("/accounts/login/", {"login": leader.email, "password": PASSWORD})
    assert Use.objects.get(user=leader).note == FORM["note"]


def test_all_words_are_paged_newest_first(
    page: ResourcePage, signed_in: SignIn, leader: User
) -> None:
    for number in range(25):
        member = make_member(f"m{number}@example.org")
        said = Said(True, f"School {number}", note=f"Word {number:02}.")
        using.record_use(user=member, resource=page, said=said)
    client = signed_in(leader)
    text = read(client, page)
    assert "Word 24." in text
    assert "Word 21." not in text
    first = client.get(f"/library/{page.slug}/uses/").content.decode()
    assert first.index("Word 24.") < first.index("Word 23.")
    assert "Word 04." not in first
    assert "Word 04." in client.get(f"/library/{page.slug}/uses/?page=2").content.decode()


def test_a_visitor_costs_no_more_queries_for_many_uses(
    page: ResourcePage,
    client: Client,
    deliver: Callable[[], None],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(5):
        member = make_member(f"m{number}@example.org")
        using.record_use(user=member, resource=page, said=Said(True, f"School {number}", note="A."))
    deliver()
    with django_assert_max_num_queries(6 + 3):
        assert "Used by 5 schools" in read(client, page)
