"""Sign-in: django-allauth, the one door, and the second factor behind it."""

from datetime import timedelta

import environ

env = environ.Env()

# The number of proxies of ours in front of the site; 0: `X-Forwarded-For` is not believed.
BEHIND_PROXY = env.int("BEHIND_PROXY", default=0)
ALLAUTH_TRUSTED_PROXY_COUNT = BEHIND_PROXY

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
# A link in a mail that sets a password: an invitation may wait over a weekend.
PASSWORD_RESET_TIMEOUT = 4 * 24 * 3600

ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "add_email": "accounts.forms.ChangeAddressForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "confirm_email_verification_code": "accounts.forms.ConfirmCodeForm",
    "login": "accounts.forms.SignInForm",
    "reauthenticate": "accounts.forms.PasswordAgainForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.NewPasswordForm",
    "set_password": "accounts.forms.SetPasswordForm",
    "signup": "members.forms.SignUpForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True

# The mail of a new account holds a code to type and a link (`accounts.services.links`); the code
# and the half-finished sign-in it belongs to wait an hour for a slow mail server.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 3600
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = 5
ACCOUNT_LOGIN_TIMEOUT = 3600
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 8, "dashed": True}

# Per address of the visitor, per signed-in person, or per what was typed (key).
ACCOUNT_RATE_LIMITS = {
    "change_password": "5/m/user",
    # Not allauth's own: comments under resources, and what is said to be wrong with them.
    "comment": "20/h/user",
    "comment_flag": "20/h/user",
    # Not allauth's own: messages from the contact page.
    "contact": "10/h/ip",
    # Not allauth's own: what readers report about resources.
    "correction": "10/h/ip",
    "confirm_email": "1/10s/key,10/h/key",
    "login": "60/m/ip",
    "login_failed": "20/m/ip,5/5m/key",
    "manage_email": "10/m/user",
    "reauthenticate": "10/m/user",
    "reset_password": "20/m/ip,5/h/key",
    "reset_password_from_key": "20/m/ip",
    # Not allauth's own: results that somebody opened.
    "search_click": "60/m/ip",
    "signup": "60/m/ip",
}

MFA_ADAPTER = "accounts.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "activate_totp": "accounts.forms.AddAppForm",
    "add_webauthn": "accounts.forms.AddPasskeyForm",
    "authenticate": "accounts.forms.FactorForm",
    "edit_webauthn": "accounts.forms.RenamePasskeyForm",
    "reauthenticate": "accounts.forms.FactorAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
MFA_TRUST_ENABLED = True
MFA_TRUST_COOKIE_AGE = timedelta(days=30)
# Browsers offer passkeys on plain HTTP only to "localhost".
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = env.str("SITE_URL", default="http://").startswith("http://")

# Whether privileged roles must have and pass a second factor (`accounts.middleware`).
REQUIRE_SECOND_FACTOR = env.bool("REQUIRE_SECOND_FACTOR", default=True)

# No page or folder of documents has a password of its own: that form is a door without a limit.
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
