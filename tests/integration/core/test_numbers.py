"""A number in an address that no database takes leads nowhere, as any that nothing has."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from library.models import LibraryIndexPage
from tests.addresses import an_address_of, every_pattern

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("digits", [15, 16, 19, 23, 30])
def test_a_number_of_any_length_is_no_error(
    library: LibraryIndexPage,
    reviewer: User,
    signed_in: Callable[[User], Client],
    digits: int,
) -> None:
    client = signed_in(reviewer)
    patterns = [one for one in every_pattern() if "<number:" in one]
    assert patterns
    for pattern in patterns:
        address = an_address_of(re.sub(r"<number:\w+>", "9" * digits, pattern))
        for answer in (client.get(address), client.post(address)):
            assert answer.status_code in {302, 403, 404, 405}, address


@pytest.mark.parametrize(
    "address",
    [
        "/calendar/event-{}.ics",
        "/follow/{}/",
        "/follow/{}/stop/",
        "/sitemap-pages-{}.xml",
        "/sitemap-resources-{}.xml",
        "/r/{}/",
        "/api/v1/resources/{}",
    ],
)
@pytest.mark.parametrize("digits", [15, 19, 23, 30])
def test_a_visitor_is_told_that_there_is_no_such_page(
    client: Client, library: LibraryIndexPage, address: str, digits: int
) -> None:
    client.raise_request_exception = False
    assert client.get(address.format("9" * digits)).status_code == (
        405 if address.endswith("stop/") and digits == 15 else 404
    )


def test_our_own_addresses_all_have_such_numbers() -> None:
    foreign = ("accounts/", "admin/", "documents/", "_util/")
    ours_in_admin = (
        "admin/review/",
        "admin/comments/",
        "admin/members/",
        "admin/desk/",
        "admin/import/",
    )
    careless = [
        one
        for one in every_pattern()
        if "<int:" in one and (one.startswith(ours_in_admin) or not one.startswith(foreign))
    ]
    assert careless == []
