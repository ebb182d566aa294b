"""The few parts that mission pages are made of."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

TEXT_FEATURES = ["h3", "bold", "italic", "ul", "ol", "link", "document-link"]


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


class TextBlock(blocks.StructBlock):
    """A heading and some paragraphs."""

    heading = blocks.CharBlock(max_length=120)
    text = blocks.RichTextBlock(features=TEXT_FEATURES)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "home/blocks/text.html"


class StatementBlock(blocks.StructBlock):
    """A sentence that carries weight, such as the mission, set large."""

    heading = blocks.CharBlock(max_length=120)
    statement = blocks.TextBlock(rows=3, help_text=_("One or two sentences."))

    class Meta:
        icon = "openquote"
        label = _("Statement")
        template = "home/blocks/statement.html"


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


class FigureBlock(blocks.StructBlock):
    """A number and what it counts."""

    value = blocks.CharBlock(max_length=12)
    label = blocks.CharBlock(max_length=60)

    class Meta:
        icon = "order"
        label = _("Figure")


class ProgramBlock(blocks.StructBlock):
    """A program in a paragraph, with a few figures and where they come from."""

    heading = blocks.CharBlock(max_length=120)
    text = blocks.RichTextBlock(features=["bold", "italic", "link"])
    figures = blocks.ListBlock(FigureBlock(), min_num=0, max_num=4)
    source = blocks.CharBlock(
        max_length=160, required=False, help_text=_("Where the figures were published, and when.")
    )

    class Meta:
        icon = "group"
        label = _("Program")
        template = "home/blocks/program.html"
