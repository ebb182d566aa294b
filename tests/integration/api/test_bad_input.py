"""Whatever stands in the address, the API answers well or refuses cleanly."""

import unicodedata
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.django_db

FACETS = ["topic", "tag", "audience", "grade", "kind", "standard", "license", "language", "year"]
NASTY = st.sampled_from(
    [
        *('"', 'say "hello', "''", "a AND OR NOT b", "title:x^2~*?[a TO b]", "-", '-"', "\\", "+"),
        *("\x00", "a\x00b", "<script>alert(1)</script>", "{{7*7}}", "%s %(a)s", "../../etc/passwd"),
        *("x" * 5_000, "word " * 1_000, "学校 领导", "مدرسة", "école", "é" * 600, "\u202egnp"),
        *(unicodedata.normalize(form, "Žižkova škola") for form in ("NFC", "NFD")),
        *("\ud7ff\ue000", "🏫" * 300, "\r\nX: y", "-1", "0", "2024", "9" * 400, "٣", "1e9"),
    ]
)
TEXT = NASTY | st.text(max_size=60)
NUMBER = st.integers(-(10**12), 10**12).map(str) | st.sampled_from(
    ["", "abc", "-1", "0", "1.5", "1e3", "999999999", "1_000", " 7 ", "٣", "\x00", "0x10", "nan"]
)
QUESTION = st.fixed_dictionaries(
    {},
    optional={
        "q": TEXT | st.lists(TEXT, max_size=3),
        **{name: st.lists(TEXT, max_size=4) for name in FACETS},
        "sort": st.sampled_from(["relevance", "newest", "title", "price", "-title"]) | TEXT,
        "page": NUMBER | st.lists(NUMBER, max_size=3),
        "size": NUMBER,
        "unknown": TEXT,
        "topic[]": TEXT,
    },
)


def check(client: Client, parameters: dict[str, Any]) -> None:
    response = client.get("/api/v1/search", parameters)
    assert response.status_code in {200, 400, 422}
    body = response.json()
    if response.status_code == 200:
        assert body["total"] >= len(body["hits"])
        assert not body["is_fallback"]
    else:
        assert body["detail"]


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(parameters=QUESTION)
@example(parameters={"page": "999999999"})
@example(parameters={"year": ["99999999999999999999"], "q": "-"})
def test_any_question_has_an_answer(
    shelf: None, client: Client, parameters: dict[str, Any]
) -> None:
    check(client, parameters)


@pytest.mark.parametrize(
    ("parameters", "status"),
    [
        ({"page": "-1"}, 422),
        ({"page": "0"}, 422),
        ({"page": "abc"}, 422),
        ({"page": "999999999"}, 422),
        ({"page": "100000"}, 200),
        ({"size": "0"}, 422),
        ({"size": "-1"}, 422),
        ({"size": "1000"}, 422),
        ({"size": "100"}, 200),
        ({"sort": "price"}, 422),
        ({"sort": "oldest"}, 200),
        ({"q": ["one", "two"]}, 200),
        ({"nothing": "known"}, 200),
        ({"q": "word " * 1_000}, 200),
        ({"q": "x" * 5_000}, 200),
        ({"tag": [f"t{n}" for n in range(900)]}, 200),
        ({"tag": [f"t{n}" for n in range(1_100)]}, 400),
    ],
)
def test_what_cannot_be_meant_is_refused_in_json(
    shelf: None, client: Client, parameters: dict[str, Any], status: int
) -> None:
    response = client.get("/api/v1/search", parameters)
    assert response.status_code == status
    assert response["Content-Type"].startswith("application/json")
    assert status == 200 or response.json()["detail"]


def test_bytes_that_are_no_text_are_answered(shelf: None, client: Client) -> None:
    response = client.get("/api/v1/search", QUERY_STRING="q=%ff%fe&topic=%c3")
    assert response.status_code == 200


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/v1/", "/api/v2/search", "/api/v1/nothing"])
def test_other_addresses_are_not_found_in_json(db: None, client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response.json() == {"detail": "Not Found"}
