"""Who gets what at every address: each pattern of the project has a row, or this fails.

A row says for each role, in the order of `ROLES`, what a GET and a POST come to:

    o   open: the view does what it is for, or says what is wrong with the form
    l   led to the sign-in page
    x   refused: 403, 404, 410, or back to the start of the admin with a word
    m   method not allowed

What belongs to one person is the contributor's here.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.contrib.auth import SESSION_KEY
from django.db import transaction
from django.template import TemplateDoesNotExist
from django.test import Client
from django.urls import resolve

from accounts.models import User
from contributions.models import Correction, Submission
from contributions.services import drafts, submitting
from files.models import StoredFile
from files.services import store_bytes
from library.models import ImportRun, LibraryIndexPage, SavedResource
from tests.addresses import an_address_of, every_pattern
from tests.factories.resources import make_published, members_only

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]

ROLES = (
    "visitor",
    "outsider",
    "newcomer",
    "member",
    "contributor",
    "coach",
    "supervisor",
    "editor",
    "administrator",
)
#          v o n m c C S E A
EVERYONE = "o o o o o o o o o"
NOBODY = "x x x x x x x x x"
NEVER = "m m m m m m m m m"
SIGNED_IN = "l o o o o o o o o"
WRONG_WAY = "l x x x x x m m m"
OWNER = "l x x x o x x x x"
OWNER_HIDDEN = "x x x x o x x x x"
MEMBERS = "x x x o o o o o o"
REVIEWERS = "l x x x x x o o x"
KEEPERS = "l x x x x x x o o"
ADMINISTRATOR = "l x x x x x x x o"
UPLOADERS = "x o o o o o o o o"

OWN = "my/contributions/<uuid:public_id>/"


class Row(NamedTuple):
    """What each role gets at an address; `{…}` in it names a thing of the `World`."""

    pattern: str
    address: str
    get: str
    post: str
    data: dict[str, str] = {}


TABLE = [
    # One's own account
    Row("my/account/", "/my/account/", SIGNED_IN, NEVER),
    Row("my/profile/", "/my/profile/", SIGNED_IN, SIGNED_IN),
    Row("accounts/confirm/", "/accounts/confirm/", EVERYONE, EVERYONE),
    Row("accounts/confirm/<str:token>/", "/accounts/confirm/x/", EVERYONE, EVERYONE),
    Row("accounts/second-factor/", "/accounts/second-factor/", SIGNED_IN, NEVER),
    # Doors that are shut: they lead to the one that is not, or say no
    Row("admin/login/", "/admin/login/", "l x x x x x o o o", "l x x x x x o o o"),
    Row("_util/login/", "/_util/login/", "l x x x x x x x x", "l x x x x x x x x"),
    Row(
        "^_util/authenticate_with_password/",
        "/_util/authenticate_with_password/1/1/",
        "l x x x x x x x x",
        "l x x x x x x x x",
    ),
    Row(
        "^documents/authenticate_with_password/",
        "/documents/authenticate_with_password/1/",
        "l x x x x x x x x",
        "l x x x x x x x x",
    ),
    Row("^admin/password_reset/", "/admin/password_reset/", EVERYONE, EVERYONE),
    # Reading and searching
    Row(r"^((?:[\w\-]+/)*)$", "/", EVERYONE, EVERYONE),
    Row("library/", "/library/", EVERYONE, NEVER),
    Row("search/", "/search/", EVERYONE, NEVER),
    Row("search/suggest", "/search/suggest?q=phone", EVERYONE, NEVER),
    Row("library/<str:slug>/", "/library/{public}/", EVERYONE, NEVER),
    Row("library/<str:slug>/", "/library/{hidden}/", MEMBERS, NEVER),
    Row("library/<str:slug>/", "/library/{waiting}/", NOBODY, NEVER),
    Row("library/<str:slug>/versions/", "/library/{public}/versions/", EVERYONE, NEVER),
    Row("library/<str:slug>/versions/", "/library/{hidden}/versions/", MEMBERS, NEVER),
    Row("library/<str:slug>/v/<int:number>/", "/library/{public}/v/1/", EVERYONE, NEVER),
    Row("library/<str:slug>/v/<int:number>/", "/library/{hidden}/v/1/", MEMBERS, NEVER),
    Row("r/<int:pk>/", "/r/{public_pk}/", EVERYONE, NEVER),
    Row("r/<int:pk>/", "/r/{hidden_pk}/", MEMBERS, NEVER),
    Row("r/<int:pk>/", "/r/{waiting_pk}/", NOBODY, NEVER),
    # Programs
    Row("api/v1/", "/api/v1/", NOBODY, NOBODY),
    Row("^api(?:/|$)", "/api/v2/", NOBODY, NOBODY),
    Row("api/v1/openapi.json", "/api/v1/openapi.json", EVERYONE, EVERYONE),
    Row("api/v1/search", "/api/v1/search", EVERYONE, NEVER),
    Row("api/v1/resources/<int:pk>", "/api/v1/resources/{public_pk}", EVERYONE, NEVER),
    Row("api/v1/resources/<int:pk>", "/api/v1/resources/{hidden_pk}", MEMBERS, NEVER),
    Row("api/v1/resources/<int:pk>", "/api/v1/resources/{waiting_pk}", NOBODY, NEVER),
    # Saving
    Row("library/<str:slug>/save/", "/library/{public}/save/", EVERYONE, SIGNED_IN),
    Row("library/<str:slug>/save/", "/library/{hidden}/save/", MEMBERS, MEMBERS),
    Row("library/<str:slug>/unsave/", "/library/{public}/unsave/", NEVER, SIGNED_IN),
    Row("my/saved/", "/my/saved/", SIGNED_IN, NEVER),
    Row("my/saved/<int:pk>/lists/", "/my/saved/{saved}/lists/", NEVER, OWNER),
    Row("my/saved/<int:pk>/remove/", "/my/saved/{saved}/remove/", NEVER, OWNER),
    Row("lists/", "/lists/", NEVER, SIGNED_IN),
    Row("lists/<uuid:public_id>/", "/lists/{list}/", OWNER_HIDDEN, NEVER),
    Row("lists/<uuid:public_id>/", "/lists/{shared_list}/", EVERYONE, NEVER),
    Row("lists/<uuid:public_id>/rename/", "/lists/{shared_list}/rename/", NEVER, OWNER),
    Row("lists/<uuid:public_id>/share/", "/lists/{list}/share/", NEVER, OWNER),
    Row("lists/<uuid:public_id>/delete/", "/lists/{list}/delete/", OWNER, OWNER),
    # Files
    Row("files/upload/", "/files/upload/", NEVER, UPLOADERS),
    Row("files/<uuid:public_id>/remove/", "/files/{file}/remove/", NEVER, OWNER_HIDDEN),
    Row(
        "files/<uuid:public_id>/<str:name>",
        "/files/{file}/calls.txt",
        "x x x x o x o o x",
        NEVER,
    ),
    Row(r"documents/^(\d+)/(.*)$", "/documents/1/x/", NOBODY, NOBODY),
    # Contributing
    Row("share/", "/share/", EVERYONE, SIGNED_IN),
    Row("share/save/", "/share/save/", NEVER, UPLOADERS),
    Row("share/token/", "/share/token/", EVERYONE, NEVER),
    Row("share/new-version/<int:pk>/", "/share/new-version/{public_pk}/", NEVER, OWNER),
    Row("share/correction/<int:pk>/", "/share/correction/{public_pk}/", SIGNED_IN, SIGNED_IN),
    Row("share/correction/<int:pk>/", "/share/correction/{hidden_pk}/", MEMBERS, MEMBERS),
    Row("my/contributions/", "/my/contributions/", SIGNED_IN, NEVER),
    Row(OWN, "/my/contributions/{submission}/", OWNER, OWNER),
    Row(f"{OWN}edit/", "/my/contributions/{submission}/edit/", OWNER, OWNER),
    Row(f"{OWN}edit/", "/my/contributions/{draft}/edit/", OWNER, OWNER),
    Row(f"{OWN}preview/", "/my/contributions/{draft}/preview/", OWNER, NEVER),
    Row(f"{OWN}withdraw/", "/my/contributions/{submission}/withdraw/", OWNER, OWNER),
    Row(f"{OWN}discard/", "/my/contributions/{draft}/discard/", OWNER, OWNER),
    Row(f"{OWN}restart/", "/my/contributions/{submission}/restart/", NEVER, OWNER),
    # Reviewing
    Row("admin/review/", "/admin/review/", REVIEWERS, WRONG_WAY),
    Row(
        "admin/review/<uuid:public_id>/",
        "/admin/review/{submission}/",
        REVIEWERS,
        REVIEWERS,
        {"action": "claim"},
    ),
    Row(
        "admin/review/<uuid:public_id>/",
        "/admin/review/{draft}/",
        "l x x x x x x x x",
        "l x x x x x x x x",
        {"action": "claim"},
    ),
    Row(
        "admin/review/<uuid:public_id>/correct/",
        "/admin/review/{submission}/correct/",
        "l x x x x x x o x",
        "l x x x x x x o x",
    ),
    Row(
        "admin/review/membership/<int:pk>/",
        "/admin/review/membership/{membership}/",
        WRONG_WAY,
        REVIEWERS,
    ),
    Row(
        "admin/review/correction/<int:pk>/close/",
        "/admin/review/correction/{correction}/close/",
        WRONG_WAY,
        REVIEWERS,
    ),
    Row(
        "admin/review/resource/<int:pk>/withdraw/",
        "/admin/review/resource/{public_pk}/withdraw/",
        REVIEWERS,
        REVIEWERS,
    ),
    # Importing and exporting
    Row("admin/import/", "/admin/import/", KEEPERS, KEEPERS),
    Row("admin/import/resources.csv", "/admin/import/resources.csv", KEEPERS, WRONG_WAY),
    Row("admin/import/<uuid:public_id>/", "/admin/import/{import}/", KEEPERS, WRONG_WAY),
    Row(
        "admin/import/<uuid:public_id>/progress/",
        "/admin/import/{import}/progress/",
        KEEPERS,
        WRONG_WAY,
    ),
    Row(
        "admin/import/<uuid:public_id>/check/", "/admin/import/{import}/check/", WRONG_WAY, KEEPERS
    ),
    Row(
        "admin/import/<uuid:public_id>/confirm/",
        "/admin/import/{import}/confirm/",
        WRONG_WAY,
        KEEPERS,
    ),
    Row("admin/import/<uuid:public_id>/stop/", "/admin/import/{import}/stop/", WRONG_WAY, KEEPERS),
    Row(
        "admin/import/<uuid:public_id>/problems.csv",
        "/admin/import/{import}/problems.csv",
        KEEPERS,
        WRONG_WAY,
    ),
    # Keeping members and mail
    Row("admin/members/<int:pk>/end/", "/admin/members/{membership}/end/", KEEPERS, KEEPERS),
    Row("admin/deliveries/", "/admin/deliveries/", ADMINISTRATOR, ADMINISTRATOR),
]

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
OURS_IN_ADMIN = ("admin/review/", "admin/import/", "admin/members/", "admin/deliveries/")
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
    correction = Correction.objects.create(resource=public, author=contributor, text="A slip")
    names = {
        "public": public.slug,
        "public_pk": public.pk,
        "hidden": hidden.slug,
        "hidden_pk": hidden.pk,
        "waiting": submission.resource.slug,
        "waiting_pk": submission.resource_id,
        "saved": saved.pk,
        "list": lists[0].public_id,
        "shared_list": lists[1].public_id,
        "file": StoredFile.objects.get().public_id,
        "submission": submission.public_id,
        "draft": drafts.start(user=contributor, content=DRAFT).public_id,
        "membership": people["newcomer"].membership.pk,
        "correction": correction.pk,
        "import": ImportRun.objects.create(file_name="table.csv").public_id,
    }
    clients = {"visitor": Client()} | {role: signed_in(who) for role, who in people.items()}
    return World(names, clients)


def outcome(client: Client, method: str, address: str, data: dict[str, str] | None = None) -> str:
    """Return the letter for what a request comes to; what it changed is undone."""
    with transaction.atomic():
        try:
            answer = getattr(client, method)(address, data)
        except TemplateDoesNotExist:
            return "o"  # let in, before anybody has made the page
        finally:
            transaction.set_rollback(True)
    if answer.status_code == 405:
        return "m"
    if answer.status_code in {401, 403, 404, 410}:
        return "x"
    location = answer.headers.get("Location", "")
    if location.startswith("/admin/login/"):
        # That door leads visitors on, and refuses those who are signed in (see its row).
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
    assert not missing, f"Add a row to TABLE in {__file__} for: {', '.join(missing)}"
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
