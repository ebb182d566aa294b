from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    default = True

    def ready(self) -> None:
        from . import signals, tasks  # noqa: F401  (connect the receivers, register the chores)


class PeopleAdminConfig(WagtailUsersAppConfig):
    """Wagtail's own management of users, with our forms."""

    default = False
    user_viewset = "accounts.viewsets.PersonViewSet"
