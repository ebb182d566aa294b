"""The whole site behind its page cache."""

import pytest
from django.core.management import call_command

from home.models import MissionPage
from home.services import load_starter
from library.models import LibraryIndexPage, ResourcePage, ResourceTerm, Term
from outbox.services import drain
from tests.factories.resources import make_draft, publish
from tests.visitors import Visitor


@pytest.fixture(autouse=True)
def empty_index(search_index: None) -> None:
    """The index of the test's own."""


@pytest.fixture
def tree(db: None) -> ResourcePage:
    """A public resource with a topic, in the starter site, known to the index."""
    load_starter()
    call_command("load_vocabularies", verbosity=0)
    draft = make_draft(LibraryIndexPage.objects.get(), "A phone tree")
    draft.resource_terms.add(ResourceTerm(term=Term.objects.get(slug="chronic-absence")))
    draft.save_revision()
    page = publish(draft)
    # The first builds the index; what waited for one is delivered by the second.
    drain()
    drain()
    return page


@pytest.fixture
def visitor(tree: ResourcePage) -> Visitor:
    return Visitor()


@pytest.fixture
def about(tree: ResourcePage) -> MissionPage:
    return MissionPage.objects.get()
