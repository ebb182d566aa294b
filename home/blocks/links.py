"""Links of the menu and the footer."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class MenuLinkBlock(blocks.StructBlock):
    """A link to a page of the site, or to an address."""

    label = blocks.CharBlock(max_length=40)
    page = blocks.PageChooserBlock(required=False)
    url = blocks.CharBlock(
        max_length=300, required=False, label=_("or address"), help_text=_("Such as: /library/")
    )

    class Meta:
        icon = "link"
        label = _("Link")

    def clean(self, value: Any) -> Any:
        """Refuse a link that leads nowhere.

        Raises:
            blocks.StructBlockValidationError: neither page nor address is chosen.
        """
        cleaned = super().clean(value)
        if not cleaned["page"] and not cleaned["url"]:
            missing = ValidationError(_("Choose a page or write an address."))
            raise blocks.StructBlockValidationError(block_errors={"page": missing})
        return cleaned


class FooterGroupBlock(blocks.StructBlock):
    """Some links of the footer under one heading."""

    heading = blocks.CharBlock(max_length=40)
    links = blocks.ListBlock(MenuLinkBlock(), min_num=1, max_num=8)

    class Meta:
        icon = "list-ul"
        label = _("Group of links")
