"""Collections: lists in an order, with notes, that editors put before everybody."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from library.enums import Audience
from library.models import LibraryIndexPage, ListItem, ResourcePage, SaveList
from library.services import lists, saves
from library.services.publishing import withdraw
from tests.factories.resources import make_published, members_only
from tests.visitors import Visitor

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
HOSTILE = "\u202e<script>alert(1)</script> javascript:x() \x00\x07<img src=x onerror=x()>"


@pytest.fixture
def pages(library: LibraryIndexPage) -> list[ResourcePage]:
    return [make_published(library, f"Practice {name}") for name in ("one", "two", "three")]


def filled(user: User, pages: list[ResourcePage], name: str = "First weeks") -> SaveList:
    save_list = saves.create_list(user=user, name=name)
    for page in pages:
        saved = saves.save_resource(user=user, resource=page)
        saves.put_on_lists(user=user, saved=saved, lists=[*saved.lists.all(), save_list])
    return save_list


@pytest.fixture
def collection(reviewer: User, pages: list[ResourcePage]) -> SaveList:
    save_list = filled(reviewer, pages)
    lists.set_audience(user=reviewer, save_list=save_list, audience=Audience.PUBLIC)
    return save_list


def order(text: str) -> list[str]:
    found = sorted((text.index(f">Practice {n}<"), n) for n in ("one", "two", "three"))
    return [name for _at, name in found]


def item(save_list: SaveList, title: str) -> ListItem:
    return save_list.items.get(saved__resource__title=title)


def change(client: Client, one: ListItem, **data: str) -> int:
    address = f"/lists/{one.save_list.public_id}/{one.pk}/"
    return int(client.post(address, data).status_code)


def test_a_list_keeps_the_order_it_is_given(
    pages: list[ResourcePage], signed_in: SignIn, leader: User
) -> None:
    save_list = filled(leader, pages)
    client, at = signed_in(leader), f"/lists/{save_list.public_id}/"
    assert order(client.get(at).content.decode()) == ["one", "two", "three"]
    change(client, item(save_list, "Practice three"), action="up")
    change(client, item(save_list, "Practice one"), action="down")
    assert order(client.get(at).content.decode()) == ["three", "one", "two"]
    change(client, item(save_list, "Practice three"), action="up")
    change(client, item(save_list, "Practice two"), action="down")
    assert order(client.get(at).content.decode()) == ["three", "one", "two"]
    change(client, item(save_list, "Practice one"), action="remove")
    assert "Practice one" not in client.get(at).content.decode()
    assert leader.saved_resources.count() == 3


def test_what_stood_on_a_list_before_it_had_an_order_moves_too(
    pages: list[ResourcePage], signed_in: SignIn, leader: User
) -> None:
    save_list = filled(leader, pages)
    ListItem.objects.update(position=0)
    client, at = signed_in(leader), f"/lists/{save_list.public_id}/"
    assert order(client.get(at).content.decode()) == ["three", "two", "one"]
    change(client, item(save_list, "Practice one"), action="up")
    assert order(client.get(at).content.decode()) == ["three", "one", "two"]


def test_words_on_a_list_and_on_what_is_on_it_are_read_by_whoever_has_the_link(
    pages: list[ResourcePage], client: Client, signed_in: SignIn, leader: User
) -> None:
    save_list = filled(leader, pages)
    own, at = signed_in(leader), f"/lists/{save_list.public_id}/"
    own.post(f"{at}rename/", {"name": "August", "description": "Before school starts."})
    change(own, item(save_list, "Practice one"), action="note", note="Begin here.")
    own.post(f"{at}share/", {"shared": "yes"})
    text = client.get(at).content.decode()
    assert "Before school starts." in text
    assert "Begin here." in text
    assert "Move up" not in text
    assert 'content="noindex"' in text


@pytest.mark.parametrize(
    ("data", "said"),
    [({"note": "x" * 301}, "at most 300 characters"), ({"note": "x" * 301}, "x" * 301)],
)
def test_a_note_that_is_too_long_is_said_and_stays_typed(
    pages: list[ResourcePage], signed_in: SignIn, leader: User, data: dict[str, str], said: str
) -> None:
    save_list = filled(leader, pages)
    one = item(save_list, "Practice one")
    answer = signed_in(leader).post(f"/lists/{save_list.public_id}/{one.pk}/", data)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    one.refresh_from_db()
    assert one.note == ""


def test_hostile_text_is_only_text(
    collection: SaveList, client: Client, signed_in: SignIn, reviewer: User
) -> None:
    own = signed_in(reviewer)
    data = {"name": "<b>Bold</b>", "description": HOSTILE}
    own.post(f"/lists/{collection.public_id}/rename/", data)
    change(own, item(collection, "Practice one"), note=HOSTILE)
    for path in ("/collections/", f"/collections/{collection.public_id}/"):
        text = client.get(path).content.decode()
        assert "alert(1)" in text
        for bad in ("<script>alert", "<img src=x", 'href="javascript', "<b>Bold", "\u202e"):
            assert bad not in text


def test_nobody_changes_what_is_anothers(
    pages: list[ResourcePage],
    collection: SaveList,
    client: Client,
    signed_in: SignIn,
    leader: User,
    contributor: User,
    second_reviewer: User,
) -> None:
    private = filled(leader, pages, "Private")
    for save_list in (private, collection):
        one = item(save_list, "Practice two")
        for stranger in (contributor, second_reviewer):
            assert change(signed_in(stranger), one, action="up") == 404
            assert change(signed_in(stranger), one, note="Mine") == 404
            other = signed_in(stranger).post(f"/lists/{save_list.public_id}/delete/")
            assert other.status_code == 404
        assert change(client, one, action="up") == 302
        one.refresh_from_db()
        assert (one.position, one.note) == (1, "")
    assert client.get(f"/collections/{private.public_id}/").status_code == 404


def test_members_put_nothing_before_everybody(
    pages: list[ResourcePage], client: Client, signed_in: SignIn, leader: User
) -> None:
    save_list = filled(leader, pages)
    answer = signed_in(leader).post(f"/lists/{save_list.public_id}/share/", {"shared": "public"})
    assert answer.status_code == 403
    save_list.refresh_from_db()
    assert save_list.audience == Audience.PRIVATE
    assert "First weeks" not in client.get("/collections/").content.decode()


def test_who_is_no_editor_any_more_says_nothing_more_to_everybody(
    collection: SaveList,
    library: LibraryIndexPage,
    signed_in: SignIn,
    client: Client,
    reviewer: User,
) -> None:
    one, at = item(collection, "Practice one"), f"/lists/{collection.public_id}/"
    saved = saves.save_resource(user=reviewer, resource=make_published(library, "Practice four"))
    reviewer.groups.clear()
    mine = signed_in(reviewer)
    assert mine.post(f"{at}rename/", {"name": "Buy now"}).status_code == 403
    assert change(mine, one, action="note", note="Buy now") == 403
    assert change(mine, one, action="down") == 403
    kept = {"lists": [collection.pk]}
    assert mine.post(f"/my/saved/{saved.pk}/lists/", kept).status_code == 403
    assert mine.post(f"/my/saved/{one.saved_id}/lists/", kept).status_code == 302
    shown = client.get(f"/collections/{collection.public_id}/").content.decode()
    assert order(shown) == ["one", "two", "three"]
    assert "Buy now" not in shown
    assert "Practice four" not in shown
    # What cannot be done is not offered; taking it back can.
    assert b"Rename" not in mine.get(at).content
    mine.post(f"{at}share/", {"shared": "no"})
    assert client.get(f"/collections/{collection.public_id}/").status_code == 404
    assert mine.post(f"{at}rename/", {"name": "Mine"}).status_code == 302


def test_moving_what_was_taken_off_in_another_window_moves_nothing(
    pages: list[ResourcePage], leader: User
) -> None:
    save_list = filled(leader, pages)
    one = item(save_list, "Practice one")
    lists.remove_item(user=leader, item=item(save_list, "Practice one"))
    lists.move_item(user=leader, item=one, by=1)
    left = save_list.items.values_list("saved__resource__title", flat=True)
    assert list(left) == ["Practice two", "Practice three"]


def test_a_collection_is_listed_found_and_in_the_sitemap(
    collection: SaveList, client: Client, deliver: Callable[[], None]
) -> None:
    deliver()
    address = f"/collections/{collection.public_id}/"
    listed = client.get("/collections/").content.decode()
    assert address in listed
    assert "<strong>3</strong> resources" in listed
    assert address in client.get("/sitemap-collections-1.xml").content.decode()
    assert address in client.get("/search/", {"q": "first weeks"}).content.decode()
    assert 'href="/collections/"' in client.get("/library/").content.decode()
    text = client.get(address).content.decode()
    assert order(text) == ["one", "two", "three"]
    assert "noindex" not in text
    shared = client.get(f"/lists/{collection.public_id}/").content.decode()
    assert f'rel="canonical" href="http://127.0.0.1:8000{address}"' in shared


def test_readers_see_only_what_is_theirs_to_see(
    collection: SaveList,
    library: LibraryIndexPage,
    client: Client,
    signed_in: SignIn,
    reviewer: User,
    leader: User,
    pages: list[ResourcePage],
) -> None:
    hidden = make_published(library, "Zebra crossing", **members_only())
    saved = saves.save_resource(user=reviewer, resource=hidden)
    saves.put_on_lists(user=reviewer, saved=saved, lists=[collection])
    withdraw(resource=pages[0], user=reviewer, reason="Old.")
    address = f"/collections/{collection.public_id}/"
    text = client.get(address).content.decode()
    assert "Zebra" not in text
    assert "Practice one" not in text
    assert "no longer in the library" not in text
    assert "<strong>2</strong> resources" in client.get("/collections/").content.decode()
    assert "Zebra" in signed_in(leader).get(address).content.decode()


def test_a_collection_that_is_taken_back_is_gone_everywhere(
    collection: SaveList,
    client: Client,
    signed_in: SignIn,
    second_reviewer: User,
    deliver: Callable[[], None],
) -> None:
    deliver()
    address = f"/collections/{collection.public_id}/"
    other = signed_in(second_reviewer)
    assert "Take it off the collections" in other.get(address).content.decode()
    other.post(f"/lists/{collection.public_id}/share/", {"shared": "yes"})
    deliver()
    assert client.get(address).status_code == 404
    assert "First weeks" not in client.get("/collections/").content.decode()
    assert "First weeks" not in client.get("/search/", {"q": "first weeks"}).content.decode()
    assert client.get("/sitemap-collections-1.xml").status_code == 404
    assert client.get(f"/lists/{collection.public_id}/").status_code == 200


def test_a_collection_whose_owner_is_deleted_leaves_the_search(
    collection: SaveList, client: Client, reviewer: User, deliver: Callable[[], None]
) -> None:
    deliver()
    reviewer.delete()
    deliver()
    assert "First weeks" not in client.get("/search/", {"q": "first weeks"}).content.decode()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_visitors_see_every_change_at_once(
    collection: SaveList, signed_in: SignIn, reviewer: User
) -> None:
    visitor, address = Visitor(), f"/collections/{collection.public_id}/"
    assert visitor.gets_again(address)
    assert visitor.gets_again("/collections/")
    change(signed_in(reviewer), item(collection, "Practice one"), note="Begin here.")
    assert "Begin here." in visitor.get(address).text
    saves.unsave_resource(user=reviewer, resource=item(collection, "Practice one").saved.resource)
    assert "Practice one" not in visitor.get(address).text


def test_the_list_of_collections_asks_no_more_for_many(
    collection: SaveList,
    pages: list[ResourcePage],
    client: Client,
    reviewer: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(9):
        more = filled(reviewer, pages, f"More {number}")
        lists.set_audience(user=reviewer, save_list=more, audience=Audience.PUBLIC)
    # Two of its own; site, menu and notice are read each time in the transaction of a test.
    with django_assert_max_num_queries(2 + 3):
        client.get("/collections/")
