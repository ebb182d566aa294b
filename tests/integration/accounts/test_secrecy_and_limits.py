"""Nobody learns which addresses have accounts, and nobody guesses for long."""

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from accounts.models import User
from outbox.models import OutboxRow
from tests.factories.people import PASSWORD

from .conftest import SIGN_UP, add_app, is_signed_in, path_in, sign_in

pytestmark = pytest.mark.django_db
Mail = Callable[[], EmailMessage]
KNOWN, UNKNOWN = "leader@example.org", "nobody@example.org"


def shape(answer: Any, email: str) -> tuple[int, str, str]:
    """What a visitor can see of an answer, without what differs in every answer."""
    text = answer.content.decode().replace(email, "ADDRESS")
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
    return answer.status_code, answer.headers.get("Location", ""), text


class TestSameAnswer:
    """For an address that has an account and one that has none."""

    def both(self, act: Callable[[Client, str], Any]) -> list[tuple[int, str, str, int]]:
        shapes = []
        for email in (KNOWN, UNKNOWN):
            before = OutboxRow.objects.count()
            seen = shape(act(Client(), email), email)
            shapes.append((*seen, OutboxRow.objects.count() - before))
        return shapes

    def test_signing_up(self, leader: User) -> None:
        def act(client: Client, email: str) -> Any:
            answer = client.post("/accounts/signup/", {**SIGN_UP, "email": email})
            assert answer.headers["Location"] == "/accounts/confirm-email/"
            return answer

        known, unknown = self.both(act)
        assert known == unknown
        assert known[-1] == 1, "one mail in either case"

    def test_the_page_after_signing_up_and_wrong_codes(self, leader: User) -> None:
        def act(client: Client, email: str) -> Any:
            client.post("/accounts/signup/", {**SIGN_UP, "email": email})
            pages = [client.get("/accounts/confirm-email/")]
            for _ in range(5):
                pages.append(client.post("/accounts/confirm-email/", {"code": "0000-0000"}))
            last = pages[-1]
            last.content = b"".join(page.content for page in pages)
            return last

        known, unknown = self.both(act)
        assert known == unknown

    def test_sending_the_code_again(self, leader: User, monkeypatch: pytest.MonkeyPatch) -> None:
        clock = [time.time()]
        monkeypatch.setattr("time.time", lambda: clock[0])

        def act(client: Client, email: str) -> Any:
            client.post("/accounts/signup/", {**SIGN_UP, "email": email})
            clock[0] += 11
            return client.post("/accounts/confirm-email/", {"action": "resend"})

        known, unknown = self.both(act)
        # Only the visitor matters here: the owner of the address is not mailed again and again.
        assert known[:3] == unknown[:3]

    def test_signing_in(self, leader: User) -> None:
        known, unknown = self.both(
            lambda client, email: client.post(
                "/accounts/login/", {"login": email, "password": "wrong"}
            )
        )
        assert known == unknown
        assert "The e-mail address or the password is wrong" in known[2]

    def test_a_closed_account_looks_like_none(self, leader: User) -> None:
        User.objects.filter(pk=leader.pk).update(is_active=False)
        known, unknown = self.both(
            lambda client, email: client.post(
                "/accounts/login/", {"login": email, "password": "wrong"}
            )
        )
        assert known == unknown

    def test_resetting_the_password(self, leader: User) -> None:
        known, unknown = self.both(
            lambda client, email: client.post(
                "/accounts/password/reset/", {"email": email}, follow=True
            )
        )
        assert known == unknown
        assert known[-1] == 1

    def test_asking_for_another_confirmation(self, leader: User) -> None:
        known, unknown = self.both(
            lambda client, email: client.post("/accounts/confirm/", {"email": email})
        )
        assert known == unknown
        assert known[-1] == 1

    def test_signing_up_again_makes_no_second_account_and_changes_nothing(
        self, client: Client, leader: User, mail: Mail
    ) -> None:
        client.post("/accounts/signup/", {**SIGN_UP, "email": "Leader@Example.org"})
        user = User.objects.get()
        assert user.first_name == "Lee"
        assert user.check_password(PASSWORD)
        assert "There is an account with it already" in str(mail().body)


