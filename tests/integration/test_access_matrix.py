"""Who gets what at every address: each pattern of the project has a row in `access_table`, or
this fails and names it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.contrib.auth import SESSION_KEY
from django.db import transaction
from django.test import Client
from django.urls import resolve

from accounts.models import User
from contributions.models import Correction, Submission
from contributions.services import drafts, submitting
from files.models import PrivacyHold, StoredFile
from files.services import store_bytes
from home.models import (
    ContactPage,
    EventIndexPage,
    HomePage,
    IssueIndexPage,
    IssuePage,
    SectionPage,
)
from library.models import (
    BulkChange,
    ImportRun,
    LibraryIndexPage,
    ListItem,
    ResourceTag,
    SavedResource,
    Term,
)
from library.services import comments, following
from tests.addresses import an_address_of, every_pattern
from tests.factories.pages import add, add_event, restrict
from tests.factories.resources import make_published, members_only
from tests.integration.access_table import ROLES, TABLE

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]

# allauth's own pages: what is for anyone, and what is for whoever is signed in.
FOR_ANYONE = {
    "accounts/login/",
    "accounts/logout/",
    "accounts/inactive/",
    "accounts/signup/",
    "accounts/confirm-email/",
    "accounts/password/reset/",
    "accounts/password/reset/done/",
    "accounts/password/reset/key/done/",
    "accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
    "accounts/login/code/confirm/",
    "accounts/2fa/authenticate/",
    "accounts/2fa/trust/",
    "accounts/2fa/webauthn/login/",
}
FOR_THE_SIGNED_IN = {
    "accounts/reauthenticate/",
    "accounts/email/",
    "accounts/password/change/",
    "accounts/password/set/",
    "accounts/2fa/",
    "accounts/2fa/reauthenticate/",
    "accounts/2fa/totp/activate/",
    "accounts/2fa/totp/deactivate/",
    "accounts/2fa/recovery-codes/",
    "accounts/2fa/recovery-codes/generate/",
    "accounts/2fa/recovery-codes/download/",
    "accounts/2fa/webauthn/",
    "accounts/2fa/webauthn/add/",
    "accounts/2fa/webauthn/reauthenticate/",
    "accounts/2fa/webauthn/keys/<int:pk>/remove/",
    "accounts/2fa/webauthn/keys/<int:pk>/edit/",
    "accounts/sessions/",
}
# Shadowed by rows above; nothing reaches them.
SHADOWED = {
    "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
    "documents/authenticate_with_password/<int:restriction_id>/",
}
# Wagtail's own pages of the admin: nobody without a right to the admin gets in, and a supervisor,
# who has one for the review queue, keeps neither people nor members nor resources there.
ADMIN = "admin/"
OURS_IN_ADMIN = (
    "admin/review/",
    "admin/comments/",
    "admin/import/",
    "admin/members/",
    "admin/deliveries/",
    "admin/desk/",
    "admin/vocabularies/",
    "admin/resources/",
)
NOT_FOR_SUPERVISORS = (
    "admin/users/",
    "admin/groups/",
    "admin/memberships/",
    "admin/snippets/members/",
    "admin/bulk/",
)
# Scripts and pictures that hold nothing, and what a row above shadows.
HARMLESS = ("admin/jsi18n/", "admin/sprite/", "admin/password_reset/", "admin/login/")


DRAFT = drafts.DraftContent(title="Sentinel of a draft")


class World(NamedTuple):
    """The things that the addresses name, and a client for each role."""

    names: dict[str, Any]
    clients: dict[str, Client]


@pytest.fixture
def submission(
    library: LibraryIndexPage, contributor: User, settings: Any, tmp_path: Path
) -> Submission:
    settings.PRIVATE_FILES_ROOT = tmp_path / "files"
    stored = store_bytes(uploaded_by=contributor, name="calls.txt", data=b"Call each family.\n")
    content = drafts.DraftContent(
        title="Waiting", summary="It waits.", body="x", files=((stored, "Calls"),)
    )
    draft = drafts.start(user=contributor, content=content)
    return submitting.submit(submission=draft, user=contributor)


@pytest.fixture
def world(
    library: LibraryIndexPage,
    submission: Submission,
    signed_in: SignIn,
    request: pytest.FixtureRequest,
) -> World:
    cast = {"member": "leader", "editor": "reviewer"}
    people = {role: request.getfixturevalue(cast.get(role, role)) for role in ROLES[1:]}
    contributor = people["contributor"]
    public = make_published(library, "Public", owner=contributor)
    hidden = make_published(library, "Hidden", **members_only())
    saved = SavedResource.objects.create(user=contributor, resource=public)
    lists = [contributor.save_lists.create(name=name) for name in ("mine", "ours")]
    contributor.save_lists.filter(pk=lists[1].pk).update(is_shared=True)
    item = ListItem.objects.create(saved=saved, save_list=lists[0])
    collection = people["editor"].save_lists.create(name="all", is_shared=True, is_public=True)
    topic = Term.objects.create(vocabulary="topic", slug="absence", label="Absence")
    comment = comments.add_comment(user=contributor, resource=public, text="How long?")
    correction = Correction.objects.create(resource=public, author=contributor, text="A slip")
    front = library.get_parent().specific
    names = {
        "page": front.pk,
        "revision": front.save_revision().pk,
        "public": public.slug,
        "public_pk": public.pk,
        "hidden": hidden.slug,
        "hidden_pk": hidden.pk,
        "waiting": submission.resource.slug,
        "waiting_pk": submission.resource_id,
        "saved": saved.pk,
        "list": lists[0].public_id,
        "shared_list": lists[1].public_id,
        "list_item": item.pk,
        "collection": collection.public_id,
        "topic": topic.slug,
        "follow": following.follow_term(user=contributor, term=topic).pk,
        "comment": comment.pk,
        "file": StoredFile.objects.get().public_id,
        "held_file": make_held(contributor).public_id,
        "submission": submission.public_id,
        "draft": drafts.start(user=contributor, content=DRAFT).public_id,
        "membership": people["newcomer"].membership.pk,
        "correction": correction.pk,
        **make_pages(library),
        "import": ImportRun.objects.create(file_name="table.csv").public_id,
        "term": Term.objects.create(vocabulary="topic", slug="bells", label="Bells").pk,
        "tag": ResourceTag.objects.create(name="bells", slug="bells").pk,
        "bulk": BulkChange.objects.create(rows_total=0).public_id,
    }
    clients = {"visitor": Client()} | {role: signed_in(who) for role, who in people.items()}
    return World(names, clients)


def make_held(owner: User) -> StoredFile:
    """A file that its sender has asked the editors about."""
    stored = store_bytes(uploaded_by=owner, name="held.txt", data=b"Ask the editors.\n")
    PrivacyHold.objects.create(stored_file=stored, state="justified", decide_by=date.today())
    return stored


def make_pages(library: LibraryIndexPage) -> dict[str, Any]:
    """A public page of each kind that has addresses of its own, and a private section."""
    front = HomePage.objects.get()
    add(front, ContactPage(title="Contact", slug="contact"))
    issues = add(front, IssueIndexPage(title="Issues", slug="issues"))
    private = add(front, SectionPage(title="A private section", slug="private"))
    restrict(private)
    hidden = add(issues, IssuePage(title="A private issue", slug="hidden"))
    restrict(hidden)
    return {
        "event": add_event(add(front, EventIndexPage(title="Events", slug="events"))).pk,
        "issue": add(issues, IssuePage(title="Time", slug="time")).pk,
        "private_issue": hidden.pk,
    }


def outcome(client: Client, method: str, address: str, data: dict[str, str] | None = None) -> str:
    """Return the letter for what a request comes to; what it changed is undone."""
    with transaction.atomic():
        try:
            answer = getattr(client, method)(address, data)
        finally:
            transaction.set_rollback(True)
    if answer.status_code == 405:
        return "m"
    if answer.status_code in {401, 403, 404, 410}:
        return "x"
    location = answer.headers.get("Location", "")
    if location.startswith(("/admin/login/", "/_util/login/")):
        # Those doors lead visitors on, and refuse those who are signed in (see their rows).
        return "x" if SESSION_KEY in client.session else "l"
    if location.startswith("/accounts/login/"):
        return "l"
    if location == "/admin/" and not address.startswith("/admin/login/"):
        return "x"
    return "o" if answer.status_code < 500 else str(answer.status_code)


def test_every_address_has_a_row() -> None:
    rows = {row.pattern for row in TABLE} | FOR_ANYONE | FOR_THE_SIGNED_IN | SHADOWED
    missing = [
        pattern
        for pattern in every_pattern()
        if pattern not in rows and not pattern.startswith(ADMIN)
    ]
    ours = [row.pattern for row in TABLE]
    missing += [
        pattern
        for pattern in every_pattern()
        if pattern.startswith(OURS_IN_ADMIN) and pattern not in ours
    ]
    assert not missing, f"Add a row to tests/integration/access_table.py for: {', '.join(missing)}"
    gone = sorted(rows - set(every_pattern()))
    assert not gone, f"These rows are about addresses that are gone: {', '.join(gone)}"


def test_the_addresses_tried_are_real_ones() -> None:
    for pattern in every_pattern():
        assert resolve(an_address_of(pattern)), pattern


def test_each_role_gets_what_its_row_says(world: World) -> None:
    wrong = []
    for row in TABLE:
        address = row.address.format(**world.names)
        for method, expected, data in (("get", row.get, None), ("post", row.post, row.data)):
            got = " ".join(outcome(world.clients[role], method, address, data) for role in ROLES)
            if got != expected:
                wrong.append(f"{method.upper():4} {address}\n  row {expected}\n  got {got}")
    assert not wrong, "\n".join(["", *wrong])


def test_pages_of_the_account_are_for_whoever_is_signed_in(world: World) -> None:
    for pattern in sorted(FOR_THE_SIGNED_IN):
        address = an_address_of(pattern)
        for method in ("get", "post"):
            assert outcome(world.clients["visitor"], method, address) in "lx", address
            for role in ROLES[1:]:
                assert outcome(world.clients[role], method, address) in "oxm", (role, address)
    for pattern in sorted(FOR_ANYONE):
        for method in ("get", "post"):
            got = outcome(world.clients["visitor"], method, an_address_of(pattern))
            assert got in "olxm", pattern


@pytest.mark.parametrize("role", ["visitor", "outsider", "newcomer", "member", "coach"])
def test_the_admin_is_shut_to_those_without_a_right_to_it(world: World, role: str) -> None:
    client, opened = world.clients[role], []
    for pattern in every_pattern():
        if not pattern.startswith(ADMIN) or pattern.startswith(HARMLESS):
            continue
        address = an_address_of(pattern)
        opened += [
            f"{method} {address} {got}"
            for method in ("get", "post")
            if (got := outcome(client, method, address)) not in "lx"
        ]
    assert not opened


def test_supervisors_find_only_the_review_queue_there(world: World) -> None:
    client, opened = world.clients["supervisor"], []
    for pattern in every_pattern():
        if pattern.startswith(NOT_FOR_SUPERVISORS):
            address = an_address_of(pattern)
            opened += [
                f"{method} {address} {got}"
                for method in ("get", "post")
                if (got := outcome(client, method, address)) not in "xm"
            ]
    assert not opened


def test_administrators_read_neither_threads_nor_drafts(
    world: World, submission: Submission
) -> None:
    author = submission.contributor
    submitting.post(submission=submission, user=author, text="Sentinel in the thread")
    client = world.clients["administrator"]
    client.raise_request_exception = False
    addresses = [row.address.format(**world.names) for row in TABLE]
    addresses += [an_address_of(pattern) for pattern in every_pattern()]
    for address in addresses:
        answer = client.get(address)
        content = b"".join(answer) if answer.streaming else answer.content
        assert b"Sentinel" not in content, address
