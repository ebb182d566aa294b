"""How well the search answers: `python -m bench.quality` runs the judged questions.

The judged questions (`judged.json`) are asked of an index of the sample resources among many
distractors. For each class of questions it prints nDCG@10 of the search as it is, and of the same
engine when every word must match, which is what a plain search does.
"""

import argparse
import io
import json
import math
import os
import random
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from statistics import mean

from bench.engine import documents
from search.documents import Document, split_key
from search.engines.base import Engine
from search.query import SearchQuery, parse
from search.synonyms import Synonyms

EVERYONE = frozenset({"public", "members"})
DEPTH = 10
BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Judged:
    """A question, its class, and the grades (1 to 3) of the samples that answer it."""

    text: str
    kind: str
    is_held_out: bool
    grades: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Score:
    """How well a question was answered by the search and by a plain one, 0 to 1."""

    question: Judged
    search: float
    plain: float


def judged() -> list[Judged]:
    """Return the judged questions."""
    data = json.loads((Path(__file__).parent / "judged.json").read_text())
    return [
        Judged(one["text"], one["class"], one["held_out"], one["grades"])
        for one in data["questions"]
    ]


def made_up(count: int) -> Iterator[Document]:
    """Yield distractors of invented words, with some English word families among them."""
    for one in documents(count):
        key = one.key.replace(":", ":made-up-")
        yield replace(one, key=key, facets={}, labels={}, visibility="public")


def lookalikes(count: int, samples: Sequence[Document]) -> Iterator[Document]:
    """Yield distractors that hold nothing but the words of the samples, as often as they do.

    Every word of a question occurs in many of them: a harder test than invented words.
    """
    frequency = Counter(
        word for one in samples for word in f"{one.title} {one.summary} {one.body}".split()
    )
    words, weights = list(frequency), list(accumulate(frequency.values()))
    for number in range(count):
        source = random.Random(number)
        drawn = iter(source.choices(words, cum_weights=weights, k=650))
        yield Document(
            key=f"resource:lookalike-{number}",
            kind="resource",
            title=" ".join(next(drawn) for _ in range(source.randint(5, 10))),
            summary=" ".join(next(drawn) for _ in range(40)),
            body=" ".join(drawn),
            visibility="public",
        )


def fill(engine: Engine, documents: Iterable[Document]) -> None:
    """Put documents into an engine whose index is new."""
    engine.rebuild(documents, load=lambda keys: ())


def ndcg(ranked: Sequence[str], grades: Mapping[str, int]) -> float:
    """Return the normalized discounted cumulative gain of the first ten."""

    def gain(values: Iterable[int]) -> float:
        return sum(
            (2**grade - 1) / math.log2(place)
            for place, grade in enumerate(list(values)[:DEPTH], start=2)
        )

    return gain(grades.get(one, 0) for one in ranked) / gain(sorted(grades.values())[::-1])


def evaluate(
    engine: Engine,
    names: Mapping[str, str],
    questions: Iterable[Judged],
    synonyms: Synonyms | None = None,
) -> list[Score]:
    """Ask an engine every question.

    Args:
        engine: holds the samples and the distractors.
        names: `external_id` of the samples by identifier of their document.
        questions: what to ask.
        synonyms: those of the editors.
    """

    def ask(text: str) -> list[str]:
        query = SearchQuery(
            text=text, visibility=EVERYONE, size=DEPTH, highlight=False, synonyms=synonyms
        )
        return [names.get(hit.id, hit.id) for hit in engine.search(query).hits]

    return [
        Score(one, ndcg(ask(one.text), one.grades), ndcg(ask(_plain(one.text)), one.grades))
        for one in questions
    ]


def average(scores: Iterable[Score], value: Callable[[Score], float]) -> float:
    """Return the mean of something about scores."""
    return mean(value(score) for score in scores)


def _plain(text: str) -> str:
    """Return the question with every word demanded, as a quoted word is."""
    tree = parse(text)
    wanted = [f'"{term.text}"' for term in tree.wanted]
    return " ".join([*wanted, *(f'-"{term.text}"' for term in tree.excluded)])


