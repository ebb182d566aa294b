"""Parts that say what the association is for."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from home.blocks.links import way_error
from home.blocks.text import FigureBlock


class StatementBlock(blocks.StructBlock):
    """A sentence that carries weight, such as the mission, set large."""

    heading = blocks.CharBlock(max_length=120)
    statement = blocks.TextBlock(rows=3, help_text=_("One or two sentences."))

    class Meta:
        icon = "title"
        label = _("Statement")
        template = "home/blocks/statement.html"
        preview_value = {
            "heading": "Mission",
            "statement": "Every student, through those who lead.",
        }
        description = _("A sentence that carries weight, set large.")


class BeliefBlock(blocks.StructBlock):
    """One belief: what it is about, and the belief."""

    about = blocks.CharBlock(max_length=60, help_text=_("A few words, such as: Adults come first."))
    belief = blocks.TextBlock(rows=3)

    class Meta:
        icon = "tick"
        label = _("Belief")


class TheoryBlock(blocks.StructBlock):
    """A theory of action: what we believe, what we do if we mean it, and what then follows."""

    heading = blocks.CharBlock(max_length=120)
    beliefs_lead = blocks.CharBlock(
        max_length=120, required=False, label=_("Before the beliefs"), default=_("We believe")
    )
    beliefs = blocks.ListBlock(
        BeliefBlock(), min_num=0, default=[], help_text=_("May be left out, as on the front page.")
    )
    conditions_lead = blocks.CharBlock(
        max_length=160, label=_("Before the conditions"), help_text=_("It begins with “If”.")
    )
    conditions = blocks.ListBlock(blocks.CharBlock(max_length=250), min_num=1)
    outcome = blocks.TextBlock(rows=2, help_text=_("It begins with “then”."))
    more_label = blocks.CharBlock(max_length=60, required=False, label=_("Link"))
    more_url = blocks.CharBlock(
        max_length=200, required=False, label=_("Link leads to"), help_text=_("Such as: /about/")
    )

    class Meta:
        icon = "list-ol"
        label = _("Theory of action")
        template = "home/blocks/theory.html"
        preview_value = {
            "heading": "Theory of action",
            "beliefs_lead": "We believe",
            "beliefs": [{"about": "Adults first", "belief": "Students grow as adults do."}],
            "conditions_lead": "If the association",
            "conditions": ["asks leaders what its work should be", "passes on what works"],
            "outcome": "then leaders do better, and students grow.",
        }
        description = _("What we believe; if we do this; then that follows.")

    def clean(self, value: Any) -> Any:
        """Refuse a link that leads nowhere.

        Raises:
            blocks.StructBlockValidationError: what was typed is no address.
        """
        cleaned = super().clean(value)
        if wrong := way_error(cleaned["more_url"]):
            raise blocks.StructBlockValidationError(block_errors={"more_url": wrong})
        return cleaned


class ProgramBlock(blocks.StructBlock):
    """A program in a paragraph, with a few figures and where they come from."""

    heading = blocks.CharBlock(max_length=120)
    text = blocks.RichTextBlock(features=["bold", "italic", "link"])
    figures = blocks.ListBlock(FigureBlock(), min_num=0, max_num=4)
    source = blocks.CharBlock(
        max_length=160, required=False, help_text=_("Where the figures were published, and when.")
    )
    page = blocks.PageChooserBlock(required=False, label=_("Page of the program"))
    label = blocks.CharBlock(
        max_length=60, required=False, label=_("Words on its button"), help_text=_("A verb first.")
    )

    class Meta:
        icon = "group"
        label = _("Program in a few words")
        template = "home/blocks/program.html"
        preview_value = {
            "heading": "A coach beside the principal",
            "text": "<p>On site every week.</p>",
            "figures": [{"value": "12", "label": "schools"}],
            "source": "A sample",
        }
        description = _("A paragraph with a few figures and a link to the page of the program.")
