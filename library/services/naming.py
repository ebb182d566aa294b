"""Who is named as an author, told apart into what citations and machines need."""

import re
import unicodedata
from dataclasses import dataclass

from core.json_ld import ORGANIZATION
from library.models import ResourcePage

_ORGANIZATIONS = """
academy agency alliance association board bureau center centre club coalition college commission
committee company consortium cooperative council department dept district division faculty
federation foundation fund group inc initiative institute lab league library llc ministry network
office organization partnership press pta pto program project publishers school schools service
services society staff task team union unit university volunteers
"""
_TITLES = """
assistant associate chair coach coordinator counselor cpa dean director doctor dr ed edd eds
emeritus esq fr ii iii iv jr leader ma mat med miss mba md mr mrs ms mx nurse phd prof principal
professor psyd retired rev rn secretary sr superintendent supervisor teacher vice vp
"""
# A name with one of these is an organization's; one with one of those is left alone.
_OF_ORGANIZATIONS = frozenset(_ORGANIZATIONS.split())
_OF_NOBODY = frozenset(_TITLES.split())
_PARTICLES = frozenset(("da", "de", "del", "der", "di", "do", "dos", "du", "la", "van", "von"))
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?)+|[^\W\d_]")
# Marks that would turn the words after them around (a citation is pasted into other texts), and
# signs that are nobody's or control something.
_TURNING = re.compile(r"[\u202a-\u202e\u2066-\u2069\ufeff]")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\ue000-\uf8ff\U000f0000-\U0010ffff]")


@dataclass(frozen=True)
class Creator:
    """Someone named as an author.

    Attributes:
        name: as it was written.
        family, given: the parts of a person's name where it is safe to tell them apart, else empty.
        is_organization: it is surely no person's.
    """

    name: str
    family: str = ""
    given: str = ""
    is_organization: bool = False


def creators_of(page: ResourcePage) -> list[Creator]:
    """Return the authors of a resource: those it names, else its school, else the publisher."""
    school = one_line(page.school.name) if page.school else ""
    typed = [one_line(block.value["name"]) for block in page.contributors]
    # "Hill Central" may be what people call a school.
    found = [
        Creator(name, is_organization=True) if name in school else creator_of(name)
        for name in typed
        if name
    ]
    return found or [Creator(school or ORGANIZATION["name"], is_organization=True)]


def creator_of(name: str) -> Creator:
    """Tell a name apart, where it is safe; a name left whole is never wrong, only less polished.

    One field holds the names of people and of organizations, so these rules are narrow:

    - An organization has a word such as "School" in its name, or one in capitals such as "CAS".
    - A name with a title or a degree is left whole.
    - "Family, Given" is told apart at its one comma if the family name is a single word, perhaps
      after particles ("de la Cruz, Ana").
    - "Given Family" is told apart if it has two words, or two around initials ("Pat Q. Example").
      Of three full words the second may be a given or a family name, so such a name stays whole.
    - All words must be Latin, begin with a capital and hold nothing but letters, hyphens and
      apostrophes: in other scripts the family name often comes first.
    """
    whole = Creator(name)
    words = name.split()
    plain = {word.replace(".", "").strip(",").casefold() for word in words}
    if plain & _OF_NOBODY:
        return whole
    is_acronym = any(len(word) > 2 and word.isalpha() and word.isupper() for word in words)
    if plain & _OF_ORGANIZATIONS or (is_acronym and (len(words) == 1 or not name.isupper())):
        return Creator(name, is_organization=True)
    family, comma, given = (part.strip() for part in name.partition(","))
    if comma:
        *particles, last = family.split() or [""]
        is_safe = _PARTICLES.issuperset(particles) and _is_name(last) and bool(given)
        is_safe = is_safe and all(_is_name(w) or _is_initials(w) for w in given.split())
        return Creator(name, family, given) if is_safe else whole
    first, *middle, last = words if len(words) > 1 else ["", ""]
    is_safe = _is_name(last) and (_is_name(first) or _is_initials(first))
    if is_safe and all(map(_is_initials, middle)):
        return Creator(name, last, " ".join([first, *middle]))
    return whole


def one_line(text: str) -> str:
    """Return a text in one line, without what cannot be seen and would confuse what follows."""
    return " ".join(_CONTROLS.sub(" ", _TURNING.sub("", text)).split())


def _is_name(word: str) -> bool:
    is_latin = all(
        unicodedata.name(sign, "").startswith("LATIN") for sign in word if sign.isalpha()
    )
    return len(word) > 1 and word[0].isupper() and is_latin and _WORD.fullmatch(word) is not None


def _is_initials(word: str) -> bool:
    return word.isupper() and len(word) <= 6 and _INITIALS.fullmatch(word) is not None
