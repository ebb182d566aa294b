from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "files"

    def ready(self) -> None:
        """Connect the signals and register what the workers do."""
        from . import signals, tasks  # noqa: F401
