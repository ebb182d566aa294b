"""The catalog: vocabularies, resources, their versions and what readers keep of them."""

from .bulk import BulkChange, BulkChangeItem
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
from .saves import SavedResource, SaveList
from .versions import ResourceVersion, VersionFile
from .vocabularies import Term, TermSynonym

__all__ = [
    "BulkChange",
    "BulkChangeItem",
    "FormerTerm",
    "ImportRun",
    "LibraryIndexPage",
    "ResourceFile",
    "ResourcePage",
    "ResourceRelation",
    "ResourceTag",
    "ResourceTerm",
    "ResourceVersion",
    "SaveList",
    "SavedResource",
    "TaggedResource",
    "Term",
    "TermSynonym",
    "VersionFile",
]
