"""Parts of the front page alone."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class OftenAskedBlock(blocks.StructBlock):
    """A question that many ask, as a small pill under the question box."""

    label = blocks.CharBlock(max_length=40, label=_("Words on the pill"))
    question = blocks.CharBlock(
        max_length=200,
        required=False,
        label=_("Question it asks"),
        help_text=_("Leave it empty to ask for the words on the pill."),
    )

    class Meta:
        icon = "help"
        label = _("Often asked")


class SpotlightBlock(blocks.StructBlock):
    """One page that editors put before the eyes of everybody for a while."""

    page = blocks.PageChooserBlock()
    eyebrow = blocks.CharBlock(
        max_length=40, default=_("In the spotlight"), label=_("Small words above")
    )
    text = blocks.TextBlock(
        rows=2, required=False, help_text=_("Leave it empty to take the page’s introduction.")
    )
    until = blocks.DateBlock(
        required=False, label=_("Last day"), help_text=_("It leaves by itself after this day.")
    )

    class Meta:
        icon = "pick"
        label = _("Spotlight")
        template = "home/blocks/spotlight.html"


class LatestBlock(blocks.StructBlock):
    """The newest news and the next events; it is not there while there are none."""

    heading = blocks.CharBlock(max_length=80, default=_("News and dates"))

    class Meta:
        icon = "calendar-alt"
        label = _("News and dates")
        template = "home/blocks/latest.html"
        description = _("The newest news and the next events come by themselves.")


FRONT_BLOCKS = [("latest", LatestBlock())]
