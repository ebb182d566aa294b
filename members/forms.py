"""Signing up, and one's profile: who one is and where one works."""

import unicodedata
from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from accounts.forms import PASSWORD_HELP, OurWords
from accounts.models import User

from . import services
from .enums import Position
from .models import School
from .querysets import SchoolQuerySet

MOST_SUGGESTIONS = 4


def plain_text(value: str) -> None:
    """Refuse what no name has: control and direction characters, markup, web addresses.

    Raises:
        ValidationError: such a character is in the value.
    """
    if any(unicodedata.category(character)[0] == "C" for character in value):
        raise ValidationError(_("There is a character here that cannot be shown. Type it anew."))
    if any(sign in value for sign in "<>@") or "//" in value:
        raise ValidationError(_("Leave out < > @ and //."))


class SchoolField(forms.CharField):
    """The name of a listed school; empty where another one is typed in the next field."""

    def validate(self, value: str) -> None:
        """Leave it to the form to ask for one of the two; to the label it is a must."""


class SchoolInput(forms.TextInput):
    """A text box that offers the schools of the page's list (`members/schools.html`)."""

    def use_required_attribute(self, initial: Any) -> bool:
        """Let the browser send the form without it."""
        return False


class WorkplaceFields(forms.Form):
    """Name, school and position, shared by sign-up and profile."""

    first_name = forms.CharField(
        label=gettext_lazy("First name"),
        max_length=60,
        error_messages={"required": gettext_lazy("Type your first name.")},
        validators=[plain_text],
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label=gettext_lazy("Last name"),
        max_length=60,
        error_messages={"required": gettext_lazy("Type your last name.")},
        validators=[plain_text],
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    school = SchoolField(
        label=gettext_lazy("Your school"),
        help_text=gettext_lazy("Start to type, then choose it from the list."),
        max_length=300,
        widget=SchoolInput(attrs={"autocomplete": "off", "list": "schools"}),
    )
    school_unlisted = forms.CharField(
        label=gettext_lazy("My school is not listed"),
        help_text=gettext_lazy("Its name and town, or where else you work."),
        max_length=160,
        required=False,
        validators=[plain_text],
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    position = forms.ChoiceField(
        label=gettext_lazy("Your position"),
        choices=[("", gettext_lazy("Choose one")), *Position.choices],
        error_messages={"required": gettext_lazy("Choose your position.")},
    )

    def clean_school(self) -> School | None:
        """Return the listed school that was typed or chosen."""
        text = " ".join(self.cleaned_data["school"].split())
        if not text:
            return None
        found = list(School.objects.called(text)[:2])
        if len(found) == 1:
            return found[0]
        near = School.objects.called(text) if found else School.objects.like(text)
        names = [str(school) for school in near.with_district()[:MOST_SUGGESTIONS]]
        if names:
            raise ValidationError(
                _("Which school is it: %(names)s? Or type its name below, as not listed."),
                params={"names": "; ".join(names)},
            )
        raise ValidationError(_("We do not list this school. Type its name below, as not listed."))

    def clean(self) -> dict[str, Any]:
        """Ask for exactly one way of saying where one works."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("school"):
            cleaned["school_unlisted"] = ""
        elif not cleaned.get("school_unlisted") and not {"school", "school_unlisted"} & {
            *self.errors
        }:
            self.add_error("school", _("Choose your school, or type its name below."))
        return cleaned

    @property
    def schools(self) -> SchoolQuerySet:
        """The schools to choose from."""
        return School.objects.with_district()

    @property
    def workplace(self) -> dict[str, Any]:
        """School and position as the services take them."""
        return {
            "school": self.cleaned_data["school"],
            "school_unlisted": self.cleaned_data["school_unlisted"],
            "position": Position(self.cleaned_data["position"]),
        }


class SignUpForm(OurWords, WorkplaceFields, allauth_forms.SignupForm):
    """All we ask of somebody who wants an account."""

    field_order = [
        "first_name",
        "last_name",
        "email",
        "password1",
        "school",
        "school_unlisted",
        "position",
    ]
    words = {
        "email": (
            gettext_lazy("E-mail address"),
            gettext_lazy("Your address at school, if you have one."),
        ),
        "password1": (gettext_lazy("Password"), PASSWORD_HELP),
    }

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Make the account; for an address that has one, work as hard and answer the same."""
        if self.account_already_exists:
            get_user_model()().set_password(self.cleaned_data["password1"])
        user, response = super().try_save(request)
        return user, response

    @transaction.atomic
    def save(self, request: HttpRequest) -> User:
        """Make account and membership together or not at all."""
        user: User = super().save(request)
        return user

    def custom_signup(self, request: HttpRequest, user: User) -> None:
        """Ask for membership with the new account."""
        services.join(user=user, now=timezone.now(), **self.workplace)


class ProfileForm(WorkplaceFields):
    """Change what one said at sign-up."""

    field_order = ["first_name", "last_name", "school", "school_unlisted", "position"]

    def save(self, user: User) -> None:
        """Write the profile of the person."""
        services.change_profile(
            user=user,
            first_name=self.cleaned_data["first_name"],
            last_name=self.cleaned_data["last_name"],
            now=timezone.now(),
            **self.workplace,
        )


class MembershipForm(WagtailAdminModelForm):
    """The editors' form for where a member works."""

    def clean(self) -> dict[str, Any]:
        """Ask for one way of saying where she works; a listed school wins."""
        cleaned: dict[str, Any] = super().clean()
        if cleaned.get("school"):
            cleaned["school_unlisted"] = ""
        elif not cleaned.get("school_unlisted"):
            self.add_error("school", _("Choose a school, or type the name of another below."))
        return cleaned
