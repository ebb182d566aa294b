"""Resources in any state."""

from typing import Any

from wagtail.models import Page, Site

from home.models import HomePage
from library.enums import Visibility
from library.models import LibraryIndexPage, ResourcePage
from library.services.publishing import publish_revision


def make_library() -> LibraryIndexPage:
    """The page tree as an installed site has it: home page, library index."""
    existing = LibraryIndexPage.objects.first()
    if existing is not None:
        return existing
    root = Page.objects.get(depth=1)
    home = HomePage.objects.first() or root.add_child(
        instance=HomePage(title="Home", slug="clearinghouse-home")
    )
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": home}
    )
    return home.add_child(instance=LibraryIndexPage(title="Library", slug="library"))


def make_draft(library: LibraryIndexPage, title: str = "A practice", **fields: Any) -> ResourcePage:
    """An unpublished resource with one draft revision."""
    fields.setdefault("summary", f"What came of it: {title}.")
    resource = ResourcePage(title=title, live=False, **fields)
    library.add_child(instance=resource)
    resource.save_revision(user=fields.get("owner"))
    return resource


def members_only(**fields: Any) -> dict[str, Any]:
    """Fields of a resource that only members see."""
    return {**fields, "visibility": Visibility.MEMBERS}


def publish(resource: ResourcePage, *, user: Any = None, **kwargs: Any) -> ResourcePage:
    """Publish the latest draft of a resource as an approval would."""
    publish_revision(
        resource=resource, revision=resource.get_latest_revision(), user=user, **kwargs
    )
    return ResourcePage.objects.get(pk=resource.pk)


def make_published(
    library: LibraryIndexPage, title: str = "A practice", *, user: Any = None, **fields: Any
) -> ResourcePage:
    """A published resource, version 1."""
    return publish(make_draft(library, title, **fields), user=user)
