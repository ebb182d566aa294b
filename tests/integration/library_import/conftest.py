"""A library with its vocabularies, and an index that no other test has written to."""

from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import Settings

from library.models import LibraryIndexPage


@pytest.fixture
def vocabularies(library: LibraryIndexPage) -> None:
    call_command("load_vocabularies")


@pytest.fixture(autouse=True)
def empty_index(settings: Settings, tmp_path: Path) -> None:
    settings.SEARCH_URL = f"embedded:{tmp_path / 'index'}"
