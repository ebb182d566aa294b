"""Forms of the sign-in pages, in our words, and the administrator's forms for people."""

from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa.base import forms as factor_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as passkey_forms
from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.users import forms as wagtail_forms

from . import services
from .enums import Role
from .models import User

Words = dict[str, tuple[str | Promise, str | Promise]]

PASSWORD_HELP = _("At least 10 characters. A few words in a row are easy to keep in mind.")
# What to say where a field of allauth's was left empty.
MISSING: dict[str, Any] = {
    "code": _("Type the code."),
    "email": _("Type your e-mail address."),
    "login": _("Type your e-mail address."),
    "oldpassword": _("Type the password you have now."),
    "password": _("Type your password."),
    "password1": _("Choose a password."),
}
NEW_PASSWORD: Words = {"password1": (_("New password"), PASSWORD_HELP)}


class OurWords:
    """Gives the fields of a form of allauth our labels and hints, and no placeholders: those
    vanish as one types. A new password is asked for once; a button shows what was typed."""

    words: Words = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields  # type: ignore[attr-defined]
        fields.pop("password2", None)
        for name, (label, hint) in self.words.items():
            fields[name].label, fields[name].help_text = label, hint
        for name, field in fields.items():
            if name in MISSING:
                field.error_messages["required"] = MISSING[name]
            field.widget.attrs.pop("placeholder", None)
            if field.widget.attrs.get("autocomplete") == "one-time-code":
                field.widget.attrs["inputmode"] = "numeric"


class SignInForm(OurWords, account_forms.LoginForm):
    """E-mail address and password."""

    words = {
        "login": (_("E-mail address"), ""),
        "password": (_("Password"), ""),
        "remember": (_("Keep me signed in on this device for two weeks"), ""),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["remember"].initial = True


class ConfirmCodeForm(OurWords, account_forms.ConfirmEmailVerificationCodeForm):
    """The code of a confirmation mail."""

    words = {"code": (_("Code from the mail"), _("Eight digits, such as 1234-5678."))}


class ResetPasswordForm(OurWords, account_forms.ResetPasswordForm):
    """The address of someone who forgot her password."""

    words = {"email": (_("E-mail address"), "")}


class NewPasswordForm(OurWords, account_forms.ResetPasswordKeyForm):
    """A new password, by the link of a mail."""

    words = NEW_PASSWORD


class ChangePasswordForm(OurWords, account_forms.ChangePasswordForm):
    """The old password and a new one."""

    words = {"oldpassword": (_("Your password now"), ""), **NEW_PASSWORD}


class SetPasswordForm(OurWords, account_forms.SetPasswordForm):
    """A password for an account without one."""

    words = NEW_PASSWORD


class ChangeAddressForm(OurWords, account_forms.AddEmailForm):
    """A new e-mail address."""

    words = {"email": (_("New e-mail address"), _("We send a code to it before anything changes."))}


class PasswordAgainForm(OurWords, account_forms.ReauthenticateForm):
    """The password, once more."""

    words = {"password": (_("Your password"), "")}


CODE: Words = {"code": (_("Code"), _("Six digits from your app, or one of your recovery codes."))}


class FactorForm(OurWords, factor_forms.AuthenticateForm):
    """The second factor at sign-in."""

    words = CODE


class FactorAgainForm(OurWords, factor_forms.ReauthenticateForm):
    """The second factor, once more."""

    words = CODE


class AddAppForm(OurWords, totp_forms.ActivateTOTPForm):
    """The first code of an authenticator app."""

    words = {"code": (_("Code from the app"), _("Six digits. They change every 30 seconds."))}


class AddPasskeyForm(OurWords, passkey_forms.AddWebAuthnForm):
    """A new passkey."""

    words = {
        "name": (_("A name for it"), _("Such as the device it is on.")),
        "passwordless": (
            _("Let it sign me in by itself, without my password"),
            _("It then asks for your finger, your face or a PIN."),
        ),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True
        self.fields["name"].widget.attrs["maxlength"] = 60


class RenamePasskeyForm(OurWords, passkey_forms.EditWebAuthnForm):
    """Another name for a passkey."""

    words = {"name": (_("A name for it"), _("Such as the device it is on."))}


class AddressForm(forms.Form):
    """An e-mail address to send something to."""

    email = forms.EmailField(
        label=_("E-mail address"),
        error_messages={"required": MISSING["email"]},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class PersonFormMixin:
    """What the administrator's forms for people have in common."""

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields  # type: ignore[attr-defined]
        if "is_superuser" in fields:
            fields["is_superuser"].label = _("May do everything")
            fields["is_superuser"].help_text = _("Beyond all roles; for emergencies.")
            # Whoever manages people must not be able to make herself all-powerful.
            fields["is_superuser"].disabled = not by.is_superuser
        fields["groups"].label = _("Roles")
        fields["groups"].help_text = _("Members are approved by editors, not here.")
        fields["groups"].queryset = Group.objects.filter(
            name__in=[role.value for role in Role if role is not Role.MEMBER]
        )

    def clean_email(self) -> str:
        """Keep addresses in small letters, as signing in does."""
        email: str = self.cleaned_data["email"].lower()  # type: ignore[attr-defined]
        others = User.objects.exclude(pk=self.instance.pk)  # type: ignore[attr-defined]
        if others.filter(email__iexact=email).exists():
            raise ValidationError(_("There is an account with this e-mail address already."))
        return email

    def _save_m2m(self) -> None:
        # Groups that are no choice here (Member) stay as they are.
        person: User = self.instance  # type: ignore[attr-defined]
        field = self.fields["groups"]  # type: ignore[attr-defined]
        kept = person.groups.exclude(pk__in=field.queryset)
        person.groups.set([*kept, *self.cleaned_data["groups"]])  # type: ignore[attr-defined]


class PersonCreationForm(PersonFormMixin, wagtail_forms.UserCreationForm):
    """Make an account for somebody, who sets the password by a link in a mail."""

    def save(self, commit: bool = True) -> User:
        """Save the account and send the invitation."""
        user: User = super().save(commit=commit)
        services.invite(user=user)
        return user


class PersonEditForm(PersonFormMixin, wagtail_forms.UserEditForm):
    """Change somebody's name, address, roles, and whether she may sign in."""

    def save(self, commit: bool = True) -> User:
        """Save; a changed address has to be confirmed at the next sign-in."""
        before = self.initial["email"]
        user: User = super().save(commit=commit)
        if user.email != before.lower():
            services.change_address(user=user, before=before)
        return user
