"""The front of the library: what it finds, counts and offers, to whom, and from what input."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import User
from library.models import ResourcePage
from search.engines.base import SearchUnavailable
from tests.integration.library.conftest import Make

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
Shelf = dict[str, ResourcePage]


def titles(response: Any) -> set[str]:
    return {card.title for card in response.context["answer"].cards}


def counts(response: Any, facet: str) -> dict[str, int | None]:
    facets = {each.name: each for each in response.context["answer"].facets}
    return {value.value: value.count for value in facets[facet].values}


def test_everything_public_is_shown_newest_first(shelf: Shelf, client: Client) -> None:
    answer = client.get("/library/")
    assert titles(answer) == {page.title for key, page in shelf.items() if key != "secret"}
    assert "4 resources" in re.sub(r"<[^>]+>", "", answer.content.decode())


def test_values_of_a_facet_are_alternatives_and_facets_narrow(shelf: Shelf, client: Client) -> None:
    chosen = {"grade": ["9-12", "6-8"]}
    assert titles(client.get("/library/", chosen)) == {
        shelf[key].title for key in ("tree", "letters", "mentors")
    }
    assert titles(client.get("/library/", {**chosen, "kind": "template"})) == {
        shelf["letters"].title
    }


def test_counts_are_those_of_the_database_and_ignore_their_own_choice(
    shelf: Shelf, client: Client
) -> None:
    visible = ResourcePage.objects.published().filter(visibility="public")
    kinds = {kind: visible.filter(kind=kind).count() for kind in ("practice", "guide", "template")}
    assert counts(client.get("/library/"), "kind") == kinds
    assert counts(client.get("/library/", {"kind": "guide"}), "kind") == kinds
    narrowed = client.get("/library/", {"kind": "guide"})
    assert counts(narrowed, "grade") == {"6-8": 1}
    with_grade = visible.filter(resource_terms__term__slug="9-12")
    answer = client.get("/library/", {"grade": "9-12"})
    assert counts(answer, "kind") == {
        kind: with_grade.filter(kind=kind).count() for kind in ("practice", "template")
    }


def test_a_broader_topic_holds_what_stands_under_its_narrower_ones(
    shelf: Shelf, client: Client
) -> None:
    answer = client.get("/library/", {"topic": "attendance-and-engagement"})
    assert titles(answer) == {shelf["tree"].title}
    assert counts(answer, "topic")["chronic-absence"] == 1


def test_what_is_for_members_shows_nowhere_to_others(
    shelf: Shelf, client: Client, signed_in: SignIn, outsider: User, newcomer: User
) -> None:
    for stranger in (client, signed_in(outsider), signed_in(newcomer)):
        page = stranger.get("/library/")
        assert "ebra" not in page.content.decode()
        assert "policy" not in counts(page, "kind")
        assert counts(page, "topic")["chronic-absence"] == 1
        assert titles(stranger.get("/library/", {"q": "zebra"})) == set()
        assert titles(stranger.get("/library/", {"kind": "policy"})) == set()
        assert stranger.get("/search/suggest", {"q": "zeb"}).json() == {"options": []}
        assert "Zebra" not in stranger.get("/search/", {"q": "crossing duty"}).content.decode()
        near = stranger.get(f"/library/{shelf['tree'].slug}/")
        assert "Zebra" not in near.content.decode()


def test_members_and_editors_find_it(
    shelf: Shelf, signed_in: SignIn, leader: User, reviewer: User
) -> None:
    for person in (leader, reviewer):
        client = signed_in(person)
        assert shelf["secret"].title in titles(client.get("/library/"))
        assert counts(client.get("/library/"), "kind")["policy"] == 1
        labels = [one["label"] for one in client.get("/search/suggest?q=zeb").json()["options"]]
        assert labels == ["zebra", "Zebra crossing duty"]
        assert "Zebra" in client.get(f"/library/{shelf['tree'].slug}/").content.decode()


def test_chips_take_one_filter_off_and_keep_the_rest(shelf: Shelf, client: Client) -> None:
    chosen = {"q": "letters", "kind": ["template", "guide"], "sort": "title"}
    answer = client.get("/library/", chosen)
    chips = {one["label"]: one["url"] for one in answer.context["chosen"]}
    assert chips == {
        "Guide": "/library/?q=letters&kind=template&sort=title",
        "Template or tool": "/library/?q=letters&kind=guide&sort=title",
    }
    text = answer.content.decode()
    assert all(f'href="{url.replace("&", "&amp;")}"' in text for url in chips.values())
    assert answer.context["cleared"] == "/library/?q=letters&sort=title"


def test_a_long_facet_shows_its_largest_values_every_chosen_one_and_a_link_to_the_rest(
    make: Make, deliver: Callable[[], None], client: Client
) -> None:
    for number in range(15):
        make(f"Practice {number}", tags=tuple(f"tag{n:02}" for n in range(number + 1)))
    deliver()
    answer = client.get("/library/", {"tag": "tag14"})
    assert set(counts(answer, "tag")) == {f"tag{n:02}" for n in [*range(12), 14]}
    link = re.search(r'class="more" href="([^"]+)"', answer.content.decode())
    assert link
    everything = client.get(link[1].replace("&amp;", "&").split("#")[0])
    assert len(counts(everything, "tag")) == 15


def test_orders(shelf: Shelf, client: Client) -> None:
    shown = [
        card.title for card in client.get("/library/", {"sort": "title"}).context["answer"].cards
    ]
    assert shown == sorted(shown)
    newest = [card.pk for card in client.get("/library/").context["answer"].cards]
    assert newest == [shelf[key].pk for key in ("spanish", "letters", "mentors", "tree")]
    oldest = [
        card.pk for card in client.get("/library/", {"sort": "oldest"}).context["answer"].cards
    ]
    assert newest == oldest[::-1]


def test_a_misspelled_word_is_mended_and_found(shelf: Shelf, client: Client) -> None:
    text = client.get("/library/", {"q": "familys mentrs"}).content.decode()
    assert "Did you mean" in text or "words like them" in text


def test_some_of_the_words_are_better_than_nothing(shelf: Shelf, client: Client) -> None:
    text = client.get("/library/", {"q": "phone students helicopter"}).content.decode()
    assert "No resource has all of your words" in text
    assert shelf["tree"].slug in text


def test_nothing_found_says_what_to_do(shelf: Shelf, client: Client) -> None:
    text = client.get("/library/", {"q": "xqzzy", "kind": "guide"}).content.decode()
    assert "Nothing in the library answers this with these filters" in text
    assert 'href="/library/?q=xqzzy"' in text


def test_without_the_index_the_database_answers_and_says_so(
    shelf: Shelf, client: Client, settings: Settings, tmp_path: Any
) -> None:
    settings.SEARCH_URL = f"embedded:{tmp_path / 'nothing-here'}"
    answer = client.get("/library/", {"q": "letters", "kind": "template"})
    assert "Search is being repaired" in answer.content.decode()
    assert titles(answer) == {shelf["letters"].title}
    assert titles(client.get("/library/", {"q": "zebra"})) == set()
    assert "Search is being repaired" in client.get("/search/?q=letters").content.decode()


BAD = [
    {"page": "-1"},
    {"page": "0"},
    {"page": "abc"},
    {"page": "999999999"},
    {"page": "٣"},
    {"q": '"'},
    {"q": 'say "hello'},
    {"q": "a\x00b"},
    {"q": "x" * 5_000},
    {"q": "word " * 1_000},
    {"q": "<script>alert(1)</script>"},
    {"q": "title:x AND (y OR -z)* ~^"},
    {"q": "学校 مدرسة школа"},
    {"q": "cafe\u0301"},
    {"q": "\ud800".encode("utf-8", "surrogatepass").decode("latin-1")},
    {"q": ["one", "two"], "sort": ["title", "newest"], "page": ["2", "1"]},
    {"sort": "password"},
    {"topic": ["no-such", "x" * 5_000, "a\x00b", ""]},
    {"kind": ["guide"] * 500},
    {"year": ["99999999999", "-1", "abc"]},
    {"more": ["tag", "nothing"]},
    {"unknown": "x", "kind[]": "guide"},
]


@pytest.mark.parametrize("path", ["/library/", "/search/", "/search/suggest"])
@pytest.mark.parametrize("parameters", BAD, ids=lambda value: str(value)[:40])
def test_bad_input_gets_a_good_answer(
    shelf: Shelf, client: Client, path: str, parameters: dict[str, Any]
) -> None:
    answer = client.get(path, parameters)
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


def test_a_page_beyond_the_end_is_the_last_one(shelf: Shelf, client: Client) -> None:
    answer = client.get("/library/", {"page": "999999999"})
    assert answer.context["question"].page == 1
    assert len(titles(answer)) == 4


def test_pages_of_a_long_answer(make: Make, deliver: Callable[[], None], client: Client) -> None:
    for number in range(21):
        make(f"Practice {number}", kind="guide")
    deliver()
    first = client.get("/library/", {"kind": "guide"})
    assert 'rel="next" href="?kind=guide&amp;page=2"' in first.content.decode()
    second = client.get("/library/", {"kind": "guide", "page": "2"})
    assert len(titles(second)) == 1
    assert not titles(first) & titles(second)


def test_a_list_takes_nine_queries_however_long(
    make: Make,
    deliver: Callable[[], None],
    client: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(20):
        make(f"Practice {number}", terms=("chronic-absence", "9-12"), tags=(f"tag{number}", "all"))
    deliver()
    # Three are for what the site remembers until it changes (synonyms, pinned results, former
    # addresses of terms): within the transaction of a test it is read each time.
    client.get("/library/", {"q": "practice"})
    with django_assert_max_num_queries(9):
        assert len(titles(client.get("/library/", {"tag": "all", "q": "practice"}))) == 20


def test_recognized_practices_bear_a_badge_and_can_be_asked_for(
    make: Make, deliver: Callable[[], None], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make("A phone tree", quality=3)
    make("A quiet start", quality=2)
    deliver()
    everything = client.get("/library/")
    assert counts(everything, "recognition") == {"recognized": 1}
    text = everything.content.decode()
    assert 'name="recognition" value="recognized"' in text
    assert "Recognized by the editors" in text
    assert text.count("Recognized</span>") == 1
    assert titles(client.get("/library/", {"recognition": "recognized"})) == {"A phone tree"}
    assert titles(client.get("/library/", {"recognition": "3"})) == set()
    heads = [
        client.get(f"/library/{slug}/").content.decode().partition("</h1>")[0]
        for slug in ("a-phone-tree", "a-quiet-start")
    ]
    assert ["Recognized</span>" in head for head in heads] == [True, False]

    def away(*args: object, **kwargs: object) -> None:
        raise SearchUnavailable

    monkeypatch.setattr("library.services.answering.search", away)
    assert titles(client.get("/library/", {"recognition": "recognized"})) == {"A phone tree"}
    assert titles(client.get("/library/", {"recognition": "3"})) == set()


def test_where_nothing_is_recognized_nobody_is_asked(
    make: Make, deliver: Callable[[], None], client: Client
) -> None:
    make("A quiet start", quality=2)
    deliver()
    assert 'name="recognition"' not in client.get("/library/").content.decode()
