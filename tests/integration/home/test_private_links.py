"""Menu and footer show a private page to those who may open it, and to nobody else."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction, Site

from accounts.models import User
from home.models import HomePage, Navigation, StandardPage
from tests.factories.pages import add, parts, restrict
from tests.factories.resources import make_library, make_published, members_only
from tests.visitors import Visitor

SignIn = Callable[[User], Client]
# An answer that is made for each request anew, with menu and footer.
NOWHERE = "/nowhere/"
# What has rows of its own that are remembered, as on the real site, is committed.
committed = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def choose(page: Page) -> Navigation:
    """Put a page into the menu and, alone under its heading, into the footer."""
    link = {"label": "Board papers", "page": page.pk, "url": ""}
    library = {"label": "All resources", "page": None, "url": "/library/"}
    navigation: Navigation = Navigation.objects.create(
        site=Site.objects.get(),
        menu=parts(("link", link), ("link", library)),
        footer=parts(
            ("group", {"heading": "For the board", "links": [link]}),
            ("group", {"heading": "For all", "links": [library]}),
        ),
    )
    return navigation


def sees(client: Client, path: str = NOWHERE) -> bool:
    html = client.get(path).content.decode()
    assert "All resources" in html
    assert "For all" in html
    # A heading without links would be bare.
    assert ("Board papers" in html) == ("For the board" in html)
    return "Board papers" in html


@pytest.fixture
def board(front: HomePage) -> StandardPage:
    """A page in the menu and the footer; a section below it is private or not as the test says."""
    section = add(front, StandardPage(title="Board", slug="board"))
    choose(section)
    return section


@pytest.mark.django_db
def test_a_page_for_a_group_is_shown_to_that_group(
    board: StandardPage,
    client: Client,
    outsider: User,
    leader: User,
    signed_in: SignIn,
    django_user_model: Any,
) -> None:
    assert sees(client)
    leader.groups.add(restrict(board))
    assert not sees(client)
    assert not sees(signed_in(outsider))
    assert sees(signed_in(leader))
    root = django_user_model.objects.create_superuser("root@example.org", "a long password")
    assert sees(signed_in(root))


@pytest.mark.django_db
def test_a_page_of_a_private_section_is_private(
    front: HomePage, client: Client, leader: User, signed_in: SignIn
) -> None:
    section = add(front, StandardPage(title="Board", slug="board"))
    choose(add(section, StandardPage(title="Papers", slug="papers")))
    leader.groups.add(restrict(section))
    assert not sees(client)
    assert sees(signed_in(leader))


@pytest.mark.django_db
def test_a_page_for_whoever_signs_in_is_shown_then(
    board: StandardPage, client: Client, outsider: User, signed_in: SignIn
) -> None:
    PageViewRestriction.objects.create(
        page=Page.objects.get(pk=board.pk), restriction_type=PageViewRestriction.LOGIN
    )
    assert not sees(client)
    assert sees(signed_in(outsider))


@pytest.mark.django_db
def test_a_resource_for_members_is_shown_to_members(
    front: HomePage, client: Client, leader: User, outsider: User, signed_in: SignIn
) -> None:
    choose(make_published(make_library(), "A phone tree", **members_only()))
    assert not sees(client)
    assert not sees(signed_in(outsider))
    assert sees(signed_in(leader))


@committed
def test_what_one_visitor_may_see_is_not_remembered_for_another(
    board: StandardPage, client: Client, leader: User, outsider: User, signed_in: SignIn
) -> None:
    member, stranger = signed_in(leader), signed_in(outsider)
    leader.groups.add(restrict(board))
    for _again in range(2):
        assert sees(member)
        assert not sees(client)
        assert not sees(stranger)


@committed
def test_a_change_of_who_may_see_it_holds_at_once(
    board: StandardPage, client: Client, leader: User, signed_in: SignIn
) -> None:
    member = signed_in(leader)
    assert sees(client)
    group = restrict(board)
    assert not sees(client)
    other = Group.objects.create(name="Board")
    leader.groups.add(other)
    assert not sees(member)
    PageViewRestriction.objects.get().groups.add(other)
    assert sees(member)
    other.name = group.name + " of old"
    other.save()
    assert sees(member)
    PageViewRestriction.objects.all().delete()
    assert sees(client)


@committed
def test_a_kept_page_is_that_of_a_stranger(
    board: StandardPage, leader: User, signed_in: SignIn
) -> None:
    visitor, member = Visitor(), signed_in(leader)
    leader.groups.add(restrict(board))
    assert sees(member, "/")
    cookie = "; ".join(f"{name}={one.value}" for name, one in member.cookies.items())
    assert "Board papers" in visitor.get("/", Cookie=cookie).text
    for _again in range(2):
        assert "Board papers" not in visitor.get("/").text
    assert visitor.gets_again("/")
    assert "Board papers" in visitor.get("/", Cookie=cookie).text


@committed
def test_it_costs_no_query(
    board: StandardPage, client: Client, leader: User, signed_in: SignIn
) -> None:
    member = signed_in(leader)

    def queries() -> list[int]:
        counts = []
        for one in (client, member):
            one.get(NOWHERE)
            with CaptureQueriesContext(
                connection,
            ) as seen:
                one.get(NOWHERE)
            counts.append(len(seen))
        return counts

    before = queries()
    leader.groups.add(restrict(board))
    assert queries() == before
