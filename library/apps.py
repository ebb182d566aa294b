from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "library"

    def ready(self) -> None:
        from accounts import intents
        from files import texts
        from files.permissions import register_lister, register_reader
        from search import presenters, registry

        from . import signals, tasks  # noqa: F401  (tasks registers the outbox handlers)
        from .models import LibraryIndexPage, ResourcePage
        from .permissions import may_read_file
        from .services.collections import CollectionPresenter, CollectionSearchable
        from .services.indexing import ResourceSearchable
        from .services.presenting import ResourcePresenter
        from .services.publishing import files_in_revisions, listed_hashes
        from .views import browse, comments, resources, saves, using

        register_reader(may_read_file)
        register_lister(files_in_revisions)
        texts.register_lister(listed_hashes)
        registry.register(ResourceSearchable())
        registry.register(CollectionSearchable())
        presenters.register(ResourcePresenter())
        presenters.register(CollectionPresenter())
        intents.register(saves.INTENT, saves.perform_save)
        intents.register(using.INTENT, using.perform_use)
        intents.register(comments.INTENT, comments.perform_comment)
        ResourcePage.show_by(live=resources.serve_resource, preview=resources.preview_resource)
        LibraryIndexPage.show_by(live=browse.serve_index, preview=browse.serve_index)
        signals.connect()
