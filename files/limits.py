"""What the processes that look into files may answer at most, and what they call it.

Apart from their modules, which load readers of files that no other process needs.
"""

from search.documents import LONGEST_FILE_TEXT

# A letter is at most twelve bytes of JSON; fifty findings and ten checks have their lengths, too.
LONGEST_EXAMINATION = 12 * LONGEST_FILE_TEXT + 1024 * 1024

MOST_PAGES = 60
LONGEST_PAGE_TEXT = 8_000
LONGEST_PICTURING = 12 * LONGEST_PAGE_TEXT * MOST_PAGES
# The name of the small picture; those of pages have their numbers.
THUMBNAIL = "t"
