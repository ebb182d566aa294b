"""Parts of an issue: results to reach, what happened, what the reader can do."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class ResultBlock(blocks.StructBlock):
    """A result to reach; without a target the page says that none is set yet."""

    result = blocks.CharBlock(max_length=200, help_text=_("What will be different, in one line."))
    target = blocks.CharBlock(
        max_length=60, required=False, help_text=_("Such as: 90 percent. Empty: no target set yet.")
    )
    year = blocks.IntegerBlock(
        required=False, min_value=1990, max_value=2100, label=_("Year to reach it")
    )
    now = blocks.CharBlock(
        max_length=120, required=False, label=_("Where it stands"), help_text=_("With its date.")
    )
    source = blocks.CharBlock(max_length=200, required=False)

    class Meta:
        icon = "crosshairs"
        label = _("Result to reach")

    def clean(self, value: Any) -> Any:
        """Refuse half a target.

        Raises:
            blocks.StructBlockValidationError: a target without a year, or a year without a target.
        """
        cleaned = super().clean(value)
        errors = {}
        if cleaned["target"] and not cleaned["year"]:
            errors["year"] = ValidationError(_("Say by when."))
        if cleaned["year"] and not cleaned["target"]:
            errors["target"] = ValidationError(_("Say how much by then."))
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return cleaned


class UpdateBlock(blocks.StructBlock):
    """Something that happened; followers of the issue are mailed once."""

    date = blocks.DateBlock()
    text = blocks.RichTextBlock(features=["bold", "italic", "link"])

    class Meta:
        icon = "history"
        label = _("Progress")


class ActionBlock(blocks.StructBlock):
    """What the reader can do."""

    action = blocks.CharBlock(max_length=160, help_text=_("A verb first: Write, come, try, ask."))
    page = blocks.PageChooserBlock(required=False, label=_("Leads to a page"))
    url = blocks.URLBlock(max_length=300, required=False, label=_("or to an address"))
    date = blocks.DateBlock(required=False, label=_("By or on"))

    class Meta:
        icon = "tick-inverse"
        label = _("What you can do")
