"""The tables of the search: what editors teach it, what is counted, what is done for the index."""

from .jobs import SILENCE, IndexJob
from .teaching import (
    PinnedPage,
    PinnedQuestion,
    QuestionCount,
    RankCount,
    StarterSynonyms,
    SynonymSet,
    lines_of,
)

__all__ = [
    "SILENCE",
    "IndexJob",
    "PinnedPage",
    "PinnedQuestion",
    "QuestionCount",
    "RankCount",
    "StarterSynonyms",
    "SynonymSet",
    "lines_of",
]
