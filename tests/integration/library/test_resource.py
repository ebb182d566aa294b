"""A resource, its versions and the addresses that lead to it: what they show, and to whom."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils.html import strip_tags
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from library.enums import Visibility
from library.models import LibraryIndexPage, ResourcePage, ResourceRelation
from library.services.publishing import withdraw
from library.services.reading import OPENING_WORDS, read_resource
from members.models import School
from tests.factories.resources import make_draft, make_published, members_only, publish
from tests.integration.library.conftest import Make

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def addresses(page: ResourcePage) -> list[str]:
    at = f"/library/{page.slug}/"
    return [at, f"{at}versions/", f"{at}v/1/", f"{at}save/", f"/r/{page.pk}/"]


def test_members_only_resources_exist_for_members(
    library: LibraryIndexPage, client: Client, signed_in: SignIn, request: pytest.FixtureRequest
) -> None:
    page = make_published(library, "For members", **members_only())
    for path in addresses(page):
        assert client.get(path).status_code == 404
        for name in ("outsider", "newcomer"):
            assert signed_in(request.getfixturevalue(name)).get(path).status_code == 404
        for name in ("leader", "reviewer", "coach", "supervisor"):
            answer = signed_in(request.getfixturevalue(name)).get(path, follow=True)
            assert answer.status_code == 200


def test_drafts_exist_for_nobody_here(
    library: LibraryIndexPage, client: Client, signed_in: SignIn, reviewer: User
) -> None:
    draft = make_draft(library, "Not yet")
    for path in addresses(draft):
        assert client.get(path).status_code == 404
        assert signed_in(reviewer).get(path).status_code == 404


def test_a_withdrawn_resource_says_so_and_why(
    library: LibraryIndexPage, client: Client, reviewer: User
) -> None:
    page = make_published(library, "Taken down")
    withdraw(resource=page, user=reviewer, reason="The law changed.")
    for path in (f"/library/{page.slug}/", f"/library/{page.slug}/v/1/"):
        answer = client.get(path)
        assert answer.status_code == 410
        assert "The law changed." in answer.content.decode()
    assert client.get(f"/r/{page.pk}/", follow=True).status_code == 410


def test_a_withdrawn_resource_of_members_tells_strangers_nothing(
    library: LibraryIndexPage, client: Client, signed_in: SignIn, leader: User, reviewer: User
) -> None:
    page = make_published(library, "Taken down", **members_only())
    withdraw(resource=page, user=reviewer, reason="The law changed.")
    assert client.get(f"/library/{page.slug}/").status_code == 404
    assert signed_in(leader).get(f"/library/{page.slug}/").status_code == 410


def test_versions_say_what_changed_and_stay_readable(
    library: LibraryIndexPage, client: Client
) -> None:
    page = make_published(library, "Two versions", body="<p>First words</p>")
    page.body = "<p>Second words</p>"
    page.save_revision()
    publish(page, what_changed="New figures.")
    listed = client.get(f"/library/{page.slug}/versions/").content.decode()
    assert "New figures." in listed
    old = client.get(f"/library/{page.slug}/v/1/").content.decode()
    assert "First words" in old
    assert "You are reading version 1" in old
    assert f'rel="canonical" href="http://127.0.0.1:8000/library/{page.slug}/"' in old
    present = client.get(f"/library/{page.slug}/v/2/").content.decode()
    assert "You are reading version" not in present
    assert client.get(f"/library/{page.slug}/v/3/").status_code == 404


def test_a_version_that_was_for_members_stays_with_them(
    library: LibraryIndexPage, client: Client, signed_in: SignIn, leader: User
) -> None:
    page = make_published(library, "Opened later", **members_only(body="<p>Names in it</p>"))
    page.visibility = Visibility.PUBLIC
    page.body = "<p>No names</p>"
    page.save_revision()
    publish(page, what_changed="Names removed.")
    at = f"/library/{page.slug}/"
    assert client.get(f"{at}v/1/").status_code == 404
    listed = client.get(f"{at}versions/").content.decode()
    assert f"{at}v/2/" in listed
    assert f"{at}v/1/" not in listed
    assert f"{at}v/1/" in signed_in(leader).get(f"{at}versions/").content.decode()


@pytest.mark.parametrize(
    "summary",
    [
        "Advisers called home. Absence fell by a third.",
        "One sentence that ends. " + "Another one goes on and on. " * 30,
        "words without an end " * 30,
    ],
)
def test_it_opens_with_sixty_words_at_most(make: Make, summary: str) -> None:
    school = School.objects.create(name="Sample High School")
    page = make(
        "Opening",
        summary=summary.strip()[:600],
        terms=("9-12", "6-8"),
        time_to_start="6 hours",
        cost="None",
        evidence_tier="3",
        school=school,
        school_context="High school, 900 students",
    )
    reading = read_resource(page)
    said = [reading.opening, *(fact.value for fact in reading.facts)]
    assert len(" ".join(said).split()) <= OPENING_WORDS
    assert [fact.label for fact in reading.facts] == ["For", "To start", "Cost", "From"]
    in_full = " ".join(strip_tags(part.html) for part in reading.parts)
    assert page.summary in (reading.opening, in_full)


def test_downloads_come_after_the_opening(make: Make, client: Client) -> None:
    page = make("Told", time_to_start="6 hours", links=[("link", {"url": "https://example.org/a"})])
    text = client.get(f"/library/{page.slug}/").content.decode()
    assert text.index("6 hours") < text.index("https://example.org/a")


def test_what_members_wrote_cannot_run(make: Make, client: Client) -> None:
    nasty = '<p onclick="x()">a<script>alert(1)</script><a href="javascript:x()">b</a></p>'
    page = make("<b>Bold</b>", body=nasty, summary="<img src=x onerror=x()>")
    text = client.get(f"/library/{page.slug}/").content.decode()
    for bad in ("<script>alert", "onclick", "javascript:x", "<img src=x", "<b>Bold"):
        assert bad not in text


def relate(page: ResourcePage, kind: str, target: ResourcePage) -> None:
    ResourceRelation.objects.create(resource=page, target=target, kind=kind)


@pytest.mark.parametrize(
    ("kind", "said_here", "said_there"),
    [
        ("based-on", "Based on", "Adapted by"),
        ("part-of", "Part of", "Parts of this"),
        ("related", "Related to", "Related to"),
    ],
)
def test_a_relation_is_shown_on_both_sides(
    make: Make, client: Client, kind: str, said_here: str, said_there: str
) -> None:
    page, other = make("The later one"), make("The earlier one")
    relate(page, kind, other)
    here = client.get(f"/library/{page.slug}/").content.decode()
    there = client.get(f"/library/{other.slug}/").content.decode()
    assert f'<a href="/library/{other.slug}/">The earlier one</a>' in here.split(said_here)[1]
    assert f'<a href="/library/{page.slug}/">The later one</a>' in there.split(said_there)[1]


def test_relations_name_only_what_one_may_see(
    make: Make,
    library: LibraryIndexPage,
    client: Client,
    signed_in: SignIn,
    leader: User,
    reviewer: User,
) -> None:
    page = make("Seen by all")
    hidden = [make(f"Hidden {kind}", **members_only()) for kind in ("part-of", "based-on")]
    gone = make("Gone")
    draft = make_draft(library, "Not yet")
    for other, kind in [(hidden[0], "part-of"), (gone, "based-on"), (draft, "related")]:
        relate(other, kind, page)
    relate(page, "based-on", hidden[1])
    withdraw(resource=gone, user=reviewer, reason="Out of date.")
    text = client.get(f"/library/{page.slug}/").content.decode()
    for said in ("Hidden", "Gone", "Not yet", "Based on", "Adapted by", "Parts of this"):
        assert said not in text
    seen = signed_in(leader).get(f"/library/{page.slug}/").content.decode()
    assert "Hidden part-of" in seen
    assert "Hidden based-on" in seen
    assert "Gone" not in seen
    assert "Not yet" not in seen


def test_two_that_are_related_twice_are_listed_once_by_the_better_word(
    make: Make, client: Client
) -> None:
    page, other = make("The later one"), make("The earlier one")
    relate(other, "related", page)
    relate(page, "based-on", other)
    relate(page, "related", page)
    text = client.get(f"/library/{page.slug}/").content.decode()
    assert "Based on" in text
    assert "Related to" not in text


def test_its_contributor_starts_a_new_version_and_others_suggest_corrections(
    library: LibraryIndexPage, client: Client, signed_in: SignIn, contributor: User, leader: User
) -> None:
    page = make_published(library, "Mine", owner=contributor)
    new, correct = f"/share/new-version/{page.pk}/", f"/share/correction/{page.pk}/"
    own = signed_in(contributor).get(f"/library/{page.slug}/").content.decode()
    assert new in own
    assert correct not in own
    for other in (client, signed_in(leader)):
        text = other.get(f"/library/{page.slug}/").content.decode()
        assert new not in text
        assert correct in text


@pytest.mark.parametrize("slug", ["%00", "a%0Ab", "x" * 3_000, "%F0%9F%92%A9", "..%2f"])
def test_strange_addresses_are_not_found(
    library: LibraryIndexPage, client: Client, slug: str
) -> None:
    assert client.get(f"/library/{slug}/").status_code == 404
    assert client.get(f"/library/{slug}/v/99999999999999999999/").status_code == 404


def test_the_greatest_numbers_are_not_found(library: LibraryIndexPage, client: Client) -> None:
    page = make_published(library, "One")
    assert client.get(f"/library/{page.slug}/v/99999999999999999999/").status_code == 404
    assert client.get("/r/99999999999999999999/").status_code == 404


def test_a_resource_takes_six_queries_however_much_hangs_on_it(
    make: Make,
    deliver: Callable[[], None],
    client: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    terms = ("chronic-absence", "9-12", "6-8", "csls-1", "csls-2")
    page = make("Much", terms=terms, tags=tuple(f"tag{n}" for n in range(9)))
    for number in range(3):
        near = make(f"Much more {number}", terms=terms)
        relate(page, "related", near)
        for kind in ("based-on", "part-of"):
            relate(page, kind, make(f"{kind} {number}", terms=terms))
            relate(make(f"{kind} by {number}", terms=terms), kind, page)
    deliver()
    # Site, menu and notice are read once per change; in the transaction of a test each time.
    with django_assert_max_num_queries(6 + 3):
        assert client.get(f"/library/{page.slug}/").status_code == 200
