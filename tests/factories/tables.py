"""Files of resources as people hand them in."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from library.services.importing import Options, Report, UnknownTopics, import_resources

Entry = Mapping[str, Any]
PUBLISH = Options(publish=True, unknown_topics=UnknownTopics.CREATE, create_schools=True)


def entry(number: int, **cells: Any) -> dict[str, Any]:
    """A row with every column filled."""
    return {
        "external_id": f"row-{number}",
        "title": f"Practice {number}",
        "summary": f"What came of practice {number}.",
        "body": f"First we met.\n\nThen we did number{number}.",
        "kind": "guide",
        "audience": "beginning-leaders; families",
        "grade_bands": "9-12",
        "topics": "chronic-absence",
        "standards": "csls-1-a",
        "tags": f"phone tree; shared {number % 7}",
        "license": "cc-by",
        "language": "es",
        "visibility": "public",
        "url": f"https://example.org/{number}",
        "contributors": "Ann Author (Principal); Bo Writer",
        "school": "",
        "published_at": "2024-05-31",
        **cells,
    }


def as_csv(entries: Sequence[Entry]) -> bytes:
    """The rows as CSV."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(entries[0]))
    writer.writeheader()
    writer.writerows(entries)
    return text.getvalue().encode()


def as_jsonl(entries: Sequence[Entry]) -> bytes:
    """The rows as JSON, one a line."""
    return "\n".join(json.dumps(each) for each in entries).encode()


def run_import(data: bytes, name: str = "table.csv", **kwargs: Any) -> Report:
    """Import a file; published, with new topics and schools, unless other options are given."""
    kwargs.setdefault("options", PUBLISH)
    return import_resources(file=io.BytesIO(data), name=name, **kwargs)
