"""Administrators invite people and give them roles, and cannot make themselves all-powerful."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.core.mail import EmailMessage
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from tests.factories.people import PASSWORD

from .conftest import is_signed_in, path_in, sign_in

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
Mail = Callable[[], EmailMessage]


@pytest.fixture
def admin(administrator: User, signed_in: SignIn) -> Client:
    return signed_in(administrator)


def group(role: Role) -> int:
    return Group.objects.get(name=role).pk


def person(**changes: object) -> dict[str, object]:
    return {
        "email": "Invited@Example.org",
        "first_name": "Ina",
        "last_name": "Invited",
        "is_active": "on",
        "groups": [group(Role.EDITOR)],
        **changes,
    }


def test_an_invited_editor_sets_her_password_and_comes_in(
    admin: Client, mail: Mail, client: Client
) -> None:
    admin.post("/admin/users/new/", person())
    invited = User.objects.get(email="invited@example.org")
    assert [g.name for g in invited.groups.all()] == [Role.EDITOR]
    assert not invited.has_usable_password()
    sent = mail()
    assert sent.to == ["invited@example.org"]
    form = client.get(path_in(sent, "/reset/key/")).headers["Location"]
    client.post(form, {"password1": "quiet river stone"})
    sign_in(client, invited, "quiet river stone")
    assert is_signed_in(client)
    assert client.get("/admin/").status_code == 200


def test_nobody_is_made_all_powerful_or_a_member_by_it(admin: Client) -> None:
    admin.post("/admin/users/new/", person(is_superuser="on", is_staff="on"))
    invited = User.objects.get(email="invited@example.org")
    assert not invited.is_superuser
    assert not invited.is_staff
    admin.post(f"/admin/users/edit/{invited.pk}/", person(is_superuser="on"))
    invited.refresh_from_db()
    assert not invited.is_superuser
    page = admin.post(f"/admin/users/edit/{invited.pk}/", person(groups=[group(Role.MEMBER)]))
    assert page.status_code == 200, "refused, with the form shown again"
    assert not invited.groups.filter(name=Role.MEMBER).exists()


def test_an_address_that_is_taken_is_refused_in_any_case(admin: Client, leader: User) -> None:
    page = admin.post("/admin/users/new/", person(email="LEADER@example.org"))
    assert b"There is an account with this e-mail address already." in page.content


def test_changing_roles_keeps_membership(admin: Client, leader: User) -> None:
    data = person(email=leader.email, groups=[group(Role.COACH)])
    admin.post(f"/admin/users/edit/{leader.pk}/", data)
    assert {g.name for g in leader.groups.all()} == {Role.COACH, Role.MEMBER}


def test_a_changed_address_is_told_to_the_old_one_and_confirmed_anew(
    admin: Client, leader: User, mail: Mail, client: Client
) -> None:
    data = person(email="new@example.org", groups=[])
    admin.post(f"/admin/users/edit/{leader.pk}/", data)
    assert mail().to == ["leader@example.org"]
    client.post("/accounts/login/", {"login": "new@example.org", "password": PASSWORD})
    assert not is_signed_in(client)


def test_a_closed_account_is_out_at_once(admin: Client, leader: User, client: Client) -> None:
    sign_in(client, leader)
    admin.post(f"/admin/users/edit/{leader.pk}/", person(email=leader.email, is_active=""))
    assert client.get("/my/account/").status_code == 302
    again = Client()
    sign_in(again, leader)
    assert not is_signed_in(again)


class TestTheAllPowerful:
    @pytest.fixture
    def root(self) -> User:
        return User.objects.create_superuser("root@example.org", PASSWORD)

    def test_cannot_be_touched_by_administrators(self, admin: Client, root: User) -> None:
        path = f"/admin/users/edit/{root.pk}/"
        for answer in (admin.get(path), admin.post(path, person(email="mine@example.org"))):
            assert answer.status_code in {302, 403}
        for action in ("set_active_state", "assign_role", "delete"):
            bulk = f"/admin/bulk/accounts/user/{action}/?id={root.pk}"
            admin.post(bulk, {"mark_as_active": "", "role": group(Role.EDITOR)})
        admin.post(f"/admin/users/delete/{root.pk}/")
        root.refresh_from_db()
        assert (root.email, root.is_active) == ("root@example.org", True)
        assert not root.groups.exists()


def test_nobody_deletes_people(admin: Client, leader: User) -> None:
    admin.post(f"/admin/users/delete/{leader.pk}/")
    admin.post(f"/admin/bulk/accounts/user/delete/?id={leader.pk}")
    assert User.objects.filter(pk=leader.pk).exists()


def test_roles_cannot_be_given_more_rights(admin: Client) -> None:
    path = f"/admin/groups/edit/{group(Role.ADMINISTRATOR)}/"
    for answer in (admin.get(path), admin.get("/admin/groups/new/")):
        assert answer.status_code in {302, 403}


def test_everyone_else_is_refused(
    reviewer: User, supervisor: User, coach: User, leader: User, outsider: User, signed_in: SignIn
) -> None:
    before = User.objects.count()
    people = (reviewer, supervisor, coach, leader, outsider)
    for client in [Client(), *map(signed_in, people)]:
        for path in ("/admin/users/", "/admin/users/new/", f"/admin/users/edit/{leader.pk}/"):
            assert client.get(path).status_code in {302, 403}
            assert client.post(path, person()).status_code in {302, 403}
    assert User.objects.count() == before
    leader.refresh_from_db()
    assert leader.email == "leader@example.org"
