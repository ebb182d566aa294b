"""What the search adds to Wagtail's admin."""

from wagtail import hooks

from search.viewsets import SearchGroup


@hooks.register("register_admin_viewset")
def search_group() -> SearchGroup:
    """Add what editors teach the search."""
    return SearchGroup()
