"""What the app adds to Wagtail's admin."""

from wagtail.snippets.models import register_snippet

from .viewsets import SchoolsGroup

register_snippet(SchoolsGroup)
