"""A shelf of resources that the index knows, one of them for members only."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from library.models import LibraryIndexPage, ResourcePage, ResourceTerm, Term
from tests.factories.resources import make_draft, members_only, publish


@pytest.fixture(autouse=True)
def empty_index(search_index: None) -> None:
    """The index of the test's own."""


@pytest.fixture
def vocabularies(db: None) -> None:
    call_command("load_vocabularies", verbosity=0)


Make = Callable[..., ResourcePage]


@pytest.fixture
def make(library: LibraryIndexPage, vocabularies: None) -> Make:
    """Publish a resource with terms (by slug) and tags."""

    def build(
        title: str, *, terms: tuple[str, ...] = (), tags: tuple[str, ...] = (), **fields: object
    ) -> ResourcePage:
        draft = make_draft(library, title, **fields)
        draft.resource_terms.set(
            [ResourceTerm(term=term) for term in Term.objects.filter(slug__in=terms)]
        )
        draft.tags.set(tags)
        draft.save_revision()
        return publish(draft)

    return build


@pytest.fixture
def shelf(make: Make, deliver: Callable[[], None]) -> dict[str, ResourcePage]:
    """Four public resources and one for members."""
    made = {
        "tree": make(
            "A phone tree for absent students",
            terms=("chronic-absence", "9-12"),
            tags=("phone",),
            kind="practice",
            time_to_start="6 hours",
            cost="None",
        ),
        "mentors": make(
            "Mentors for new principals", terms=("6-8",), tags=("mentors",), kind="guide"
        ),
        "letters": make("Letters that families read", terms=("9-12",), kind="template"),
        "spanish": make("Cartas a las familias", kind="template", language="es"),
        "secret": make(
            "Zebra crossing duty",
            terms=("chronic-absence", "9-12"),
            tags=("zebra",),
            kind="policy",
            **members_only(),
        ),
    }
    for day, page in enumerate(made.values(), start=1):
        appeared = datetime(2025, 3, day, 12, tzinfo=UTC)
        ResourcePage.objects.filter(pk=page.pk).update(first_published_at=appeared)
    deliver()
    return made
