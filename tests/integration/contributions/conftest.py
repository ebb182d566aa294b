"""Contributions of the story cast, and how they are sent."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from contributions.models import Submission
from contributions.services import drafts
from library.models import LibraryIndexPage

SignIn = Callable[[User], Client]
FORMSETS = {
    "links-TOTAL_FORMS": "1",
    "links-INITIAL_FORMS": "0",
    "contributors-TOTAL_FORMS": "1",
    "contributors-INITIAL_FORMS": "0",
}


def typed(**fields: Any) -> dict[str, Any]:
    """What the form sends when somebody has typed a whole contribution."""
    return {
        **FORMSETS,
        "title": "A phone tree",
        "summary": "Advisers called home.",
        "body": "We called.",
        "right_to_share": "mine",
        "license": "cc-by-nc",
        "kind": "practice",
        "language": "en",
        "visibility": "public",
        "serial": "0",
        **fields,
    }


def edit_url(submission: Submission) -> str:
    """The address of the form."""
    return reverse("contributions:edit", args=[submission.public_id])


@pytest.fixture
def draft(library: LibraryIndexPage, contributor: User) -> Submission:
    content = drafts.DraftContent(
        title="A phone tree", summary="Advisers called home.", body="We called."
    )
    return drafts.start(user=contributor, content=content)
