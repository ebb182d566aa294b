"""Signing up: account, membership, one mail with a code and a link."""

from collections.abc import Callable

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from accounts.models import User
from members.enums import MembershipState
from members.models import District, Membership, School
from outbox.models import OutboxRow

from .conftest import SIGN_UP, code_in, is_signed_in, path_in

pytestmark = pytest.mark.django_db
Mail = Callable[[], EmailMessage]


def sign_up(client: Client, **changes: str) -> str:
    response = client.post("/accounts/signup/", {**SIGN_UP, **changes})
    return str(response.headers.get("Location", response.content.decode()))


def test_makes_an_unconfirmed_account_with_a_membership_that_waits(client: Client) -> None:
    assert sign_up(client) == "/accounts/confirm-email/"
    user = User.objects.get()
    assert (user.first_name, user.last_name, user.email) == ("Nia", "New", "nia@example.org")
    assert user.membership.school_unlisted == "Example Academy"
    assert user.membership.state == MembershipState.WAITING
    assert not user.emailaddress_set.get().verified
    assert not is_signed_in(client)


def test_editors_see_the_membership_only_once_the_address_is_confirmed(
    client: Client, mail: Mail
) -> None:
    sign_up(client)
    assert not Membership.objects.waiting().exists()
    client.post("/accounts/confirm-email/", {"code": code_in(mail())})
    assert Membership.objects.waiting().get().user.email == "nia@example.org"


def test_mail_waits_in_the_outbox_and_holds_both_ways(client: Client, mail: Mail) -> None:
    sign_up(client)
    assert OutboxRow.objects.pending().count() == 1
    sent = mail()
    assert sent.to == ["nia@example.org"]
    assert code_in(sent)
    assert code_in(sent) in sent.subject
    assert path_in(sent, "/accounts/confirm/")
    assert "Nia" not in sent.body, "words of whoever signed up must not reach a stranger's mailbox"


def test_typed_code_confirms_and_signs_in(client: Client, mail: Mail) -> None:
    sign_up(client)
    assert b"nia@example.org" in client.get("/accounts/confirm-email/").content
    response = client.post("/accounts/confirm-email/", {"code": code_in(mail()).replace("-", " ")})
    assert response.headers["Location"] == "/"
    assert is_signed_in(client)
    assert User.objects.get().emailaddress_set.get().verified


def test_school_is_found_by_its_full_name_or_its_own(client: Client) -> None:
    district = District.objects.create(name="Sample District")
    school = School.objects.create(name="Sample High School", district=district)
    sign_up(client, school="sample high  school, sample district", school_unlisted="")
    sign_up(Client(), school="Sample High School", school_unlisted="ignored", email="b@example.org")
    assert {m.school for m in Membership.objects.all()} == {school}
    assert {m.school_unlisted for m in Membership.objects.all()} == {""}


def test_two_schools_of_one_name_are_told_apart_and_nothing_typed_is_lost(client: Client) -> None:
    for name in ("North", "South"):
        district = District.objects.create(name=f"{name} District")
        School.objects.create(name="Lincoln School", district=district)
    page = sign_up(client, school="lincoln school", school_unlisted="")
    assert "Lincoln School, North District; Lincoln School, South District" in page
    assert 'value="lincoln school"' in page
    assert 'value="Nia"' in page
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"school_unlisted": ""}, "Choose your school, or type its name below."),
        ({"school": "Nowhere Hall", "school_unlisted": ""}, "We do not list this school."),
        ({"position": "emperor"}, "Select a valid choice"),
        ({"position": ""}, "Choose your position."),
        ({"first_name": ""}, "Type your first name."),
        ({"email": ""}, "Type your e-mail address."),
        ({"password1": ""}, "Choose a password."),
        ({"first_name": "A\u202eB"}, "cannot be shown"),
        ({"last_name": "see http://example.org"}, "Leave out"),
        ({"last_name": "x" * 61}, "at most 60 characters"),
        ({"email": "not an address"}, "Enter a valid email address"),
        ({"password1": "short"}, "too short"),
        ({"password1": "nia@example.org"}, "too similar"),
        ({"first_name": "a\x00b"}, "Null characters"),
    ],
)
def test_bad_input_is_named_at_its_field(
    client: Client, changes: dict[str, str], says: str
) -> None:
    page = sign_up(client, **changes)
    assert says in page
    assert "Error: Sign up" in page
    assert 'class="error-summary"' in page
    assert not User.objects.exists()


def test_nothing_but_the_form_can_be_set(client: Client) -> None:
    sign_up(
        client,
        is_superuser="on",
        is_staff="on",
        groups="1",
        state="approved",
        user_permissions="1",
        decided_by="1",
    )
    user = User.objects.get()
    assert not user.is_superuser
    assert not user.is_staff
    assert not user.groups.exists()
    assert user.membership.state == MembershipState.WAITING


def test_position_of_a_coach_grants_no_role(client: Client) -> None:
    sign_up(client, position="coach")
    assert not User.objects.get().groups.exists()


def test_schools_are_offered_without_javascript(client: Client) -> None:
    School.objects.create(name="Sample & Sons School")
    page = client.get("/accounts/signup/").content.decode()
    assert '<option value="Sample &amp; Sons School">' in page
    assert 'list="schools"' in page
    for wish in ("given-name", "family-name", "email", "new-password"):
        assert f'autocomplete="{wish}"' in page


def test_signed_in_people_are_led_on(client: Client, leader: User) -> None:
    client.force_login(leader)
    assert client.get("/accounts/signup/").status_code == 302
