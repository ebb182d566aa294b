"""The search of the API: what it answers, to whom, and that it is the page's answer."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import User
from library.api import AnswerOut
from library.models import LibraryIndexPage, ResourcePage
from tests.integration.api.conftest import Get

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def test_no_words_mean_everything(shelf: None, get: Get) -> None:
    found = get("search")
    assert (found["total"], found["page"], found["pages"]) == (27, 1, 2)
    assert len(found["hits"]) == 20
    assert found["suggestion"] is None
    assert not found["is_fallback"]
    assert len(get("search", page=2)["hits"]) == 7
    assert get("search", page=3)["hits"] == []
    assert len(get("search", size=100)["hits"]) == 27


def test_a_hit_says_what_it_is(shelf: None, get: Get) -> None:
    hit = get("search", q="number7")["hits"][0]
    page = ResourcePage.objects.get(external_id="row-7")
    assert hit["id"] == page.pk
    assert hit["external_id"] == "row-7"
    assert hit["title"] == "Attendance teams, part 7"
    assert hit["url"] == f"http://127.0.0.1:8000/library/{page.slug}/"
    assert hit["kind"] == "guide"
    assert hit["summary"] == "What came of practice 7."
    assert "<mark>number7</mark>" in hit["highlights"]["body"]
    assert hit["score"] > 0
    assert set(hit) == {
        *("id", "external_id", "title", "url", "kind", "summary", "highlights", "file"),
        *("score", "pinned"),
    }


def test_every_value_of_every_facet_is_counted(shelf: None, get: Get) -> None:
    facets = get("search")["facets"]
    assert list(facets) == [
        *("topic", "audience", "grade", "kind", "recognition", "access"),
        *("standard", "license", "language", "tag", "year"),
    ]
    assert len(facets["tag"]) == 31
    assert {v["value"]: v["count"] for v in facets["kind"]} == {"guide": 18, "policy": 9}
    first = facets["tag"][0]
    assert first == {
        "value": "phone-tree",
        "label": "phone tree",
        "count": 27,
        "selected": False,
    }


def test_values_of_a_facet_add_up_and_facets_narrow(shelf: None, get: Get) -> None:
    assert get("search", tag=["tag1", "tag2", "nothing"])["total"] == 2
    assert get("search", tag=["tag1", "tag2"], kind="guide")["total"] == 2
    assert get("search", tag=["tag1", "tag3"], kind="guide")["total"] == 1
    found = get("search", kind="policy")
    assert {v["value"]: v["count"] for v in found["facets"]["kind"]} == {"guide": 18, "policy": 9}
    assert [v["value"] for v in found["facets"]["kind"] if v["selected"]] == ["policy"]


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"q": "attendance"},
        {"q": "attendence"},
        {"q": '"phone tree" -mentoring'},
        {"q": "what can we do about attendance of teams"},
        {"topic": ["attendance-and-engagement"], "kind": ["guide", "policy"]},
        {"q": "mentoring", "tag": ["other0", "other1"], "sort": "title"},
        {"year": ["2012", "2013"], "sort": "oldest", "page": "2"},
        {"sort": "newest", "language": ["es"], "license": ["cc-by"], "grade": ["9-12"]},
        {"topic": ["no-such-topic"]},
    ],
)
def test_it_is_the_answer_of_the_page(
    shelf: None, get: Get, client: Client, parameters: dict[str, Any]
) -> None:
    found = get("search", **parameters)
    shown = client.get("/library/", parameters).context["answer"]
    assert found["total"] == shown.total
    assert found["pages"] == shown.pages
    assert found["suggestion"] == shown.suggestion
    if found["page"] == shown.question.page:
        assert [hit["id"] for hit in found["hits"]] == [card.pk for card in shown.cards]
        assert [hit["highlights"] for hit in found["hits"]] == [c.highlights for c in shown.cards]
    for facet in shown.facets:
        listed = {v["value"]: v for v in found["facets"][facet.name]}
        assert len(listed) == len(facet.values) + facet.hidden
        for value in facet.values:
            one = listed[value.value]
            assert (one["label"], one["count"], one["selected"]) == (
                value.label,
                value.count,
                value.selected,
            )


def test_members_find_what_visitors_do_not(
    shelf: None, get: Get, signed_in: SignIn, leader: User, outsider: User, newcomer: User
) -> None:
    assert get("search", q="number10")["total"] == 0
    assert get("search", by=signed_in(outsider), q="number10")["total"] == 0
    assert get("search", by=signed_in(newcomer), tag="tag10")["total"] == 0
    assert get("search", by=signed_in(leader), q="number10")["total"] == 1
    assert "tag10" not in str(get("search")["facets"])


def test_what_was_withdrawn_since_is_not_shown(shelf: None, get: Get) -> None:
    page = ResourcePage.objects.get(external_id="row-7")
    ResourcePage.objects.filter(pk=page.pk).update(live=False)
    assert get("search", q="number7")["hits"] == []


def test_without_the_index_titles_and_summaries_are_searched(
    shelf: None, get: Get, settings: Settings
) -> None:
    settings.SEARCH_URL = "embedded:/proc/nothing"
    found = get("search", q="attendance", kind="guide")
    assert found["is_fallback"]
    assert found["total"] == 10
    assert found["facets"]["kind"] == [
        {"value": "guide", "label": "Guide", "count": None, "selected": True}
    ]
    assert found["hits"][0]["highlights"] == {}


def test_the_number_of_queries_does_not_grow(
    shelf: None, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/api/v1/search", {"q": "attendance"})
    # Words and filters ask for what the site remembers until it changes (synonyms, pinned results,
    # former addresses of terms): within the transaction of a test it is read each time.
    filtered = {"q": "attendance", "tag": ["tag1", "tag2", "tag3"]}
    for parameters, number in (({}, 3), ({"size": 5}, 3), (filtered, 6)):
        with django_assert_num_queries(number):
            client.get("/api/v1/search", parameters)


def test_what_everyone_sees_may_be_cached_and_what_members_see_never(
    shelf: None, client: Client, signed_in: SignIn, leader: User
) -> None:
    public = client.get("/api/v1/search")
    assert public["Cache-Control"] == "public, max-age=30"
    assert "Cookie" in public["Vary"]
    private = signed_in(leader).get("/api/v1/search")["Cache-Control"]
    assert set(private.split(", ")) == {"private", "no-store"}


def test_an_answer_is_what_the_document_says(shelf: None, client: Client) -> None:
    for parameters in ({}, {"q": "attendance"}, {"q": "atendance", "kind": ["guide", "none"]}):
        found = client.get("/api/v1/search", parameters).json()
        described = AnswerOut.model_validate(found).model_dump(mode="json")
        assert described == found


def test_an_empty_library_answers(library: LibraryIndexPage, get: Get) -> None:
    found = get("search", q="anything")
    assert (found["total"], found["pages"], found["hits"]) == (0, 1, [])


def test_the_document_describes_both_addresses_and_nothing_is_fetched_elsewhere(
    client: Client,
) -> None:
    document = client.get("/api/v1/openapi.json").json()
    assert set(document["paths"]) == {"/api/v1/search", "/api/v1/resources/{pk}"}
    names = {one["name"] for one in document["paths"]["/api/v1/search"]["get"]["parameters"]}
    assert names == {
        *("q", "topic", "tag", "audience", "grade", "kind", "standard", "license", "language"),
        *("recognition", "access", "year", "sort", "page", "size"),
    }
    assert client.get("/api/v1/docs").status_code == 404
