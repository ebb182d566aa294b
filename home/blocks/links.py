"""Links of the menu and the footer."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

# Whatever else begins with a word and a colon, such as "javascript:", is no address of a page.
_ADDRESS = re.compile(r"(/|\?|#|https?://|mailto:|tel:)\S*")


def way_error(address: str) -> ValidationError | None:
    """Return what is wrong with a typed address, if something is."""
    if not address or _ADDRESS.fullmatch(address):
        return None
    return ValidationError(_("Write a full address with https://, or one of this site with /."))


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
            blocks.StructBlockValidationError: neither page nor address is chosen, or the address
                is none.
        """
        cleaned = super().clean(value)
        if not cleaned["page"] and not cleaned["url"]:
            missing = ValidationError(_("Choose a page or write an address."))
            raise blocks.StructBlockValidationError(block_errors={"page": missing})
        if wrong := way_error(cleaned["url"]):
            raise blocks.StructBlockValidationError(block_errors={"url": wrong})
        return cleaned


class FooterGroupBlock(blocks.StructBlock):
    """Some links of the footer under one heading."""

    heading = blocks.CharBlock(max_length=40)
    links = blocks.ListBlock(MenuLinkBlock(), min_num=1, max_num=8)

    class Meta:
        icon = "list-ul"
        label = _("Group of links")
