"""A library with its vocabularies, and an index that no other test has written to."""

import pytest
from django.core.management import call_command

from library.models import LibraryIndexPage


@pytest.fixture
def vocabularies(library: LibraryIndexPage) -> None:
    call_command("load_vocabularies")


@pytest.fixture(autouse=True)
def empty_index(search_index: None) -> None:
    """The index of the test's own."""
