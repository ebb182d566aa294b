"""People of the story cast."""

from django.contrib.auth.models import Group

from accounts.enums import Role
from accounts.models import User
from members.enums import MembershipState, Position
from members.models import Membership

PASSWORD = "correct horse battery"


def make_person(email: str, first_name: str = "Pat", last_name: str = "Person") -> User:
    """A person who can sign in and has no membership."""
    user = User.objects.create_user(email, PASSWORD, first_name=first_name, last_name=last_name)
    user.emailaddress_set.create(email=email, verified=True, primary=True)
    return user


def make_member(
    email: str,
    first_name: str = "Pat",
    last_name: str = "Person",
    *,
    state: MembershipState = MembershipState.APPROVED,
    role: Role = Role.MEMBER,
) -> User:
    """A person with a membership and a role."""
    user = make_person(email, first_name, last_name)
    user.groups.add(Group.objects.get(name=role.value))
    Membership.objects.create(
        user=user, position=Position.PRINCIPAL, school_unlisted="Test School", state=state
    )
    return user
