"""The catalog: vocabularies, resources, their versions and what readers keep of them."""

from .bulk import BulkChange, BulkChangeItem
from .engagement import DailyCount, Follow, ResourceThread, Use
from .former import FormerTerm
from .imports import ImportRun
from .resources import (
    LibraryIndexPage,
    ResourceFile,
    ResourcePage,
    ResourceRelation,
    ResourceTag,
    ResourceTerm,
    TaggedResource,
)
from .saves import ListItem, SavedResource, SaveList
from .typed_texts import TypedText, TypedTextBand
from .versions import ResourceVersion, VersionFile
from .vocabularies import Term, TermSynonym

__all__ = [
    "BulkChange",
    "BulkChangeItem",
    "DailyCount",
    "Follow",
    "FormerTerm",
    "ImportRun",
    "LibraryIndexPage",
    "ListItem",
    "ResourceFile",
    "ResourcePage",
    "ResourceRelation",
    "ResourceTag",
    "ResourceTerm",
    "ResourceThread",
    "ResourceVersion",
    "SaveList",
    "SavedResource",
    "TaggedResource",
    "Term",
    "TermSynonym",
    "TypedText",
    "TypedTextBand",
    "Use",
    "VersionFile",
]