def table(scores: Sequence[Score]) -> str:
    """Return nDCG@10 per class of questions, and of those that tuning may and may not look at."""
    groups: defaultdict[str, list[Score]] = defaultdict(list)
    for score in scores:
        groups[score.question.kind].append(score)
    groups["(tuned on)"] = [score for score in scores if not score.question.is_held_out]
    groups["(held out)"] = [score for score in scores if score.question.is_held_out]
    groups["all"] = list(scores)
    lines = [f"{'nDCG@10':<12}{'questions':>10}{'search':>9}{'plain':>8}"]
    for name, group in groups.items():
        search, plain = average(group, lambda s: s.search), average(group, lambda s: s.plain)
        lines.append(f"{name:<12}{len(group):>10}{search:>9.3f}{plain:>8.3f}")
    return "\n".join(lines)


def samples(*, with_files: bool = True) -> tuple[list[Document], dict[str, str]]:
    """Import the samples into the database and return their documents and names.

    Args:
        with_files: the documents hold what stands in the samples' files.
    """
    from bench.rows import as_jsonl, sample_files, sample_rows
    from library.models import ResourcePage
    from library.services.importing import Options, import_resources
    from library.services.indexing import ResourceSearchable

    file = io.BytesIO("".join(as_jsonl(sample_rows())).encode())
    report = import_resources(file=file, name="samples.jsonl", options=Options(publish=True))
    if report.has_errors:
        raise ValueError(f"The samples cannot be imported: {report.problems[0]}")
    pairs = ResourcePage.objects.filter(external_id__startswith="sample-")
    names = {str(pk): name for pk, name in pairs.values_list("pk", "external_id")}
    found = ResourceSearchable().documents(list(names))
    if not with_files:
        return list(found), names
    texts = sample_files()
    return [replace(one, files=texts[names[split_key(one.key)[1]]]) for one in found], names


def main() -> None:
    """Make a site of the samples in a temporary folder, ask, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--distractors", type=int, default=10_000)
    parser.add_argument("--no-synonyms", action="store_true", help="without those of the starter")
    parser.add_argument("--questions", action="store_true", help="also list the worst questions")
    parser.add_argument(
        "--without-files", action="store_true", help="index only what stands on the pages"
    )
    parser.add_argument("--url", default="", help="ask this Elasticsearch (see SEARCH_URL)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="quality-") as folder:
        os.environ |= {
            "DATA_DIR": folder,
            "CACHE_URL": "locmemcache://",
            "SECRET_KEY": "quality",
            "DJANGO_SETTINGS_MODULE": "clearinghouse.settings.base",
        }
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("load_starter", stdout=io.StringIO())
        documents, names = samples(with_files=not options.without_files)
        _measure(Path(folder), documents, names, options)


def _measure(
    folder: Path, documents: list[Document], names: dict[str, str], options: argparse.Namespace
) -> None:
    from django.conf import settings

    from search.engines import get_engine
    from search.services.synonyms import current

    synonyms = None if options.no_synonyms else current()
    kinds = {
        "invented words": made_up(options.distractors),
        "the samples' own words, shuffled": lookalikes(options.distractors, documents),
    }
    for number, (kind, distractors) in enumerate(kinds.items()):
        index = f"quality-{number}"
        settings.SEARCH_URL = (
            f"{options.url}/{index}" if options.url else f"embedded:{folder / index}"
        )
        engine = get_engine(())
        fill(engine, (one for part in (documents, distractors) for one in part))
        scores = evaluate(engine, names, judged(), synonyms)
        print(f"\n{len(documents)} samples among {options.distractors:,} distractors: {kind}\n")
        print(table(scores))
        if options.questions:
            _print_worst(scores)


def _print_worst(scores: Sequence[Score]) -> None:
    """List what is answered badly; held-out questions stay unseen."""
    seen = [score for score in scores if not score.question.is_held_out and score.search < 0.9]
    for score in sorted(seen, key=lambda one: one.search):
        print(f"{score.search:.2f} {score.plain:.2f}  {score.question.text}")


if __name__ == "__main__":
    main()
