"""Files that must be turned away, each made on the spot, and the reason that must be given."""

from . import office, pdf, pictures, plain
from .case import Case

CASES: list[Case] = [*plain.CASES, *pdf.CASES, *pictures.CASES, *office.CASES]

__all__ = ["CASES", "Case"]
