from importlib import import_module

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"

    def ready(self) -> None:
        from search import signals

        signals.connect()
        # Importing them registers the system checks and the outbox handler.
        import_module("search.checks")
        import_module("search.tasks")
