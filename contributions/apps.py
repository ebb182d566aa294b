from django.apps import AppConfig


class ContributionsConfig(AppConfig):
    name = "contributions"

    def ready(self) -> None:
        """Connect the signals; say whose files reviewers may fetch, what keeps a file, and which
        drafts the page editor does not show."""
        from accounts import intents
        from files.permissions import register_holder, register_reader
        from library.models.admin_rights import withhold_by

        from . import signals, tasks  # noqa: F401  (both register what they are for)
        from .permissions import is_withheld, keeps_file, may_read_file
        from .views import sharing

        register_reader(may_read_file)
        register_holder(keeps_file)
        withhold_by(is_withheld)
        intents.register(sharing.INTENT, sharing.perform)
