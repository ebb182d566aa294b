"""Sensitive facts about one named student in running text, and lines of a list of students."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from files.privacy.names import Name, given_names

# Words of schools and clinics: beside a name they are said of it.
_FACT = re.compile(
    r"\b(?:iep\b|bip\b|fba\b|504\b(?![-)\d])(?<!room 504)(?<!page 504)(?<![#$(]504)"
    # Slides are a PPT as well; and "add" is a word.
    r"|(?-i:PPT)\b(?! (?:slide|file|deck|presentation|template|by))|adhd\b|(?-i:ADD)\b"
    r"|special education\b|individualized education|disabilit(?:y|ies)\b|autis(?:m|tic)\b"
    r"|dyslexi[ac]\b|dyscalculia\b|down syndrome\b|cerebral palsy\b|asthma\b|epileps|seizures?\b"
    r"|diabet|diagnosed\b|medication\b|ocd\b|ptsd\b|anxiety\b|self-harm|suicidal?\b|hospitali[sz]ed\b"
    r"|pregnan|suspended\b|suspension\b|expel(?:led)?\b|expulsion\b|detention\b"
    r"|(?:safety|health|action|support|crisis) plan\b|self-injur|cutting on\b|meltdowns?\b"
    r"|reason for referral\b|diagnosis\b|inhaler\b|epi-?pen\b|insulin\b|iq\b|wisc\b|stepfather\b"
    r"|mandated reporter\b|manifestation determination\b|living in a (?:shelter|car|motel)"
    r"|(?:office|discipline|disciplinary|behavior) referral|discipline log\b|incident report\b"
    r"|bull(?:ied|ying)\b|vap(?:ed|ing)\b|marijuana\b|probation\b|dcf\b|foster (?:care|home|child)"
    r"|homeless|mckinney-vento\b|free (?:and|or) reduced|(?:free|reduced)(?:-price)? (?:lunch|meal)"
    r"|undocumented (?:student|child|immigrant|famil)|truan|chronically absent\b|absent \d+"
    r"|(?:missed|out) \d+ days|\d+ (?:unexcused )?absences|gpa\b|extended time\b|paraprofessional\b"
    r"|behavior (?:plan|intervention|contract)|minutes of speech\b"
    r"|speech (?:therapy|services|and language|impairment)|psychiatric\b|in-?patient\b|concussion\b"
    r"|bipolar\b|tourette|schizophren|anorexi|eating disorder|overdose|tested positive\b|thc\b"
    r"|intoxicated\b|custody\b|restraining order\b|incarcerated\b|evicted\b|domestic violence\b"
    r"|foster (?:parent|father|mother|famil)|biological (?:father|mother|parent)|deport(?:ed|ation)\b"
    r"|threat assessment\b|hearing officer\b|(?:out-of|in)-school suspension\b|oss\b|runaway\b"
    r"|resource room\b|self-contained\b|(?:below|above) grade level\b|lexile\b|i-ready\b"
    r"|(?:wida|access|las links|map|sbac|star|psat|sat|dibels)\b[^.\n]{0,40}\bscor(?:e|ed|es)\b"
    r"|scored (?:a |an )?\d)",
    re.IGNORECASE,
)
# Words of any trade: they count in a sentence that is about a school.
_WEAK_FACT = re.compile(
    r"\b(?:allerg(?:y|ies|ic)\b|therap(?:y|ist)\b|depress(?:ed|ion)\b|referred to\b|misconduct\b"
    r"|fight(?:ing)?\b|threaten|assault|weapon\b|knife\b|arrest(?:ed)?\b|abused?\b|neglect"
    r"|immigra(?:tion|nt)\b|fail(?:ing|ed)\b|retained\b|accommodations?\b|restrain(?:t|ed)\b"
    r"|seclu(?:sion|ded)\b|counsel(?:or|ing)\b|tutor(?:ed|ing)\b|speech\b|evaluat(?:ed|ion)\b"
    r"|absen(?:t|ces?)\b|tard(?:y|ies)\b|disorder\b|syndrome\b|hospital\b|surgery\b|cancer\b|drugs?\b"
    r"|alcohol\b|drunk\b|jail\b|divorce\b|stole\b|stealing\b|cheat(?:ed|ing)\b|plagiari\w+|skipp(?:ed|ing)\b"
    r"|punched\b|pushed\b|kicked\b|hit\b|bit\b|bruis|cried\b|crying\b|scored\b|failed\b|credits?\b"
    r"|grades? (?:have |has )?(?:dropped|fallen)|reads at\b|wheelchair\b|migraines?\b|panic\b)",
    re.IGNORECASE,
)
_OF_SCHOOL = re.compile(
    r"\b(?:students?|pupils?|son|daughter|child|children|grade|mother|father|parents?|guardian|homeroom"
    r"|class|classroom|school|cafeteria|restroom|recess|nurse|bus|hallway|playground|he|she|his|her"
    r"|boys?|girls?|\w+(?:th|st|nd|rd)[ -]grader?|mom|dad|grandmother|grandfather|aunt|uncle)\b",
    re.IGNORECASE,
)
# Said of someone: enough even where the name is on no list.
_TOLD_OF = re.compile(
    r"^(?:['’]s)?,?\s*(?:\(?grade\s\w+\)?,?\s*)?(?:who\s+)?(?:also\s+)?"
    r"(?:has (?:an? )?(?:iep|504|been (?:absent|suspended|diagnosed))"
    r"|(?:has )?missed \d+|was (?:suspended|expelled|diagnosed|arrested|hospitali[sz]ed|placed"
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
    r"(?:^|\n)\s*(?:full |legal )?name\s*[:|\t-]\s*$"
    r"|\b(?:student(?:'s)?(?: name| involved)?|pupil|child(?:'s name)?|name of (?:student|child)"
    r"|(?:your|our|her|his|their) (?:son|daughter|child)|(?:iep|504 plan|ppt|accommodations"
    r"|incident report"
    r"|suspension|discipline log|behavior plan|meeting notes?|letter is about|report about|notes)"
    r"(?: (?:of|for|about|on|with))?)\s*[:,-]?\s*$",
    re.IGNORECASE,
)
_ALONE = re.compile(
    r"(?<!Mr\. )(?<!Ms\. )(?<!Mrs\. )(?<!Dr\. )(?<!Principal )\b([A-Z][^\W\d_]+)(?=(?:['’]s)?\s)"
)
_SENTENCE = re.compile(r"[^\n]+?(?:(?<!\b[A-Z])(?<!\b[MD]r)(?<!\bMs)(?<!\bMrs)[.!?](?=\s|$)|\n|$)")
_SAMPLE = re.compile(
    r"\b(?:sample|fictional|pseudonym|hypothetical|role[- ]play|not (?:a )?real)", re.I
)
_PRONOUN = re.compile(r"\s*(?:he|she|his|her|they|the (?:boy|girl|student|child))\b", re.IGNORECASE)
# What is said of many is a policy, or a success of staff.
_PLURAL = re.compile(r"\b(?:students|schools|families|teachers|districts)\b", re.IGNORECASE)
# Facts that follow "Student: …" in the lines of a form.
FORM = 200
# Where “for example” and the like is looked for.
BEFORE = 150

_AFTER_LABEL = re.compile(r"(?:[:|\t-]|[ ]{2})\s*$")
# What stands behind a name in a list of students.
_IN_A_LIST = re.compile(
    r"\bgr(?:ade|\.)?\s*(?:\d{1,2}|k|pk)\b|\b\d{1,2}(?:st|nd|rd|th)\b|\(\s*(?:k|\d{1,2})\s*\)|\b(?:iep|504|ell?|sped)\b|\blevel\b"
    r"|\babsen|\btard|\bsuspen|\breferral|\bdetention|\b(?:free|reduced)\b|\blunch\b|\btier\b|\bgoal\b"
    r"|\bgpa\b|\bscore|\b\d{5,10}\b|\b\d{1,2}/\d{1,2}/\d{2,4}\b|\bhomeroom\b|\bhr\s?\d|\bproficien",
    re.IGNORECASE,
)
# A name and a number, under a title that tells what the numbers are.
_NUMBERED = re.compile(r"^[\s,:;.–-]*\d{1,3}%?\s*$")
_COUNTED = re.compile(
    r"\b(?:students?|tard\w*|absen\w*|scores?|points|referrals|level|period|quiz|test|attendance)\b",
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
    for sentence in _SENTENCE.finditer(text):
        is_strong = bool(_FACT.search(sentence[0]))
        if not (is_strong or _tells_fact(sentence[0])) or _SAMPLE.search(
            text, max(0, sentence.start() - BEFORE), sentence.end()
        ):
            continue
        inside = [n for n in names if sentence.start() <= n.start < sentence.end()]
        told = next((n for n in inside if not n.is_staff and _is_of(text, n, is_strong)), None)
        if told:
            yield Told(told.start, told.end)
        elif not inside and (alone := _first_name(text, sentence)):
            yield Told(*alone.span(1))
        elif not inside and (before := _meant_before(text, sentence, names)):
            yield Told(before.start, before.end)
    yield from _in_forms(text, names)


def _tells_fact(sentence: str) -> bool:
    if _FACT.search(sentence):
        return True
    if _PLURAL.search(sentence):
        return False
    return bool(_WEAK_FACT.search(sentence) and _OF_SCHOOL.search(sentence))


def _is_of(text: str, name: Name, is_strong: bool) -> bool:
    """Whether a name in a sentence with a fact is the one of whom it is told."""
    # In parentheses stands who wrote it, or took the picture.
    is_aside = text[name.start - 1 : name.start] == "(" and text[name.end : name.end + 1] == ")"
    if name.is_known and (is_strong or not is_aside):
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


def _meant_before(text: str, sentence: re.Match[str], names: list[Name]) -> Name | None:
    """Return whom the "he" or "she" at the start of a sentence may mean."""
    if not _PRONOUN.match(sentence[0]) or _PLURAL.search(sentence[0]):
        return None
    near = [n for n in names if sentence.start() - BEFORE <= n.start < sentence.start()]
    last = near[-1] if near else None
    if last is None or last.is_staff or not last.is_known:
        return None
    return None if "\n" in text[last.end : sentence.start()].strip() else last


def _in_forms(text: str, names: list[Name]) -> Iterator[Told]:
    """Yield names after "Student:" with a fact in the lines below."""
    for name in names:
        before = text[max(0, name.start - 40) : name.start].rpartition("\n")[2]
        if name.is_staff or not _AFTER_LABEL.search(before) or not _LABELLED.search(before):
            continue
        line_end = text.find("\n", name.end)
        form = text[line_end : line_end + FORM] if line_end >= 0 else ""
        # A "Name" alone may be anybody's: what is below must be of schools.
        is_student = "name" not in before.casefold() or "student" in before.casefold()
        if _FACT.search(form) or (is_student and _tells_fact(form)):
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
        rest = line[name.end - start :]
        is_counted = bool(_NUMBERED.match(rest)) and bool(_COUNTED.search(text))
        if is_counted or _IN_A_LIST.search(rest) or _IN_A_LIST.search(lead):
            items.append(Told(name.start, name.end, name.is_known))
    return items
