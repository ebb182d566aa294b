"""Names of people in a text: which words are one, and whether it is a member of the staff.

Lists of common names, and the shape and surroundings of others. No list is complete: names that are
on none count only where the words around say that a student is meant.
"""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

_FOLDER = Path(__file__).parent
_TOKEN = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*\.?")
_GAP = re.compile(r"[ \u00a0]+")
_TURNED_GAP = re.compile(r",[ \u00a0]*")


def words_in(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


# Words with a capital that are no part of a name, and what makes a name one of a place.
_NO_NAME = words_in(
    "student students pupil child learner applicant name first last grade grades class period "
    "section school district board education department office monday tuesday wednesday "
    "thursday friday saturday sunday january february march april may june july august "
    "september october november december the a an and or of for in on at by to from with our "
    "your his her their this that these those what when where who why how if as is are was "
    "were has have had do does did not no yes please dear sincerely date birth dob ssn sasid "
    "iep ppt id psis gender male female race english math mathematics algebra geometry "
    "biology reading writing science history social studies art music spanish french special "
    "state federal act new north south east west team plan program notes note minutes present "
    "absent topic agenda mother father parent guardian teacher principal superintendent coach "
    "counselor coordinator director assistant dean dr mr mrs ms mx miss prof number total all "
    "free reduced lunch tier level score report incident letter discipline attendance meeting "
    "page we i it he she they you my me us african american asian hispanic latino native "
    "pacific islander white black two more races open house data walks field trips trust "
    "leading supplies connecticut hartford regarding re after before during since while "
    "because although call see add every each most about some contact thanks primary purpose "
    "advisory book club form sample example accommodations placement disability autism speech "
    "background check registration soc sec nombre w-4 election day veterans labor memorial "
    "thanksgiving spring fall winter summer break policy review update committee council "
    "nutrition services high middle elementary"
)
_PLACE_WORDS = words_in(
    "school academy elementary middle high college university center centre library press "
    "street road avenue ave lane drive boulevard foundation award scholarship hall building "
    "park institute hospital clinic association act magnet prep preparatory charter "
    "intermediate district museum theater house learning grant program room field"
)
_TITLES = words_in(
    "mr mrs ms mx miss dr prof professor principal coach superintendent dean señora señor senator "
    "representative congresswoman congressman governor mayor commissioner judge officer sergeant "
    "detective chief nurse counselor teacher director rev reverend pastor rabbi father sister "
    "president chancellor provost"
)
_STAFF_ROLE = (
    r"(?:principal|superintendent|director|coordinator|dean|teacher|coach|counselor|consultant"
    r"|psychologist|librarian|nurse|paraprofessional|interventionist|specialist|manager|secretary"
    r"|facilitator|presenter|author|chair(?:person|man|woman)?|social worker|administrator|officer"
    r"|professor|commissioner|senator|governor|mayor|president|trustee|attorney|editor|liaison"
    r"|instructor|supervisor|advisor|member)"
)
_BEFORE_STAFF = re.compile(
    rf"(?:{_STAFF_ROLE}s?[,:]?|\b(?:present|attendees|attending|facilitated by|presented by|led by"
    r"|contact|call|author|by|e-?mail|cc|from|signed|sincerely|staff|team|thanks to|thank you to"
    r"|interview with|consists of|includes|members are|team of|hosted|recorder|detective|sergeant"
    r"|representative|reporter|alum(?:na|nus|ni)?(?: news)?)[:,]?)"
    r"(?:\s+(?:the\s+)?(?:mr|mrs|ms|dr)\.?)?\s*$",
    re.IGNORECASE,
)
_AFTER_STAFF = re.compile(
    rf"\s*(?:,|\(|-|–|\||is (?:the|our|a)|has been|was (?:named|appointed|hired as))"
    rf"\s*(?:the\s|our\s|a\s)?"
    rf"(?:[\w&/-]+\s){{0,4}}{_STAFF_ROLE}\b"
    r"|\s*,\s*(?:ed\.?d|ph\.?d|m\.?ed|psy\.?d|lcsw|r\.?n|m\.?s\.?w|esq)\b"
    r"|,? who (?:wrote|leads|led|founded|teaches|presented|designed)\b"
    rf"|\s[\w',-]*(?:\s[\w',-]+){{0,7}}\sas (?:an? |the |our )?(?:[\w-]+\s){{0,4}}{_STAFF_ROLE}\b"
    r"|\s+(?:presented|reported|recommends|facilitated|leads|led|handles|teaches|taught|founded"
    r"|piloted|designed|developed|created|organized|launched|coordinates|coordinated|directs"
    r"|directed|runs|trains|trained|coaches|coached|mentors|mentored|supervises|advises|joined the"
    r"|puts it|put it|edited|illustrated|authored|co-wrote|co-authored|researches|studies"
    r"|volunteers"
    r"|wrote|opened|chairs|moderated|retired|serves|hosts|hosted|spoke (?:to|with|at)|explained"
    r"|explains|argues|found that|holds a (?:doctorate|degree|master))\b"
    r"|,? class of \d{4}"
    r"|[^.\n]{0,25}@",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r"(?:\s*\([^()\n]{0,40}\))?\s*(?:,|;|&|and|,\s*and)\s*(?:(?:mr|ms|mrs|dr)\.?\s)?", re.I
)
# Names that stand for nobody, or for somebody in a textbook.
_NOBODY = frozenset(
    {
        *("jane doe", "john doe", "jane smith", "john smith", "joe student", "jane student"),
        *(
            "john q",
            "john public",
            "johnny appleseed",
            "first last",
            "last first",
            "sample student",
        ),
        *("martin luther", "luther king", "rosa parks", "harriet tubman", "abraham lincoln"),
        *("george washington", "thomas jefferson", "ella grasso", "prudence crandall"),
        *("anne frank", "helen keller", "noah webster", "mark twain", "nathan hale"),
    }
)


class Name(NamedTuple):
    """Someone's name in a text.

    Attributes:
        is_known: a part of it is a common given or family name.
        is_staff: the words around tell that it is no student's.
    """

    start: int
    end: int
    text: str
    is_known: bool
    is_staff: bool


@cache
def given_names() -> frozenset[str]:
    """Return common given names, folded."""
    return frozenset((_FOLDER / "first_names.txt").read_text().split())


@cache
def family_names() -> frozenset[str]:
    """Return common family names, folded."""
    return frozenset((_FOLDER / "last_names.txt").read_text().split())


def is_given_or_family_name(word: str) -> bool:
    """Whether a word, whatever its capitals, is a common name."""
    folded = _folded(word)
    return folded in given_names() or folded in family_names()


def _folded(word: str) -> str:
    return word.replace("’", "'").rstrip(".").casefold().removesuffix("'s")


def _has_capital(word: str) -> bool:
    return word[0].isupper()


def find_names(text: str) -> list[Name]:
    """Return the names in a text, "First Last" and "Last, First"."""
    tokens = [match for match in _TOKEN.finditer(text) if _has_capital(match[0])]
    names: list[Name] = []
    index = 0
    while index < len(tokens):
        length, is_known = _name_at(text, tokens, index)
        if length:
            start, end = tokens[index].start(), tokens[index + length - 1].end()
            names.append(_named(text, start, end, is_known))
        index += length or 1
    return _with_company(text, names)


def _with_company(text: str, names: list[Name]) -> list[Name]:
    """Whoever is named in one breath with a member of the staff is one, too."""
    result = list(names)
    pairs = [(n, n + 1) for n in range(len(names) - 1)]
    for known, other in [*pairs, *((b, a) for a, b in reversed(pairs))]:
        if result[known].is_staff and not result[other].is_staff:
            first, second = sorted((known, other))
            if _COMPANY.fullmatch(text, result[first].end, result[second].start):
                result[other] = result[other]._replace(is_staff=True)
    return result


def _name_at(text: str, tokens: list[re.Match[str]], index: int) -> tuple[int, bool]:
    """Return of how many words a name at a place consists, 0 for none, and if it is known."""
    run = [tokens[index]]
    while len(run) < 4 and index + len(run) < len(tokens):
        following = tokens[index + len(run)]
        gap = text[run[-1].end() : following.start()]
        if len(run) == 1 and _TURNED_GAP.fullmatch(gap) and not run[0][0].endswith("."):
            return _turned(run[0][0], following[0])
        if not _GAP.fullmatch(gap) or _is_no_name(following[0]):
            break
        run.append(following)
    if len(run) < 2 or _is_no_name(run[0][0]):
        return 0, False
    shapes = [_is_short_form(one[0]) for one in run]
    if (shapes[0] and not all(shapes)) or _folded(run[0][0]) in _TITLES:
        return 0, False
    words = [_folded(one[0]) for one in run]
    if any(word in _PLACE_WORDS for word in words) or _comes_before_place(text, run[-1].end()):
        return 0, False
    length = min(len(run), 3)
    if words[0] in given_names():
        # Two names in a row without a comma are rare; three words may be a middle name.
        return length, True
    if length == 3 and words[1] in given_names() and words[1] not in family_names():
        return 0, False
    return length, words[length - 1] in family_names()


def _turned(last: str, first: str) -> tuple[int, bool]:
    if _is_no_name(last) or _is_no_name(first) or last.casefold().strip(".") in _PLACE_WORDS:
        return 0, False
    if len(first.rstrip(".")) == 1:
        return 0, False
    is_known = _folded(first) in given_names()
    return (2, True) if is_known else (2, False) if _folded(last) in family_names() else (0, False)


def _is_short_form(word: str) -> bool:
    """Whether a word is all capitals, as WIDA is, unless it is an initial."""
    return len(word) > 1 and word.isupper() and not word.endswith(".")


def _is_no_name(word: str) -> bool:
    return _folded(word) in _NO_NAME


def _comes_before_place(text: str, end: int) -> bool:
    following = _TOKEN.match(text, end + 1)
    return following is not None and (
        following[0].casefold() in _PLACE_WORDS and following[0][0].isupper()
    )


def _named(text: str, start: int, end: int, is_known: bool) -> Name:
    name = text[start:end]
    for possessive in ("'s", "’s"):
        name = name.removesuffix(possessive)
    words = " ".join(_folded(word) for word in name.split())
    before, after = text[max(0, start - 60) : start], text[start + len(name) : end + 60]
    is_nobody = any(words.startswith(one) or one in words for one in _NOBODY)
    title = _TOKEN.findall(before[-14:])
    has_title = bool(title) and title[-1].casefold().rstrip(".") in _TITLES and before[-1:] == " "
    is_staff = (
        is_nobody
        or has_title
        or bool(_BEFORE_STAFF.search(before.rpartition("\n")[2]))
        or bool(_AFTER_STAFF.match(after.partition("\n")[0]))
    )
    return Name(start, start + len(name), name, is_known, is_staff)
