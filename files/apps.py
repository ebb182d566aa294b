from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "files"

    def ready(self) -> None:
        """Connect the signals."""
        from . import signals  # noqa: F401
