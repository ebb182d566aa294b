from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from accounts import intents
        from search import presenters, registry

        from . import signals, tasks  # noqa: F401  (tasks registers what the workers do)
        from .models import ContactMessage, ContactPage
        from .permissions import NobodyAdds
        from .services.site_search import PagePresenter, PageSearchable
        from .views.contact import preview_contact, serve_contact
        from .views.issues import INTENT, perform_follow

        registry.register(PageSearchable())
        presenters.register(PagePresenter())
        intents.register(INTENT, perform_follow)
        ContactPage.show_by(live=serve_contact, preview=preview_contact)
        register_permission_policy(ContactMessage, NobodyAdds(ContactMessage))
        signals.connect()
