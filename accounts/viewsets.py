"""People in Wagtail's admin."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.users.views import users as wagtail_users

from .forms import PersonCreationForm, PersonEditForm


class CreateView(wagtail_users.CreateView):
    """Invites somebody."""

    success_message = _("%(object)s has an account now, and a mail with a link to set a password.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form who fills it in."""
        return {**super().get_form_kwargs(), "by": self.request.user}


class EditView(wagtail_users.EditView):
    """Changes somebody's account."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Refuse to let anyone but the all-powerful touch an all-powerful account."""
        super().setup(request, *args, **kwargs)
        if self.object.is_superuser and not getattr(request.user, "is_superuser", False):
            raise PermissionDenied

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form who fills it in."""
        return {**super().get_form_kwargs(), "by": self.request.user}


class PersonViewSet(wagtail_users.UserViewSet):
    """The section "Users" of the admin, for accounts without a user name or a typed password."""

    add_view_class = CreateView
    edit_view_class = EditView

    def get_form_class(self, for_update: bool = False) -> type[PersonCreationForm | PersonEditForm]:
        """Return the form to invite or to change somebody."""
        return PersonEditForm if for_update else PersonCreationForm
