"""The catalog: vocabularies, resources, their versions and what readers keep of them."""

from .engagement import DailyCount, Follow, ResourceThread, Use
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
from .versions import ResourceVersion, VersionFile
from .vocabularies import Term, TermSynonym

__all__ = [
    "DailyCount",
    "Follow",
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
    "Use",
    "VersionFile",
]