class TestLimits:
    """At every door, and not fooled by headers that anyone can write."""

    def until_refused(self, act: Callable[[int], Any], most: int, says: str = "Too many") -> int:
        for number in range(most):
            answer = act(number)
            if answer.status_code == 429 or says in answer.content.decode():
                return number
        return most

    def spoof(self, number: int) -> dict[str, str]:
        return {
            "X-Forwarded-For": f"203.0.113.{number}",
            "X-Real-IP": f"203.0.113.{number}",
            "Forwarded": f"for=203.0.113.{number}",
            "True-Client-IP": f"203.0.113.{number}",
            "Host": f"testserver:{number + 1000}",
            "User-Agent": f"browser {number}",
        }

    def test_five_wrong_passwords_for_one_account_from_anywhere(self, leader: User) -> None:
        def act(number: int) -> Any:
            client = Client(REMOTE_ADDR=f"192.0.2.{number}", headers=self.spoof(number))
            return sign_in(client, leader, "wrong")

        assert self.until_refused(act, 9) == 5
        client = Client()
        page = sign_in(client, leader).content.decode()
        assert "Too many attempts. Wait five minutes, or reset your password." in page
        assert not is_signed_in(client), "not even the right one, or guessing would pay"

    def test_writing_the_address_differently_gives_no_more_attempts(self, leader: User) -> None:
        spellings = ["leader@example.org", "LEADER@example.org", " leader@example.org "]

        def act(number: int) -> Any:
            login = spellings[number % 3]
            return Client().post("/accounts/login/", {"login": login, "password": "wrong"})

        assert self.until_refused(act, 9) == 5

    def test_many_accounts_from_one_address(self, db: None) -> None:
        def act(number: int) -> Any:
            return Client(headers=self.spoof(number)).post(
                "/accounts/login/", {"login": f"a{number}@example.org", "password": "wrong"}
            )

        assert self.until_refused(act, 30) == 20

    def test_resetting_passwords(self, leader: User) -> None:
        def act(number: int) -> Any:
            client = Client(REMOTE_ADDR=f"192.0.2.{number}", headers=self.spoof(number))
            return client.post("/accounts/password/reset/", {"email": leader.email})

        assert self.until_refused(act, 9) == 5
        assert OutboxRow.objects.count() == 5

    def test_asking_for_confirmations(self, leader: User) -> None:
        def act(number: int) -> Any:
            client = Client(REMOTE_ADDR=f"192.0.2.{number}", headers=self.spoof(number))
            return client.post("/accounts/confirm/", {"email": "nia@example.org"})

        assert self.until_refused(act, 9) == 5

    def test_signing_up(self, db: None) -> None:
        def act(number: int) -> Any:
            data = {**SIGN_UP, "email": f"a{number}@example.org"}
            return Client(headers=self.spoof(number)).post("/accounts/signup/", data)

        assert self.until_refused(act, 70) == 60

    def test_links_of_resets(self, db: None) -> None:
        def act(number: int) -> Any:
            address = f"/accounts/password/reset/key/1-set-password{number}/"
            return Client(headers=self.spoof(number)).post(address, {"password1": "x"})

        assert self.until_refused(act, 30) == 20

    def test_codes_of_an_app(self, leader: User) -> None:
        add_app(leader)

        def act(number: int) -> Any:
            client = Client(REMOTE_ADDR=f"192.0.2.{number}", headers=self.spoof(number))
            sign_in(client, leader)
            return client.post("/accounts/2fa/authenticate/", {"code": "000000"})

        assert self.until_refused(act, 9) == 5

    def test_the_password_once_more(self, client: Client, leader: User) -> None:
        client.force_login(leader)

        def act(number: int) -> Any:
            return client.post("/accounts/reauthenticate/", {"password": "wrong"})

        assert self.until_refused(act, 9) == 5

    def test_the_page_says_what_to_do(self, leader: User) -> None:
        for _ in range(6):
            answer = Client().post("/accounts/password/reset/", {"email": leader.email})
        assert answer.status_code == 429
        assert b"<h1>" in answer.content

    def test_behind_a_proxy_of_ours_its_word_counts(self, leader: User, settings: object) -> None:
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

        def act(number: int) -> Any:
            # The proxy appends what it saw; what stands before it was written by the visitor.
            headers = {"X-Forwarded-For": f"203.0.113.{number}, 198.51.100.7"}
            return Client(headers=headers, REMOTE_ADDR="10.0.0.1").post(
                "/accounts/login/", {"login": f"a{number}@example.org", "password": "wrong"}
            )

        assert self.until_refused(act, 30) == 20


