"""Texts in pairs: edited copies and new versions, and those that only share a form or a subject."""

from collections.abc import Callable, Iterator
from random import Random
from typing import NamedTuple


def _listed(phrases: str) -> list[str]:
    return [phrase.strip() for phrase in phrases.split(",")]


WHO = _listed(
    "the leadership team,every advisor,our counselors,two teachers of each grade,the "
    "principal,students of the council,families,the attendance team,new staff,the data "
    "coach,our librarian,a small group of volunteers,the instructional coaches,all "
    "departments,the office"
)
DOES = _listed(
    "meets with,calls,listens to,reviews,plans,writes down,compares,presents,tries "
    "out,adjusts,visits,celebrates,asks about,follows up "
    "on,shares,counts,simplifies,questions"
)
WHAT = _listed(
    "the weekly figures,one lesson at a time,a short agenda,the absences of the month,the "
    "goals of the year,students who are often late,three common tasks,the schedule,the letter "
    "to families,a reading of ten pages,the walk through classrooms,questions from the "
    "survey,samples of work,the plan for transitions,a list of contacts,the results of the "
    "spring,what stood in the way,the norms of the meeting,an idea from another school,the "
    "use of the library"
)
WHEN = _listed(
    "each Monday,before the first bell,in the last week of a month,during common planning "
    "time,after the winter break,at lunch,twice a year,when the report comes in,on early "
    "release days,within five days,at the close of a unit,over the summer,as soon as the data "
    "arrive"
)
WHY = _listed(
    "so that nobody waits for help,because trust grows slowly,to see what works,and keeps a "
    "record of it,which took one year to get right,without adding a meeting,in order to learn "
    "from it,since most absences begin in fall,and tells the families why,to make room for "
    "teaching,although time is short,as the plan for improvement asks,until it is a habit"
)
FORM = (
    "Name of the practice and the school that tells it. What was the challenge, and how did you "
    "know? Describe in two or three sentences. What did you do, who took part, and how long did it "
    "take? Please list each step in the order in which a colleague would need it. What came of it? "
    "Give figures before and after where you have them. What would you change next time? Attach "
    "one file at most. By sending this form you confirm that you may share it with others."
)


class Pair(NamedTuple):
    """Two texts, how the second came about, and whether they are the same in the main."""

    kind: str
    first: str
    second: str
    is_copy: bool
    is_held_out: bool


def _sentence(source: Random) -> str:
    return " ".join(source.choice(words) for words in (WHO, DOES, WHAT, WHEN, WHY)) + "."


def _original(source: Random) -> list[str]:
    return [_sentence(source) for _ in range(source.randint(12, 200))]


def _edited(share: float) -> Callable[[list[str], Random], list[str]]:
    def edit(sentences: list[str], source: Random) -> list[str]:
        """Rewrite, drop or add a share of the sentences."""
        result = []
        for sentence in sentences:
            if source.random() >= share:
                result.append(sentence)
                continue
            what = source.choice(("rewrite", "rewrite", "drop", "add"))
            result += [sentence] if what == "add" else []
            result += [_sentence(source)] if what != "drop" else []
        return result

    return edit


def _touched(share: float) -> Callable[[list[str], Random], list[str]]:
    def edit(sentences: list[str], source: Random) -> list[str]:
        """Replace single words all over."""
        pool = " ".join((*WHAT, *WHY)).split()
        return [
            " ".join(source.choice(pool) if source.random() < share else w for w in line.split())
            for line in sentences
        ]

    return edit


def _version(sentences: list[str], source: Random) -> list[str]:
    """A year later: a few words changed, a chapter more."""
    more = [_sentence(source) for _ in range(len(sentences) // 4)]
    return ["Second edition.", *_touched(0.01)(sentences, source), *more]


def _reordered(sentences: list[str], source: Random) -> list[str]:
    size = max(1, len(sentences) // 5)
    parts = [sentences[n : n + size] for n in range(0, len(sentences), size)]
    source.shuffle(parts)
    return [line for part in parts for line in part]


def _restyled(sentences: list[str], source: Random) -> list[str]:
    """Another program: capitals, bullets, line ends within sentences."""
    return ["• " + line.upper().replace(" ", "\n", 3) for line in sentences]


COPIES: dict[str, Callable[[list[str], Random], list[str]]] = {
    "edited 5 %": _edited(0.05),
    "edited 10 %": _edited(0.1),
    "edited 20 %": _edited(0.2),
    "edited 30 %": _edited(0.3),
    "edited 40 %": _edited(0.4),
    "every 50th word": _touched(0.02),
    "every 20th word": _touched(0.05),
    "new version": _version,
    "parts in another order": _reordered,
    "another layout": _restyled,
}
PAIRS_OF_A_KIND = 40


def pairs() -> Iterator[Pair]:
    """Yield every pair, the same on each call."""
    for kind, edit in COPIES.items():
        for number in range(PAIRS_OF_A_KIND):
            source = Random(f"{kind} {number}")
            first = _original(source)
            second = edit(first, source)
            yield Pair(kind, " ".join(first), " ".join(second), True, number % 2 == 1)
    for number in range(5 * PAIRS_OF_A_KIND):
        source = Random(f"others {number}")
        one, other = (" ".join(_original(source)) for _ in range(2))
        yield Pair("another text", one, other, False, number % 2 == 1)
        # As long a form as a short answer: half of the text is the same.
        short = [" ".join(_sentence(source) for _ in range(source.randint(8, 20))) for _ in "ab"]
        yield Pair("same form", f"{FORM} {short[0]}", f"{FORM} {short[1]}", False, number % 2 == 1)
