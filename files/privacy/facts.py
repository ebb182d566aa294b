"""Sensitive facts about one named student in running text, and lines of a list of students."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from files.privacy.names import Name, given_names

# A fact that a sentence tells of someone; words that a policy uses too need a name beside them.
_FACT = re.compile(
    r"\b(?:iep|504|ppt|bip|fba)\b|\bsection 504\b|\bspecial education\b|\bindividualized education"
    r"|\bdisabilit(?:y|ies)\b|\blearning disabilit|\bautis(?:m|tic)\b|\badh?d\b|\bdyslexi[ac]\b"
    r"|\bdyscalculia\b|\bdown syndrome\b|\bcerebral palsy\b|\basthma\b|\bepileps|\bseizure|\bdiabet"
    r"|\ballerg(?:y|ies|ic)\b|\bdiagnos(?:ed|is)\b|\bmedicat|\btherap(?:y|ist)\b|\bocd\b|\bptsd\b"
    r"|\banxiety\b|\bdepress(?:ed|ion)\b|\bself-harm|\bsuicid|\bhospitali[sz]ed\b|\bpregnan"
    r"|\bsuspend(?:ed)?\b|\bsuspension\b|\bexpel(?:led)?\b|\bexpulsion\b|\bdetention\b"
    r"|\b(?:office|discipline|disciplinary|behavior) referral|\breferred to\b|\bmisconduct\b"
    r"|\bdiscipline log\b|\bincident report\b|\bbull(?:ied|ying)\b|\bfight(?:ing)?\b|\bthreaten"
    r"|\bassault|\bvap(?:ed|ing)\b|\bmarijuana\b|\bweapon\b|\bknife\b|\barrest|\bprobation\b"
    r"|\bdcf\b|\babuse|\bneglect|\bfoster (?:care|home|child)|\bhomeless|\bmckinney-vento\b"
    r"|\bundocumented\b|\bimmigra(?:tion|nt)\b|\bfree (?:and|or|lunch|meal)"
    r"|\breduced(?:-price)? (?:lunch|meal)"
    r"|\btruan|\bchronically absent\b|\babsent \d+|\bmissed \d+ days|\b\d+ (?:unexcused )?absences"
    r"|\bfail(?:ing|ed)\b|\bgpa\b|\bretained\b|\baccommodations?\b|\bextended time\b"
    r"|\bparaprofessional\b"
    r"|\bbehavior (?:plan|intervention|contract)|\brestrain(?:t|ed)\b|\bseclu|\bcounsel(?:or|ing)\b"
    r"|\btutor|\bevaluat(?:ed|ion)\b.{0,20}\b(?:psych|speech|special)|\bspeech\b",
    re.IGNORECASE,
)
# Said of someone: enough even where the name is on no list.
_TOLD_OF = re.compile(
    r"^(?:['’]s)?,?\s*(?:\(?grade\s\w+\)?,?\s*)?(?:who\s+)?(?:also\s+)?"
    r"(?:has (?:an? )?(?:iep|504|been (?:absent|suspended|diagnosed))"
    r"|was (?:suspended|expelled|diagnosed|arrested|hospitali[sz]ed|placed"
    r"|referred|bullied|restrained)"
    r"|is (?:failing|homeless|autistic|suspended)"
    r"|qualifies for|receives? (?:special|free|speech|services)|takes? medication"
    r"|iep\b|504\b"
    r"|received (?:an? )?(?:office|discipline|behavior|detention|suspension)|threatened"
    r"|needs extended"
    r"|, who (?:received|needs|was|has))",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"\b(?:student(?:'s)?(?: name| involved)?|pupil|child(?:'s name)?|name of (?:student|child)"
    r"|(?:your|our|her|his|their) (?:son|daughter|child)|(?:iep|504 plan|ppt|accommodations"
    r"|incident report"
    r"|suspension|discipline log|behavior plan|meeting notes?|letter is about|report about|notes)"
    r"(?: (?:of|for|about|on|with))?)\s*[:,-]?\s*$",
    re.IGNORECASE,
)
_ALONE = re.compile(r"(?<![\w'’.] )\b([A-Z][^\W\d_]+)(?=(?:['’]s)?\s)")
_SENTENCE = re.compile(r"[^\n]+?(?:(?<!\b[A-Z])(?<!\b[MD]r)(?<!\bMs)(?<!\bMrs)[.!?](?=\s|$)|\n|$)")
_SAMPLE = re.compile(
    r"\b(?:sample|fictional|pseudonym|hypothetical|role[- ]play|not (?:a )?real)", re.I
)
# Facts that follow "Student: …" in the lines of a form.
FORM = 200

# What stands behind a name in a list of students.
_IN_A_LIST = re.compile(
    r"\bgr(?:ade|\.)?\s*(?:\d{1,2}|k|pk)\b|\(\s*(?:k|\d{1,2})\s*\)|\b(?:iep|504|ell?|sped)\b|\blevel\b"
    r"|\babsen|\btard|\bsuspen|\breferral|\bdetention|\b(?:free|reduced)\b|\blunch\b|\btier\b|\bgoal\b"
    r"|\bgpa\b|\bscore|\b\d{5,10}\b|\b\d{1,2}/\d{1,2}/\d{2,4}\b|\bhomeroom\b|\bhr\s?\d|\bproficien",
    re.IGNORECASE,
)
_LONGEST_ITEM = 140
FEWEST_ITEMS = 4


class Told(NamedTuple):
    """Where the name and the fact stand."""

    start: int
    end: int
    is_known: bool = True


def find_students(text: str, names: list[Name]) -> Iterator[Told]:
    """Yield where a text tells something sensitive of a named student."""
    if _SAMPLE.search(text[:200]):
        names = []
    for sentence in _SENTENCE.finditer(text):
        fact = _FACT.search(sentence[0])
        if fact is None:
            continue
        inside = [n for n in names if sentence.start() <= n.start < sentence.end()]
        told = next((n for n in inside if not n.is_staff and _is_of(text, n)), None)
        if told:
            yield Told(told.start, told.end)
        elif not inside and (alone := _first_name(text, sentence)):
            yield Told(*alone.span(1))
    yield from _in_forms(text, names)


def _is_of(text: str, name: Name) -> bool:
    """Whether a name in a sentence with a fact is the one of whom it is told."""
    if name.is_known:
        return True
    return bool(
        _LABELLED.search(text[max(0, name.start - 40) : name.start])
        or _TOLD_OF.match(text[name.end : name.end + 80])
    )


def _first_name(text: str, sentence: re.Match[str]) -> re.Match[str] | None:
    """Return a given name alone of which the next words tell a fact."""
    for match in _ALONE.finditer(text, sentence.start(), sentence.end()):
        if match[1].casefold() in given_names() and _TOLD_OF.match(
            text[match.end() : match.end() + 80]
        ):
            return match
    return None


def _in_forms(text: str, names: list[Name]) -> Iterator[Told]:
    """Yield names after "Student:" with a fact in the lines below."""
    for name in names:
        before = text[max(0, name.start - 40) : name.start].rpartition("\n")[2]
        if name.is_staff or not before.rstrip().endswith((":", "|", "-")):
            continue
        if not _LABELLED.search(before):
            continue
        line_end = text.find("\n", name.end)
        if line_end >= 0 and _FACT.search(text[line_end : line_end + FORM]):
            yield Told(name.start, name.end)


def find_items(text: str, names: list[Name]) -> list[Told]:
    """Return the lines of a text that may belong to a list of students."""
    items: list[Told] = []
    starts: dict[int, Name] = {}
    for name in names:
        start = text.rfind("\n", 0, name.start) + 1
        starts.setdefault(start, name)
    for start, name in starts.items():
        end = text.find("\n", name.end)
        line = text[start : end if end >= 0 else len(text)]
        lead = text[start : name.start]
        if len(line) > _LONGEST_ITEM or name.is_staff or any(map(str.islower, lead)):
            continue
        if _IN_A_LIST.search(line[name.end - start :]) or _IN_A_LIST.search(lead):
            items.append(Told(name.start, name.end, name.is_known))
    return items
