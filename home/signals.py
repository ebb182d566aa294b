"""What follows from changes of pages: search and mails by rows of the outbox, the page cache."""

from typing import Any

from django.apps.registry import Apps, apps
from django.contrib.auth.models import Group
from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.settings.models import BaseGenericSetting, BaseSiteSetting
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_unpublished, post_page_move

from core import page_cache
from home.models import IssuePage
from home.services.issues import note_updates
from home.services.site_search import mark_page, mark_section


def connect() -> None:
    """Listen; called once, when the apps are ready."""
    for signal in (page_published, page_unpublished):
        signal.connect(on_page_changed, dispatch_uid="home.page")
    page_published.connect(on_issue_published, sender=IssuePage, dispatch_uid="home.issue")
    for model in apps.get_models():
        if issubclass(model, Page):
            post_save.connect(on_page_saved, sender=model, dispatch_uid="home.alias")
    # Every kind of page is also a `Page`, whose row goes with it.
    post_delete.connect(on_page_changed, sender=Page, dispatch_uid="home.page")
    post_page_move.connect(on_section_changed, dispatch_uid="home.section")
    for saved in (post_save, post_delete):
        saved.connect(on_restriction_changed, sender=PageViewRestriction)
    m2m_changed.connect(on_groups_changed, sender=PageViewRestriction.groups.through)
    page_cache.empty_when_changed(Group, Site, Redirect, get_image_model(), get_document_model())
    watch_settings(apps)


def watch_settings(known: Apps) -> None:
    """Have kept pages follow every model of settings, whichever app it is of."""
    for model in known.get_models():
        if issubclass(model, BaseGenericSetting | BaseSiteSetting):
            page_cache.empty_when_changed(model)


def on_page_changed(instance: Page, **kwargs: Any) -> None:
    """A page was published, taken down or deleted."""
    mark_page(instance)
    page_cache.empty()


def on_page_saved(instance: Page, created: bool, **kwargs: Any) -> None:
    """An alias of a published page was made: it is live at once, and nothing publishes it."""
    if created and instance.live and instance.alias_of_id is not None:
        on_page_changed(instance)


def on_issue_published(instance: IssuePage, **kwargs: Any) -> None:
    """An issue was published, perhaps with updates that its followers do not know of."""
    note_updates(issue=instance)


def on_section_changed(instance: Page, **kwargs: Any) -> None:
    """A page was moved, perhaps to where a restriction hides it and what is below it."""
    mark_section(instance)
    page_cache.empty()


def on_restriction_changed(instance: PageViewRestriction, **kwargs: Any) -> None:
    """A section became private, or public again."""
    mark_section(instance.page)
    page_cache.empty()


def on_groups_changed(**kwargs: Any) -> None:
    """A private section is for other groups now: menu and footer remember for which."""
    page_cache.empty()
