"""Which parts go into which page."""

from django.utils.translation import gettext_lazy as _

from home.blocks.mission import ProgramBlock, StatementBlock, TheoryBlock
from home.blocks.people import ContactsBlock
from home.blocks.related import ResourcesBlock, RhythmBlock, SessionsBlock
from home.blocks.text import (
    CallBlock,
    FiguresBlock,
    PictureBlock,
    PointsBlock,
    QuotationBlock,
    TextBlock,
)

SIMPLE_BLOCKS = [
    ("text", TextBlock()),
    ("points", PointsBlock()),
    ("quotation", QuotationBlock()),
    ("picture", PictureBlock()),
    ("contacts", ContactsBlock()),
    ("resources", ResourcesBlock()),
    ("call", CallBlock()),
]

BODY_BLOCKS = [
    ("statement", StatementBlock()),
    ("theory", TheoryBlock()),
    ("program", ProgramBlock()),
    ("figures", FiguresBlock()),
    *SIMPLE_BLOCKS,
]

# A program is told in named parts, so that an editor sees which of them is still missing.
PROGRAM_BLOCKS = [
    ("why", PointsBlock(label=_("Why: reasons with their sources"), icon="help")),
    ("what", TextBlock(label=_("What it is"))),
    ("goals", PointsBlock(label=_("Goals"), icon="crosshairs")),
    ("coach_duties", PointsBlock(label=_("What the coach does"), icon="user")),
    ("cas_duties", PointsBlock(label=_("What CAS does"), icon="group")),
    ("rhythm", RhythmBlock()),
    ("figures", FiguresBlock()),
    ("sessions", SessionsBlock()),
    *SIMPLE_BLOCKS,
]
