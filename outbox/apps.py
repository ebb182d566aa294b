from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "outbox"

    def ready(self) -> None:
        from . import tasks  # noqa: F401  (registers the mail handler)