class TestPasswordReset:
    def test_works_once_and_signs_every_device_out(
        self, client: Client, leader: User, mail: Mail
    ) -> None:
        device = Client()
        sign_in(device, leader)
        client.post("/accounts/password/reset/", {"email": leader.email})
        link = path_in(mail(), "/reset/key/")
        form = client.get(link).headers["Location"]
        assert "set-password" in form, "the key leaves the address bar"
        client.post(form, {"password1": "quiet river stone"})
        leader.refresh_from_db()
        assert leader.check_password("quiet river stone")
        assert not is_signed_in(client)
        assert device.get("/my/account/").status_code == 302
        assert b"This link no longer works" in Client().get(link, follow=True).content
        assert "password" in mail().subject.lower()

    def test_a_closed_account_gets_no_link(self, client: Client, leader: User, mail: Mail) -> None:
        User.objects.filter(pk=leader.pk).update(is_active=False)
        client.post("/accounts/password/reset/", {"email": leader.email})
        assert "/reset/key/" not in str(mail().body)

    def test_confirms_the_only_address(self, client: Client, leader: User, mail: Mail) -> None:
        leader.emailaddress_set.update(verified=False)
        client.post("/accounts/password/reset/", {"email": leader.email})
        form = client.get(path_in(mail(), "/reset/key/")).headers["Location"]
        client.post(form, {"password1": "quiet river stone"})
        assert leader.emailaddress_set.get().verified


class TestMassAssignment:
    EXTRA = {
        "is_staff": "on",
        "is_superuser": "on",
        "is_active": "on",
        "groups": "1",
        "user_permissions": "1",
        "state": "approved",
        "membership-state": "approved",
        "decided_by": "1",
        "email": "taken@example.org",
        "role": "Editor",
        "pk": "1",
        "user": "1",
    }

    def test_of_the_profile(self, client: Client, newcomer: User) -> None:
        client.force_login(newcomer)
        data = {
            "first_name": "Nell",
            "last_name": "Newer",
            "school_unlisted": "Elsewhere",
            "position": "teacher",
        }
        client.post("/my/profile/", {**self.EXTRA, **data})
        newcomer.refresh_from_db()
        assert newcomer.last_name == "Newer"
        assert not newcomer.is_staff
        assert not newcomer.is_superuser
        assert newcomer.email == "newcomer@example.org"
        assert [group.name for group in newcomer.groups.all()] == ["Member"]
        assert newcomer.membership.state == "waiting"

    @pytest.mark.parametrize("name", ["account_change_password", "account_email"])
    def test_of_the_other_forms(self, client: Client, leader: User, name: str) -> None:
        sign_in(client, leader)
        client.post(reverse(name), {**self.EXTRA, "oldpassword": PASSWORD, "password1": "x" * 12})
        leader.refresh_from_db()
        assert not leader.is_staff
        assert not leader.is_superuser
        assert leader.groups.count() == 1
