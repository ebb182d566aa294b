"""How fast resources come in: `python -m bench.load` imports and indexes 10,000 rows.

Prints the median of several runs, each into a new site, the longest time another writer waited
meanwhile, and how long one edit takes to publish when all of them are there.
"""

import argparse
import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.site import Site, print_table

EDITS = 20


@dataclass(frozen=True, slots=True)
class Run:
    """What one run took: seconds, and milliseconds for the wait and the edit."""

    importing: float
    indexing: float
    wait: float
    edit: float
    edit_indexing: float

    @property
    def total(self) -> float:
        """Seconds until everything can be searched."""
        return self.importing + self.indexing


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=10_000, help="number of rows")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--port", type=int, default=8765, help="only part of the site's address")
    options = parser.parse_args()
    runs = []
    for number in range(1, options.runs + 1):
        runs.append(_run(options.size, options.port))
        print(f"Run {number}: {runs[-1].total:.1f} s")
    print(f"\n{options.size:,} rows, median of {options.runs}\n")
    total = median(run.total for run in runs)
    scaled = 60 * options.size / 10_000
    rows = [
        ("import, s", median(run.importing for run in runs), "", "315 / - / 547 (Plone)"),
        ("then until searchable, s", median(run.indexing for run in runs), "", "50 / 120 / -"),
        ("together, s", total, f"{scaled:g}", "365 / - / 547 (Plone)"),
        ("longest wait of a writer, ms", max(run.wait for run in runs), "500", ""),
        ("publish one edit, ms", median(run.edit for run in runs), "60", "100"),
        ("index one edit, ms", median(run.edit_indexing for run in runs), "2000", ""),
    ]
    print_table(
        ("", "measured", "goal", "elsewhere"),
        [(name, f"{value:.1f}", goal, elsewhere) for name, value, goal, elsewhere in rows],
    )


def _run(size: int, port: int) -> Run:
    """Load a new site while another process writes."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        site = Site(Path(folder), port)
        site.install()
        with site.process("-m", "bench.inside", "write") as writer:
            importing, indexing = site.load(size)
            wait, _ = writer.communicate("stop\n", timeout=60)
        edit, edit_indexing = json.loads(site.run("-m", "bench.inside", "edit", EDITS))
        return Run(importing, indexing, float(wait), edit, edit_indexing)


if __name__ == "__main__":
    main()
