"""Vocabularies out and in, as SKOS (Turtle, RDF/XML) and as tables (CSV)."""

from .applying import PlanChanged, apply
from .entries import Entry, Unreadable, read_upload, vocabulary_entries
from .planning import Line, Outcome, Plan, make_plan
from .skos import term_as, vocabulary_as
from .tables import write_csv

__all__ = [
    "Entry",
    "Line",
    "Outcome",
    "Plan",
    "PlanChanged",
    "Unreadable",
    "apply",
    "make_plan",
    "read_upload",
    "term_as",
    "vocabulary_as",
    "vocabulary_entries",
    "write_csv",
]
