"""The parts that public pages are made of."""

from home.blocks.body import BODY_BLOCKS, PROGRAM_BLOCKS, SIMPLE_BLOCKS
from home.blocks.front import FRONT_BLOCKS, OftenAskedBlock, SpotlightBlock
from home.blocks.issue import ActionBlock, ResultBlock, UpdateBlock
from home.blocks.links import FooterGroupBlock, MenuLinkBlock
from home.blocks.people import ContactBlock, PeopleGroupBlock, RequestBlock
from home.blocks.related import ResourceChooserBlock

__all__ = [
    "BODY_BLOCKS",
    "FRONT_BLOCKS",
    "PROGRAM_BLOCKS",
    "SIMPLE_BLOCKS",
    "ActionBlock",
    "ContactBlock",
    "FooterGroupBlock",
    "MenuLinkBlock",
    "OftenAskedBlock",
    "PeopleGroupBlock",
    "RequestBlock",
    "ResourceChooserBlock",
    "ResultBlock",
    "SpotlightBlock",
    "UpdateBlock",
]
