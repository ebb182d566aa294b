"""Whoever sees other people's work proves twice who she is, and nothing goes around it."""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.mail import EmailMessage
from django.core.signing import Signer
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.enums import Role
from accounts.models import User
from accounts.services import confirmation_link, create_account, invite
from library.models import LibraryIndexPage
from tests.addresses import every_address
from tests.factories.people import PASSWORD, make_member

from .conftest import add_app, app_code, is_signed_in, path_in, sign_in

pytestmark = pytest.mark.django_db
Mail = Callable[[], EmailMessage]

SET_UP = "/accounts/second-factor/"
PROVE = "/accounts/2fa/reauthenticate/"
PRIVILEGED = [Role.COACH, Role.SUPERVISOR, Role.EDITOR, Role.ADMINISTRATOR]
# What answers while the second factor is missing: leaving, setting it up, proving it.
MAY_SET_UP = {
    SET_UP,
    "/accounts/logout/",
    "/accounts/reauthenticate/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/add/",
}
MAY_PROVE = {
    PROVE,
    "/accounts/logout/",
    "/accounts/reauthenticate/",
    "/accounts/2fa/webauthn/reauthenticate/",
}


@pytest.fixture(autouse=True)
def _required(settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = True


@pytest.fixture
def secret(reviewer: User) -> str:
    return add_app(reviewer)


def prove(client: Client, secret: str, trust: str = "skip") -> str:
    """Type the code of the app and answer the question about the device; return where it leads."""
    answer = client.post("/accounts/2fa/authenticate/", {"code": app_code(secret)})
    assert answer.headers["Location"] == "/accounts/2fa/trust/"
    return client.post("/accounts/2fa/trust/", {"action": trust}).headers["Location"]


def age_trust(client: Client, days: int) -> None:
    """Make the trust of this device older."""
    name = "mfa_trusted"
    value = Signer().unsign_object(client.cookies[name].value)
    value = [[fingerprint, at - days * 86400] for fingerprint, at in value]
    client.cookies[name] = Signer().sign_object(value)


class TestWhoMust:
    @pytest.mark.parametrize("role", PRIVILEGED)
    def test_privileged_roles_are_led_to_set_it_up(self, client: Client, role: Role) -> None:
        person = make_member("p@example.org", role=role)
        answer = sign_in(client, person, next="/my/account/")
        assert answer.headers["Location"] == "/my/account/"
        answer = client.get("/my/account/")
        assert answer.headers["Location"] == f"{SET_UP}?next=%2Fmy%2Faccount%2F"
        assert b"Add a passkey" in client.get(answer.headers["Location"]).content

    def test_an_account_that_may_do_everything_must(self, client: Client) -> None:
        person = User.objects.create_superuser("root@example.org", PASSWORD)
        client.force_login(person)
        assert client.get("/admin/").headers["Location"].startswith(SET_UP)

    def test_members_need_none(self, client: Client, leader: User) -> None:
        sign_in(client, leader)
        assert client.get("/my/account/").status_code == 200

    def test_members_who_have_one_are_asked_for_it(self, client: Client, leader: User) -> None:
        secret = add_app(leader)
        assert sign_in(client, leader).headers["Location"] == "/accounts/2fa/authenticate/"
        assert not is_signed_in(client)
        prove(client, secret)
        assert is_signed_in(client)

    def test_nobody_is_asked_where_it_is_switched_off(
        self, client: Client, reviewer: User, settings: Settings
    ) -> None:
        settings.REQUIRE_SECOND_FACTOR = False
        sign_in(client, reviewer)
        assert client.get("/my/account/").status_code == 200

    def test_a_role_given_during_a_session_asks_at_the_next_request(
        self, client: Client, leader: User
    ) -> None:
        sign_in(client, leader)
        assert client.get("/my/account/").status_code == 200
        leader.groups.add(Group.objects.get(name=Role.COACH))
        assert client.get("/my/account/").headers["Location"].startswith(SET_UP)


class TestNothingAnswersWithoutIt:
    """A session with a right password and nothing else."""

    def shut(self, client: Client, allowed: set[str], leads_to: str) -> None:
        for path in every_address():
            if path in allowed:
                continue
            for method in ("get", "head", "post", "put", "delete", "options"):
                answer = getattr(client, method)(path)
                if answer.status_code == 404:
                    # No view answered: either no such address, or a door that leads elsewhere.
                    assert b"Rae" not in answer.content
                    continue
                assert answer.status_code == 302, (method, path)
                assert answer.headers["Location"].startswith(leads_to), (method, path)

    def test_before_it_is_set_up(
        self, client: Client, reviewer: User, library: LibraryIndexPage
    ) -> None:
        client.force_login(reviewer)
        self.shut(client, MAY_SET_UP, SET_UP)

    def test_before_it_is_proved(
        self, client: Client, reviewer: User, secret: str, library: LibraryIndexPage
    ) -> None:
        client.force_login(reviewer)
        self.shut(client, MAY_PROVE, PROVE)

    @pytest.mark.parametrize("path", ["/search/suggest?q=a", "/admin/api/main/pages/", "/admin/"])
    def test_a_script_gets_a_clear_refusal(
        self, client: Client, reviewer: User, path: str, library: LibraryIndexPage
    ) -> None:
        client.force_login(reviewer)
        answer = client.get(path, headers={"Sec-Fetch-Mode": "cors"})
        assert answer.status_code == 403
        assert b"second factor" in answer.content

    def test_htmx_moves_the_browser(self, client: Client, reviewer: User) -> None:
        client.force_login(reviewer)
        answer = client.get("/my/saved/", headers={"HX-Request": "true"})
        assert answer.headers["HX-Redirect"] == SET_UP
        assert answer.content == b""

    def test_a_stolen_password_cannot_add_a_second_factor_beside_the_first(
        self, client: Client, reviewer: User, secret: str
    ) -> None:
        client.force_login(reviewer)
        for name in ("mfa_add_webauthn", "mfa_activate_totp", "mfa_deactivate_totp"):
            answer = client.post(reverse(name), {"password": PASSWORD, "code": "1"})
            assert answer.headers["Location"].startswith(PROVE)
        for name in ("mfa_view_recovery_codes", "mfa_download_recovery_codes"):
            assert client.get(reverse(name)).headers["Location"].startswith(PROVE)

    def test_someone_elses_proof_in_the_session_counts_for_nothing(
        self, client: Client, reviewer: User, secret: str, leader: User
    ) -> None:
        client.force_login(reviewer)
        session = client.session
        session["account_authentication_methods"] = [{"method": "mfa", "at": 0}]
        session["account_authentication_methods_user"] = str(leader.pk)
        session.save()
        assert client.get("/my/account/").headers["Location"].startswith(PROVE)


class TestSettingUp:
    def test_an_app_leads_on_to_where_one_was(
        self, client: Client, reviewer: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # A test's transaction never ends; what waits for its end is done at once.
        monkeypatch.setattr(transaction, "on_commit", lambda do, **options: do())
        sign_in(client, reviewer)
        client.get(client.get("/my/saved/").headers["Location"])
        secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
        answer = client.post("/accounts/2fa/totp/activate/", {"code": app_code(secret)})
        assert b"Your recovery codes" in client.get(answer.headers["Location"]).content
        assert client.get(SET_UP).headers["Location"] == "/my/saved/"
        assert client.get("/my/account/").status_code == 200

    def test_a_wrong_code_sets_nothing_up(self, client: Client, reviewer: User) -> None:
        sign_in(client, reviewer)
        client.get("/accounts/2fa/totp/activate/")
        page = client.post("/accounts/2fa/totp/activate/", {"code": "000000"}).content.decode()
        assert "This code is not right" in page
        assert not Authenticator.objects.exists()

    def test_long_after_signing_in_the_password_is_asked_for_once_more(
        self, client: Client, reviewer: User
    ) -> None:
        sign_in(client, reviewer)
        session = client.session
        session["account_authentication_methods"][0]["at"] -= 301
        session.save()
        answer = client.get("/accounts/2fa/totp/activate/")
        assert answer.headers["Location"].startswith("/accounts/reauthenticate/")
        answer = client.post(answer.headers["Location"], {"password": "wrong"})
        assert b"This is not your password" in answer.content
        answer = client.post("/accounts/reauthenticate/", {"password": PASSWORD})
        assert client.get("/accounts/2fa/totp/activate/").status_code == 200

    def test_removing_it_closes_everything_again(
        self, client: Client, reviewer: User, secret: str
    ) -> None:
        sign_in(client, reviewer)
        prove(client, secret)
        assert client.get("/my/account/").status_code == 200
        Authenticator.objects.all().delete()
        assert client.get("/my/account/").headers["Location"].startswith(SET_UP)

    def test_recovery_codes_alone_are_no_second_factor(
        self, client: Client, reviewer: User
    ) -> None:
        Authenticator.objects.create(
            user=reviewer, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "x"}
        )
        sign_in(client, reviewer)
        assert client.get("/my/account/").headers["Location"].startswith(SET_UP)


class TestProving:
    def test_a_code_opens(self, client: Client, reviewer: User, secret: str) -> None:
        answer = sign_in(client, reviewer, next="/my/saved/")
        assert answer.headers["Location"].startswith("/accounts/2fa/authenticate/")
        assert not is_signed_in(client)
        assert prove(client, secret) == "/my/saved/"
        assert client.get("/my/account/").status_code == 200

    def test_the_same_code_twice_does_not(
        self, client: Client, reviewer: User, secret: str
    ) -> None:
        code = app_code(secret)
        sign_in(client, reviewer)
        client.post("/accounts/2fa/authenticate/", {"code": code})
        other = Client()
        sign_in(other, reviewer)
        answer = other.post("/accounts/2fa/authenticate/", {"code": code})
        assert b"This code is not right" in answer.content
        assert not is_signed_in(other)

    def test_after_five_wrong_codes_the_right_one_is_refused_from_any_device(
        self, client: Client, reviewer: User, secret: str
    ) -> None:
        for attempt in range(5):
            browser = Client(REMOTE_ADDR=f"192.0.2.{attempt}")
            sign_in(browser, reviewer)
            browser.post("/accounts/2fa/authenticate/", {"code": "000000"})
        sign_in(client, reviewer)
        page = client.post("/accounts/2fa/authenticate/", {"code": app_code(secret)})
        assert b"Too many attempts" in page.content
        assert not is_signed_in(client)

    def test_a_recovery_code_opens_once(self, client: Client, reviewer: User, secret: str) -> None:
        code = RecoveryCodes.activate(reviewer).get_unused_codes()[0]
        for browser, opened in ((client, True), (Client(), False)):
            sign_in(browser, reviewer)
            browser.post("/accounts/2fa/authenticate/", {"code": code})
            browser.post("/accounts/2fa/trust/", {"action": "skip"})
            assert is_signed_in(browser) is opened

    def test_the_question_cannot_be_left_for_another_page(
        self, client: Client, reviewer: User, secret: str
    ) -> None:
        sign_in(client, reviewer)
        client.post("/accounts/2fa/trust/", {"action": "trust"})
        assert not is_signed_in(client)
        assert "mfa_trusted" not in client.cookies
        assert client.get("/my/account/").headers["Location"].startswith("/accounts/login/")
        client.get("/accounts/confirm-email/")
        client.post("/accounts/confirm-email/", {"code": "1234-5678"})
        assert not is_signed_in(client)


class TestRoundabouts:
    def test_resetting_the_password_neither_signs_in_nor_removes_it(
        self, client: Client, reviewer: User, secret: str, mail: Mail
    ) -> None:
        client.post("/accounts/password/reset/", {"email": reviewer.email})
        link = path_in(mail(), "/password/reset/key/")
        form = client.get(link).headers["Location"]
        client.post(form, {"password1": "quiet river stone"})
        assert not is_signed_in(client)
        assert Authenticator.objects.filter(user=reviewer).count() == 1
        sign_in(client, reviewer, "quiet river stone")
        assert not is_signed_in(client)

    def test_a_link_that_confirms_an_address_does_not_sign_in_past_it(
        self, client: Client, reviewer: User, secret: str
    ) -> None:
        reviewer.emailaddress_set.update(verified=False)
        sign_in(client, reviewer)
        assert not is_signed_in(client)
        link = confirmation_link(user=reviewer, email=reviewer.email)
        answer = client.post(link.removeprefix(settings.SITE_URL))
        assert answer.headers["Location"] == "/accounts/2fa/authenticate/"
        assert not is_signed_in(client)

    def test_the_invitation_of_an_editor_leads_to_setting_it_up(
        self, client: Client, mail: Mail
    ) -> None:
        person = create_account(
            email="inv@example.org",
            password=None,
            first_name="I",
            last_name="N",
            roles=[Role.EDITOR],
            verified=False,
        )
        invite(user=person)
        form = client.get(path_in(mail(), "/password/reset/key/")).headers["Location"]
        client.post(form, {"password1": "quiet river stone"})
        assert not is_signed_in(client)
        sign_in(client, person, "quiet river stone")
        assert client.get("/admin/").headers["Location"].startswith(SET_UP)


class TestTrustedDevice:
    def test_it_is_not_asked_for_30_days_and_then_again(
        self, client: Client, reviewer: User, secret: str
    ) -> None:
        sign_in(client, reviewer)
        prove(client, secret, trust="trust")
        assert client.cookies["mfa_trusted"]["httponly"]
        client.post("/accounts/logout/")
        sign_in(client, reviewer)
        assert is_signed_in(client)
        assert client.get("/my/account/").status_code == 200
        age_trust(client, 29)
        assert client.get("/my/account/").status_code == 200
        age_trust(client, 1)
        # It ends in the middle of a session, too.
        assert client.get("/my/account/").headers["Location"].startswith(PROVE)
        client.post("/accounts/logout/")
        sign_in(client, reviewer)
        assert not is_signed_in(client)

    def test_it_is_worth_nothing_for_another_person(
        self, client: Client, reviewer: User, secret: str, second_reviewer: User
    ) -> None:
        add_app(second_reviewer)
        sign_in(client, reviewer)
        prove(client, secret, trust="trust")
        client.post("/accounts/logout/")
        sign_in(client, second_reviewer)
        assert not is_signed_in(client)

    def test_a_made_up_cookie_is_worth_nothing(
        self, client: Client, reviewer: User, secret: str
    ) -> None:
        client.cookies["mfa_trusted"] = '[["x", 9999999999]]:forged'
        sign_in(client, reviewer)
        assert not is_signed_in(client)

    def test_a_new_password_ends_it(self, client: Client, reviewer: User, secret: str) -> None:
        sign_in(client, reviewer)
        prove(client, secret, trust="trust")
        client.post("/accounts/logout/")
        reviewer.set_password("quiet river stone")
        reviewer.save()
        sign_in(client, reviewer, "quiet river stone")
        assert not is_signed_in(client)

    def test_no_means_no(self, client: Client, reviewer: User, secret: str) -> None:
        sign_in(client, reviewer)
        prove(client, secret, trust="skip")
        assert "mfa_trusted" not in client.cookies
