"""The made-up corpus and the sample resources as rows of an import."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from bench.corpus import (
    AUDIENCES,
    GRADE_BANDS,
    KINDS,
    LANGUAGES,
    STANDARDS,
    TOPICS,
    Record,
    records,
)
from files.extraction import read
from home.samples.documents import make_document
from search.documents import FileText
from search.text import clean_line

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "home" / "samples" / "resources"
VOCABULARIES = ROOT / "library" / "vocabularies"
TEXTS = ("challenge", "actions", "results", "reflections", "body")
COLUMNS = (
    *("external_id", "title", "summary", "kind", "topics", "standards", "grade_bands", "tags"),
    *("license", "language", "visibility", "contributors"),
)


def corpus_rows(count: int, *, first: int = 1) -> Iterator[dict[str, Any]]:
    """Yield records of the corpus with the terms of the starter vocabularies in place of its own.

    Args:
        count: how many.
        first: number of the first one.
    """
    names = {
        "audience": (AUDIENCES, _slugs("audiences")),
        "grade_bands": (GRADE_BANDS, _slugs("grade_bands")),
        "topics": (TOPICS, _slugs("topics")),
        "standards": (STANDARDS, [slug for slug in _slugs("standards") if slug.count("-") == 2]),
    }
    places = {
        column: dict(zip(theirs, ours, strict=False)) for column, (theirs, ours) in names.items()
    }
    for record in records(count, first=first):
        yield _corpus_row(record, places)


def sample_rows() -> Iterator[dict[str, Any]]:
    """Yield the sample resources, whatever state they have among the samples."""
    for path in sorted(SAMPLES.glob("*.json")):
        sample = json.loads(path.read_text())
        row = {name: sample[name] for name in COLUMNS if sample.get(name)}
        row["audience"] = sample["audiences"]
        row["body"] = "".join(sample.get(name) or "" for name in TEXTS)
        yield row


def sample_files() -> dict[str, list[FileText]]:
    """Return what stands in the files of the sample resources, by `external_id`."""
    return {
        sample["external_id"]: [_text_of(entry) for entry in sample["files"]]
        for sample in (json.loads(path.read_text()) for path in sorted(SAMPLES.glob("*.json")))
    }


def _text_of(entry: dict[str, Any]) -> FileText:
    data = make_document(name=entry["name"], title=entry["title"], spec=entry["spec"])
    with NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        found = read(entry["name"].rpartition(".")[2], file.name)
    return FileText(entry["title"], clean_line(found["text"]))


def as_jsonl(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Yield rows as lines of a JSONL file."""
    return (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _corpus_row(record: Record, places: dict[str, dict[str, str]]) -> dict[str, Any]:
    own = {
        "audience": record.audience,
        "grade_bands": record.grade_band,
        "topics": record.topic,
        "standards": record.standard,
    }
    return {
        "external_id": f"made-up-{record.number}",
        "title": record.title,
        "summary": record.summary,
        "body": record.body,
        "kind": _known(record.kind, KINDS),
        "language": _known(record.language, LANGUAGES),
        "license": "cc-by",
        "tags": record.tag,
        "visibility": "members" if record.members_only else "public",
        "published_at": record.date.date().isoformat(),
        **{column: [places[column][value] for value in values] for column, values in own.items()},
    }


def _known(value: str, values: Sequence[str]) -> str:
    return value if value in values else values[0]


def _slugs(vocabulary: str) -> list[str]:
    """Return the terms of a starter vocabulary, those of one part of the tree side by side."""
    return [term["slug"] for term in json.loads((VOCABULARIES / f"{vocabulary}.json").read_text())]
