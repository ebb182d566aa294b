"""A role taken away or an account closed counts from the very next request."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from contributions.models import Submission
from contributions.services import drafts, submitting
from files.models import StoredFile
from files.services import store_bytes
from library.models import LibraryIndexPage
from members.enums import MembershipState
from members.models import Membership
from tests.factories.resources import make_published, members_only

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
TEXT = b"Call each family on the third day.\n"


@pytest.fixture
def submitted(
    library: LibraryIndexPage, contributor: User, settings: Any, tmp_path: Path
) -> Submission:
    """A submission with a file that only its contributor and reviewers may fetch."""
    settings.PRIVATE_FILES_ROOT = tmp_path / "files"
    stored = store_bytes(uploaded_by=contributor, name="calls.txt", data=TEXT)
    content = drafts.DraftContent(
        title="A phone tree", summary="Advisers called.", body="x", files=((stored, "calls"),)
    )
    draft = drafts.start(user=contributor, content=content)
    return submitting.submit(submission=draft, user=contributor)


def its_file() -> str:
    return StoredFile.objects.get().get_absolute_url()


def close(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def test_a_closed_account_loses_its_own_files_and_pages(
    submitted: Submission, contributor: User, signed_in: SignIn
) -> None:
    client = signed_in(contributor)
    pages = ["/my/account/", "/my/profile/", "/my/contributions/", "/my/saved/"]
    assert b"".join(client.get(its_file()).streaming_content) == TEXT
    assert client.get("/my/account/").status_code == 200
    close(contributor)
    assert client.get(its_file()).status_code == 404
    for page in pages:
        assert client.get(page).headers["Location"].startswith("/accounts/login/")
    assert client.post("/files/upload/").status_code == 401
    assert client.post("/lists/", {"name": "x"}).status_code == 302
    assert not contributor.save_lists.exists()


def test_an_editor_without_her_role_loses_queue_screen_and_files(
    submitted: Submission, reviewer: User, signed_in: SignIn
) -> None:
    client = signed_in(reviewer)
    screen = f"/admin/review/{submitted.public_id}/"
    assert client.get(screen).status_code == 200
    reviewer.groups.remove(Group.objects.get(name=Role.EDITOR))
    for path in ("/admin/", "/admin/review/", screen):
        answer = client.get(path, follow=True)
        assert answer.status_code == 403
        assert b"phone tree" not in answer.content
    assert client.get(its_file()).status_code == 404
    client.post(screen, {"action": "decline", "text": "x", "reason": "x"})
    submitted.refresh_from_db()
    assert submitted.state == "submitted"


def test_an_ended_membership_loses_what_is_for_members_in_every_place(
    library: LibraryIndexPage,
    leader: User,
    signed_in: SignIn,
    deliver: Callable[[], None],
) -> None:
    secret = make_published(library, "Xylophone zimbelstern", **members_only())
    deliver()
    client = signed_in(leader)
    places = [
        "/library/?q=xylophone",
        "/search/suggest?q=xylo",
        "/api/v1/search?q=xylophone",
        f"/api/v1/resources/{secret.pk}",
    ]
    pages = [f"/library/{secret.slug}/{part}" for part in ("", "v/1/", "versions/", "save/")]
    for place in places:
        assert b"zimbelstern" in client.get(place).content, place
    assert client.get(f"/r/{secret.pk}/").status_code == 302
    Membership.objects.filter(user=leader).update(state=MembershipState.DECLINED)
    for place in places:
        assert b"zimbelstern" not in client.get(place).content, place
    for page in [*pages, f"/r/{secret.pk}/"]:
        assert client.get(page).status_code == 404, page
    assert client.post(f"/library/{secret.slug}/save/").status_code == 404


def test_a_closed_editor_gets_nothing_from_the_admins_own_addresses(
    submitted: Submission, reviewer: User, signed_in: SignIn
) -> None:
    client = signed_in(reviewer)
    assert client.get("/admin/").status_code == 200
    close(reviewer)
    for path in ("/admin/", "/admin/api/main/pages/", "/admin/pages/", "/admin/review/"):
        answer = client.get(path)
        assert answer.status_code == 302
        assert "login" in answer.headers["Location"]
