"""Parts that any page may hold: text, points, quotations, figures, pictures."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from home.blocks.links import way_error

TEXT_FEATURES = ["h3", "bold", "italic", "ul", "ol", "link", "document-link"]


class TextBlock(blocks.StructBlock):
    """A heading and some paragraphs."""

    heading = blocks.CharBlock(max_length=120)
    text = blocks.RichTextBlock(features=TEXT_FEATURES)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "home/blocks/text.html"
        preview_value = {
            "heading": "What the first year asks",
            "text": "<p>Three things take most of a new leader’s week, and only one of them was "
            "in the job description.</p>",
        }
        description = _("A heading with paragraphs, lists and links.")


class PointBlock(blocks.StructBlock):
    """One point of a list."""

    title = blocks.CharBlock(
        max_length=80, required=False, help_text=_("A few words in front, if the point is long.")
    )
    text = blocks.TextBlock(rows=2, required=False)
    source = blocks.CharBlock(
        max_length=200, required=False, help_text=_("Who says so, where and when.")
    )

    class Meta:
        icon = "list-ul"
        label = _("Point")

    def clean(self, value: Any) -> Any:
        """Refuse a point that says nothing.

        Raises:
            blocks.StructBlockValidationError: neither title nor text is there.
        """
        cleaned = super().clean(value)
        if not cleaned["title"] and not cleaned["text"]:
            missing = ValidationError(_("Write a title or a text."))
            raise blocks.StructBlockValidationError(block_errors={"text": missing})
        return cleaned


class PointsBlock(blocks.StructBlock):
    """A heading and points, such as goals, duties, values or reasons."""

    heading = blocks.CharBlock(max_length=120)
    lead = blocks.TextBlock(
        rows=2, required=False, help_text=_("A sentence before the points, if they need one.")
    )
    points = blocks.ListBlock(PointBlock(), min_num=1, max_num=20)
    numbered = blocks.BooleanBlock(
        required=False, help_text=_("Where the order or the number of points matters.")
    )
    source = blocks.CharBlock(
        max_length=200, required=False, help_text=_("Where all of it comes from, and when.")
    )

    class Meta:
        icon = "list-ul"
        label = _("Points")
        template = "home/blocks/points.html"
        preview_value = {
            "heading": "What the coach does",
            "lead": "",
            "numbered": True,
            "source": "",
            "points": [
                {
                    "title": "On site, every week",
                    "text": "Meets the leader at school.",
                    "source": "",
                },
                {"title": "Within reach", "text": "Answers by phone and e-mail.", "source": ""},
            ],
        }
        description = _(
            "Goals, duties, values, reasons: one below the other, numbered if you like."
        )


class QuotationBlock(blocks.StructBlock):
    """What somebody said or wrote, word for word."""

    quotation = blocks.TextBlock(
        rows=3, help_text=_("Without quotation marks: the page sets them.")
    )
    who = blocks.CharBlock(max_length=120, label=_("Who said it"))
    source = blocks.CharBlock(
        max_length=200, required=False, help_text=_("Where it was printed, and when.")
    )

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "home/blocks/quotation.html"
        preview_value = {
            "quotation": "I would not have asked for a coach. Now I would not give her back.",
            "who": "A principal (sample)",
            "source": "",
        }
        description = _("A testimonial or a definition, with the name of whoever said it.")


class FigureBlock(blocks.StructBlock):
    """A number and what it counts."""

    value = blocks.CharBlock(max_length=12)
    label = blocks.CharBlock(max_length=60)

    class Meta:
        icon = "order"
        label = _("Figure")


class FiguresBlock(blocks.StructBlock):
    """Numbers with the day they were counted on and where they come from."""

    heading = blocks.CharBlock(max_length=120)
    figures = blocks.ListBlock(FigureBlock(), min_num=1, max_num=6)
    as_of = blocks.CharBlock(
        max_length=60, label=_("As of"), help_text=_("A date, or “undated” if the source has none.")
    )
    source = blocks.CharBlock(max_length=200)

    class Meta:
        icon = "order"
        label = _("Figures")
        template = "home/blocks/figures.html"
        preview_value = {
            "heading": "In numbers",
            "figures": [{"value": "12", "label": "schools"}, {"value": "4", "label": "districts"}],
            "as_of": "June 2026",
            "source": "A sample",
        }
        description = _("Up to six numbers; each set says its date and its source.")


class PictureBlock(blocks.StructBlock):
    """A picture with a caption; its alternative text is required unless it only decorates."""

    picture = ImageBlock()
    caption = blocks.CharBlock(max_length=250, required=False)
    credit = blocks.CharBlock(max_length=120, required=False, help_text=_("Who made it."))

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "home/blocks/picture.html"
        description = _("A picture, its description for those who do not see it, and a caption.")


class CallBlock(blocks.StructBlock):
    """What one can do now, and the way to it."""

    heading = blocks.CharBlock(max_length=120)
    text = blocks.RichTextBlock(features=["bold", "italic", "ul", "link"])
    label = blocks.CharBlock(
        max_length=60, required=False, label=_("Words on the button"), help_text=_("A verb first.")
    )
    page = blocks.PageChooserBlock(required=False, label=_("Button leads to a page"))
    url = blocks.CharBlock(max_length=300, required=False, label=_("or to an address"))

    class Meta:
        icon = "arrow-right"
        label = _("How to take part")
        template = "home/blocks/call.html"
        preview_value = {
            "heading": "How to apply",
            "text": "<p>A call is enough to begin.</p>",
            "label": "Ask about a coach",
            "page": None,
            "url": "/contact/",
        }
        description = _("What the reader can do now, with one button.")

    def clean(self, value: Any) -> Any:
        """Refuse a button that leads nowhere.

        Raises:
            blocks.StructBlockValidationError: words without a way, or a way without words.
        """
        cleaned = super().clean(value)
        leads = bool(cleaned["page"] or cleaned["url"])
        errors: dict[str, ValidationError] = {}
        if cleaned["label"] and not leads:
            errors["page"] = ValidationError(_("Choose where the button leads."))
        if leads and not cleaned["label"]:
            errors["label"] = ValidationError(_("Say what the button does."))
        if wrong := way_error(cleaned["url"]):
            errors["url"] = wrong
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return cleaned
