"""How well the detectors of file contents do: `python -m bench.detectors`.

Recall and precision of the privacy guard per kind on the planted documents, near-duplicates found
and falsely told on the planted pairs, and the time for a document. What is held out has sentences
and layouts that the other half has not, and was not looked at while the detectors were made. The
letters tell things freely, without the words of forms; they were written after the first version.
"""

import argparse
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median
from tempfile import TemporaryDirectory

from bench.planted.copies import Pair, pairs
from bench.planted.documents import documents
from bench.planted.readable import files
from bench.planted.sheets import Planted
from files import likeness
from files.accessibility.examining import examine
from files.privacy.findings import Finding, Kind
from files.privacy.scanning import scan

HALVES = {False: "tuned", True: "held out"}
LETTERS = {False: "letters that were looked at", True: "letters that were not"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """A planted document, the kinds that were found in it, and the seconds that took."""

    planted: Planted
    findings: list[Finding]
    seconds: float

    @property
    def found(self) -> frozenset[str]:
        kinds = {one.kind for one in self.findings} - {Kind.NAMED}
        return frozenset(kind.value for kind in kinds)

    @property
    def is_named(self) -> bool:
        """Whether it is told that people are named in it, which is no finding of a student."""
        return any(one.kind == Kind.NAMED for one in self.findings)

    @property
    def missed(self) -> frozenset[str]:
        return self.planted.kinds - self.found

    @property
    def wrong(self) -> frozenset[str]:
        return self.found - self.planted.kinds - self.planted.allowed


def outcomes(planted: Iterable[Planted]) -> list[Outcome]:
    """Run the guard over planted documents."""
    results = []
    with TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        for one in planted:
            path.write_bytes(one.data)
            start = time.perf_counter()
            findings = scan(one.extension, str(path)).findings
            results.append(Outcome(one, findings, time.perf_counter() - start))
    return results


def counts(results: Iterable[Outcome]) -> dict[str, Counter[str]]:
    """Return per kind how many documents were found, missed and falsely told."""
    table: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in results:
        for kind in one.planted.kinds:
            table[kind]["missed" if kind in one.missed else "found"] += 1
        for kind in one.wrong:
            table[kind]["wrong"] += 1
        if one.planted.kinds:
            table["held"]["found" if one.found else "missed"] += 1
        elif one.found:
            table["held"]["wrong"] += 1
    return table


def recall(counted: Counter[str]) -> float:
    total = counted["found"] + counted["missed"]
    return counted["found"] / total if total else 1.0


def precision(counted: Counter[str]) -> float:
    total = counted["found"] + counted["wrong"]
    return counted["found"] / total if total else 1.0


def part_of(results: Iterable[Outcome], *, letters: bool, held_out: bool) -> list[Outcome]:
    """Return the letters, which tell things freely, or the rest, of one half."""
    return [
        one
        for one in results
        if one.planted.name.startswith("letter-") == letters and one.planted.is_held_out == held_out
    ]


def _print_privacy(results: list[Outcome]) -> None:
    for letters, halves in ((False, HALVES), (True, LETTERS)):
        for is_held_out, half in halves.items():
            part = part_of(results, letters=letters, held_out=is_held_out)
            harmless = sum(not one.planted.kinds for one in part)
            print(f"\nPrivacy, {half}: {len(part)} documents, {harmless} of them harmless")
            print(
                f"{'kind':18}{'planted':>8}{'found':>8}{'wrong':>8}{'recall':>9}{'precision':>11}"
            )
            table = counts(part)
            for kind in [*Kind, "held"]:
                one = table[kind]
                planted = one["found"] + one["missed"]
                if planted:
                    print(
                        f"{kind:18}{planted:8}{one['found']:8}{one['wrong']:8}"
                        f"{recall(one):9.3f}{precision(one):11.3f}"
                    )
    times = sorted(one.seconds for one in results)
    print(f"\nms per document: median {median(times) * 1000:.1f}, slowest {times[-1] * 1000:.1f}")


def _print_mistakes(results: list[Outcome]) -> None:
    """Print what was missed or falsely told in the half that may be looked at."""
    for one in results:
        if not one.planted.is_held_out and (one.missed or one.wrong):
            said = [(f.kind.value, f.place.as_json(), f.excerpt) for f in one.findings]
            print(one.planted.name, "missed", set(one.missed), "wrong", set(one.wrong), said)


def is_told(pair: Pair) -> bool:
    """Whether two texts would be told to be alike: candidates by a band, and then alike enough."""
    one, other = likeness.signature(pair.first), likeness.signature(pair.second)
    if not set(likeness.bands(one)) & set(likeness.bands(other)):
        return False
    return likeness.estimate(one, other) >= likeness.ALIKE


def told_pairs() -> dict[tuple[str, bool], list[bool]]:
    """Return what was told of the pairs of each kind, in each half."""
    table: defaultdict[tuple[str, bool], list[bool]] = defaultdict(list)
    for pair in pairs():
        table[pair.kind, pair.is_held_out].append(is_told(pair))
    return table


def _print_likeness() -> None:
    print("\nPairs of texts told to be alike (tuned, held out)")
    table = told_pairs()
    for kind in dict.fromkeys(kind for kind, _half in table):
        tuned, held_out = (table[kind, half] for half in HALVES)
        print(f"{kind:26}{mean(tuned):7.3f}{mean(held_out):7.3f}  of {len(tuned)} each")
    source = random.Random(1)
    text = " ".join("".join(source.choices("abcdefghij", k=5)) for _ in range(200_000 // 6))
    start = time.perf_counter()
    likeness.signature(text)
    print(f"ms for a signature of 200,000 letters: {(time.perf_counter() - start) * 1000:.0f}")


def wrong_checks() -> list[str]:
    """Return the planted files of which the failed checks are not those that were planted."""
    found = []
    with TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        for one in files():
            path.write_bytes(one.data)
            checks = examine(one.extension, str(path))
            failed = {check.name.value for check in checks if not check.passed}
            if failed != one.failing:
                found.append(f"{one.name}.{one.extension}: {sorted(failed)}")
    return found


def _print_accessibility() -> None:
    count = sum(1 for _ in files())
    wrong = wrong_checks()
    print(f"\nAccessibility: {count - len(wrong)} of {count} planted files judged as planted")
    print("\n".join(wrong))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mistakes", action="store_true", help="list those of the tuned half")
    options = parser.parse_args()
    results = outcomes(documents())
    if options.mistakes:
        _print_mistakes(results)
    _print_privacy(results)
    _print_likeness()
    _print_accessibility()


if __name__ == "__main__":
    main()
