"""How an import is to be done."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field

from .columns import normal_line
from .matching import UnknownTopics


class InvalidMap(ValueError):
    """The map of topics is not a table of two columns."""


@dataclass(frozen=True)
class Options:
    """How an import is to be done.

    Attributes:
        publish: make new and changed resources public at once, instead of drafts.
        unknown_topics: what becomes of topics that the vocabulary does not have.
        topic_map: topics of the file and what they are called here; nothing leaves one out.
        new_topics: names to add as topics, whatever becomes of the other unknown ones.
        create_schools: add schools that are not known, instead of leaving them out.
    """

    publish: bool = False
    unknown_topics: UnknownTopics = UnknownTopics.ERROR
    topic_map: Mapping[str, str] = field(default_factory=dict)
    new_topics: frozenset[str] = frozenset()
    create_schools: bool = False


def read_topic_map(data: bytes) -> dict[str, str]:
    """Return the map that a CSV of two columns holds: their topic, our topic.

    Raises:
        InvalidMap: not UTF-8, or a row has another number of columns.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidMap("The map is not encoded as UTF-8. Save it as “CSV UTF-8”.") from error
    topic_map: dict[str, str] = {}
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text), strict=True), start=1):
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != 2:
                raise InvalidMap(f"Row {number} of the map must have two cells: theirs and ours.")
            topic_map[normal_line(cells[0])] = normal_line(cells[1])
    except csv.Error as error:
        raise InvalidMap("Quotation marks in the map do not match up.") from error
    return topic_map
