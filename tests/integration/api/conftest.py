"""A small library that the index knows."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from library.models import LibraryIndexPage
from tests.factories.tables import as_csv, entry, run_import

Get = Callable[..., Any]


@pytest.fixture(autouse=True)
def empty_index(search_index: None) -> None:
    """The index of the test's own."""


@pytest.fixture
def shelf(library: LibraryIndexPage, deliver: Callable[[], None]) -> None:
    """Thirty published resources, three of them for members only, with 34 tags and two kinds."""
    call_command("load_vocabularies")
    rows = [
        entry(
            number,
            title=f"Attendance teams, part {number}" if number % 2 else f"Mentoring {number}",
            kind="guide" if number % 3 else "policy",
            tags=f"phone tree; tag{number}; other{number % 3}",
            topics="chronic-absence" if number % 2 else "dropout-prevention; new idea",
            visibility="public" if number % 10 else "members",
            published_at=f"20{10 + number % 15}-05-31",
        )
        for number in range(30)
    ]
    assert run_import(as_csv(rows)).summary() == "30 new."
    deliver()


@pytest.fixture
def get(client: Client) -> Get:
    """Ask the API and return its JSON; `by` is another client."""

    def ask(path: str, by: Client | None = None, **parameters: Any) -> Any:
        response = (by or client).get(f"/api/v1/{path}", parameters)
        assert response.status_code == 200, response.content
        return response.json()

    return ask
