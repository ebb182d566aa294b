"""Look into a file: its text and what stands in it. Runs in a process of its own."""

import sys

from files.extraction import read
from files.intake import isolation

if __name__ == "__main__":
    isolation.serve(read, sys.argv[1:])
