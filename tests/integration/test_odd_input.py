"""What a program may send and no form does: no error of the server comes of it, on any database."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test import Client
from django.urls import resolve

from accounts.models import User
from library.models import LibraryIndexPage, ResourcePage, Term
from library.services import bulk
from library.services.saves import create_list, save_resource
from tests.factories.resources import make_draft, publish

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
LONG = "9" * 5_000


def _strict(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    """Refuse what PostgreSQL refuses."""
    if "\\x00" in repr(params):
        raise ValueError("A string literal cannot contain NUL (0x00) characters.")
    return execute(sql, params, many, context)


@pytest.fixture(autouse=True)
def strict_database(db: None) -> Iterator[None]:
    with connection.execute_wrapper(_strict):
        yield


@pytest.fixture
def page(library: LibraryIndexPage, search_index: None) -> ResourcePage:
    return publish(make_draft(library, "A phone tree"))


ADDRESSES = [
    "/my/follows/topic/%00/",
    "/library/%00/",
    "/library/%00/follow/",
    "/library/{slug}/follow/",
    "/library/{slug}/used/",
    "/library/{slug}/comments/",
    "/library/{slug}/cite/",
    "/library/{slug}/cite.bib",
    "/library/{slug}/save/",
    "/my/follows/no-mails/%00/",
    "/my/follows/mails/",
    "/lists/",
    "/collections/",
    "/terms/topic/x/",
    "/share/",
    "/share/save/",
    "/share/correction/{pk}/",
    "/my/saved/{saved}/lists/",
    "/lists/{list}/rename/",
    "/lists/{list}/share/",
    "/admin/resources/{change}/",
    "/admin/review/resource/{pk}/withdraw/",
    "/admin/vocabularies/terms/{term}/merge/",
    "/admin/vocabularies/tags/",
    "/admin/vocabularies/tags/unused/",
    "/admin/resources/",
    "/admin/resources/choose/",
    "/admin/vocabularies/terms/topic/import/apply/",
    "/admin/comments/",
    "/admin/held-files/",
]
FIELDS = (
    *("topic", "tag", "resource", "query", "q", "name", "description", "text", "answers", "page"),
    *("p", "style", "version", "place", "context", "note", "helpful", "title", "summary", "tags"),
    *("file", "key", "serial", "wanted", "action", "plan", "kind", "shared", "into"),
    *("topics", "grades", "audiences", "lists", "audience", "topic_mode", "email", "reason"),
    *("add_tags", "tag_mode", "review_mode", "review_by", "license", "language", "year"),
    *("alike_1", "alike_9999999999999999999", "alike_note_1", "links-TOTAL_FORMS"),
)


@pytest.mark.parametrize("value", ["\0", "a\0b", LONG, "-1", "\ud800", "\u202e", "1e9", "９" * 30])
@pytest.mark.parametrize("address", ADDRESSES)
def test_odd_values_are_no_error(
    address: str, value: str, page: ResourcePage, signed_in: SignIn, reviewer: User
) -> None:
    client = signed_in(reviewer)
    saved = save_resource(user=reviewer, resource=page)
    path = address.format(
        slug=page.slug,
        pk=page.pk,
        saved=saved.pk,
        list=create_list(user=reviewer, name="First weeks").public_id,
        change=bulk.choose(user=reviewer, keys=[page.pk]).public_id,
        term=Term.objects.create(vocabulary="topic", slug="calls", label="Calls").pk,
    )
    # An address that nobody answers would prove nothing.
    assert resolve(unquote(path))
    sent = {name: [value, value] for name in FIELDS}
    if value != "\ud800":
        assert client.get(path, sent).status_code < 500
        assert client.post(path, sent).status_code < 500
    else:
        odd = "&".join(f"{name}=%ED%A0%80" for name in FIELDS)
        assert client.get(f"{path}?{odd}").status_code < 500
        kind = "application/x-www-form-urlencoded"
        assert client.post(path, odd, content_type=kind).status_code < 500
