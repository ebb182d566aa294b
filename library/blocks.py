"""Small repeated parts of a resource that need no table of their own."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class ContributorBlock(blocks.StructBlock):
    """Someone who is named as an author."""

    name = blocks.CharBlock(max_length=120)
    role = blocks.CharBlock(max_length=120, required=False, help_text=_("Such as: Principal."))

    class Meta:
        icon = "user"
        label = _("Contributor")


class LinkBlock(blocks.StructBlock):
    """A resource on another site; as good as a file."""

    url = blocks.URLBlock(max_length=500, label=_("Address"))
    label = blocks.CharBlock(max_length=200, required=False)

    class Meta:
        icon = "link"
        label = _("Link")
