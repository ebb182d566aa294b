"""Bring resources in from a table, as the ordinary pages that they would be had someone typed
them in.

`reading` opens files, `columns` knows how values are written, `rows` checks them, `existing`
compares them with the library, `creating` and `changing` write, `running` ties it together.
"""

from .matching import UnknownTopics
from .options import InvalidMap, Options, read_topic_map
from .reading import SUFFIXES, UnreadableFile, count_rows
from .report import Outcome, Problem, Report
from .running import NoLibrary, import_resources

__all__ = [
    "SUFFIXES",
    "InvalidMap",
    "NoLibrary",
    "Options",
    "Outcome",
    "Problem",
    "Report",
    "UnknownTopics",
    "UnreadableFile",
    "count_rows",
    "import_resources",
    "read_topic_map",
]
