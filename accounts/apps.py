from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    default = True

    def ready(self) -> None:
        from . import signals  # noqa: F401  (connects the receivers)


class PeopleAdminConfig(WagtailUsersAppConfig):
    """Wagtail's own management of users, with our forms."""

    default = False
    user_viewset = "accounts.viewsets.PersonViewSet"
