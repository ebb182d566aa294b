"""The catalog: vocabularies, resources, their versions and what readers keep of them."""

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
