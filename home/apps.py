from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"

    def ready(self) -> None:
        from search import presenters, registry

        from . import signals
        from .services.site_search import PagePresenter, PageSearchable

        registry.register(PageSearchable())
        presenters.register(PagePresenter())
        signals.connect()
