"""A made-up corpus of any size, the same on every machine and in every run.

Record `i` depends on `i` alone, so a larger corpus begins with the smaller one. Words are invented
but distributed as in real text (a few are everywhere, most are rare), with English word families
among them so that stemming has work to do.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate

SEED = 8128
VOCABULARY = 20_000
FIRST_DAY = datetime(2006, 1, 1, tzinfo=UTC)
DAYS = 7_300

FUNCTION_WORDS = [
    "the", "of", "and", "to", "a", "in", "for", "on", "is", "with",
    "that", "by", "are", "as", "this", "from", "at", "or", "be", "an",
]  # fmt: skip
FAMILIES = """
coach coaches coaching coached | attend attendance attending attended | school schools schooling
teach teacher teachers teaching | learn learner learners learning | read reading reader readers
math mathematics mathematical | assess assessment assessments assessing
engage engagement engaging engaged | family families | intervene intervention interventions
evaluate evaluation evaluations | lead leader leaders leadership | behavior behaviors behavioral
plan plans planning planned | instruct instruction instructional | mentor mentors mentoring
tutor tutors tutoring | graduate graduation graduates | literacy literate | climate climates
principal principals | budget budgets budgeting | data | improve improvement improving improved
""".replace("\n", " | ")

AUDIENCES = [
    "aspiring-leaders", "new-leaders", "experienced-leaders", "leadership-teams",
    "teachers", "support-staff", "student-leaders", "families",
]  # fmt: skip
GRADE_BANDS = ["prekindergarten", "k-2", "3-5", "6-8", "9-12"]
KINDS = [
    "practice", "template", "guide", "presentation", "policy", "research", "video", "data",
]  # fmt: skip
STANDARDS = [f"{expectation}{element}" for expectation in range(1, 7) for element in "abc"]
EVIDENCE_TIERS = ["not-assessed", "tier-4", "tier-3", "tier-2", "tier-1"]
LANGUAGES = ["en", "es", "pt"]
QUALITY_STATES = ["reviewed", "new", "featured", "outdated"]


@dataclass(frozen=True)
class Record:
    """One made-up resource: a 60-word summary, a body of about 600 words, nine facets."""

    number: int
    title: str
    summary: str
    body: str
    date: datetime
    members_only: bool
    quality: int
    audience: list[str]
    grade_band: list[str]
    topic: list[str]
    standard: list[str]
    tag: list[str]
    kind: str
    evidence: str
    language: str
    state: str


def _invented_words(count: int) -> list[str]:
    """Return pronounceable words that no dictionary holds."""
    source = random.Random(SEED)
    words: dict[str, None] = {}
    while len(words) < count:
        syllables = source.choice([2, 2, 3, 3, 3, 4])
        word = "".join(
            source.choice("bcdfghjklmnprstvwz") + source.choice("aeiou") for _ in range(syllables)
        )
        words[word + source.choice(["", "", "l", "n", "r", "s", "t"])] = None
    return list(words)


def _ranked_words() -> list[str]:
    """Return the vocabulary from the most to the least frequent word."""
    words = FUNCTION_WORDS + _invented_words(VOCABULARY)
    position = 60
    for family in FAMILIES.split("|"):
        for step, word in enumerate(family.split()):
            words.insert(position + 7 * step, word)
        position += 90
    return words[:VOCABULARY]


def _falling(count: int, start: float) -> list[float]:
    """Return cumulative weights in which the n-th item weighs 1 / (n + start)."""
    return list(accumulate(1 / (rank + start) for rank in range(count)))


WORDS = _ranked_words()
WORD_WEIGHTS = _falling(VOCABULARY, 3.7)
TAGS = [f"{WORDS[200 + 11 * n]} {WORDS[4_000 + n]}" for n in range(300)]
TOPICS = [f"{WORDS[60 + 90 * (n % 25)]}-{n:02d}" for n in range(30)]


def _several(source: random.Random, values: list[str], count: int) -> list[str]:
    """Return `count` different values, the first ones more often."""
    weights = _falling(len(values), 5)
    chosen: dict[str, None] = {}
    while len(chosen) < count:
        chosen[source.choices(values, cum_weights=weights)[0]] = None
    return list(chosen)


def _sentences(source: random.Random, count: int) -> list[str]:
    """Return about `count` words as sentences of 8 to 18 words."""
    words = source.choices(WORDS, cum_weights=WORD_WEIGHTS, k=count)
    sentences = []
    while words:
        length = source.randint(8, 18)
        sentences.append(" ".join(words[:length]).capitalize() + ".")
        words = words[length:]
    return sentences


def record(number: int) -> Record:
    """Return one record.

    Args:
        number: counted from 1.
    """
    source = random.Random(SEED * 1_000_003 + number)
    title = source.choices(WORDS, cum_weights=WORD_WEIGHTS, k=source.randint(5, 10))
    return Record(
        number=number,
        title=" ".join(title).capitalize(),
        summary=" ".join(_sentences(source, 60)),
        body="\n\n".join(" ".join(_sentences(source, source.randint(80, 120))) for _ in range(6)),
        date=FIRST_DAY + timedelta(days=source.randint(0, DAYS)),
        members_only=source.random() < 0.3,
        quality=source.choices([0, 1, 2, 3], weights=[2, 5, 2, 1])[0],
        audience=_several(source, AUDIENCES, source.randint(1, 3)),
        grade_band=_several(source, GRADE_BANDS, source.randint(1, 3)),
        topic=_several(source, TOPICS, source.randint(1, 3)),
        standard=_several(source, STANDARDS, source.randint(1, 4)),
        tag=_several(source, TAGS, 5),
        kind=_several(source, KINDS, 1)[0],
        evidence=_several(source, EVIDENCE_TIERS, 1)[0],
        language=source.choices(LANGUAGES, weights=[90, 8, 2])[0],
        state=_several(source, QUALITY_STATES, 1)[0],
    )


def records(count: int, *, first: int = 1) -> Iterator[Record]:
    """Yield `count` records, from number `first` on."""
    for number in range(first, first + count):
        yield record(number)
