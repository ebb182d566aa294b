"""The groups behind the roles exist on a fresh installation."""

import pytest
from django.contrib.auth.models import Group

from accounts.enums import ADMIN_ROLES, Role
from accounts.models import User

pytestmark = pytest.mark.django_db


def test_every_role_is_a_group() -> None:
    assert set(Group.objects.values_list("name", flat=True)) >= set(Role.values)


@pytest.mark.parametrize("role", list(Role))
def test_only_admin_roles_enter_the_admin(role: Role) -> None:
    user = User.objects.create_user("someone@example.org")
    user.groups.add(Group.objects.get(name=role))
    assert user.has_perm("wagtailadmin.access_admin") is (role in ADMIN_ROLES)


@pytest.mark.parametrize("role", list(Role))
def test_only_administrators_manage_people_and_nobody_deletes_them(role: Role) -> None:
    user = User.objects.create_user("someone@example.org")
    user.groups.add(Group.objects.get(name=role))
    manages = role is Role.ADMINISTRATOR
    assert user.has_perms(["accounts.add_user", "accounts.change_user"]) is manages
    assert not user.has_perm("accounts.delete_user")
    assert not user.is_superuser
