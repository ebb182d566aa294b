"""What all sample documents share: colors, the footer and the dates in their properties."""

from datetime import datetime

OAK = "1D5A43"
OAK_WASH = "E6F0EA"
INK = "17202B"
INK_SOFT = "4A5563"
LINE = "C9C3B2"

FOOTER = "Sample document"

# Written into every file instead of the clock, so that the same spec gives the same bytes.
MADE_ON = datetime(2026, 1, 15, 9, 0)
