from django.apps import AppConfig


class ContributionsConfig(AppConfig):
    name = "contributions"

    def ready(self) -> None:
        """Connect the signals, and say whose files reviewers may fetch and what keeps a file."""
        from accounts import intents
        from files.permissions import register_holder, register_reader

        from . import signals  # noqa: F401  (connects the receivers)
        from .permissions import keeps_file, may_read_file
        from .views import sharing, starting

        register_reader(may_read_file)
        register_holder(keeps_file)
        intents.register(sharing.INTENT, sharing.perform)
        intents.register(starting.INTENT, starting.perform)
