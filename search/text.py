"""Text as every engine sees it: cleaned before it is indexed and before it is searched for."""

import re
import unicodedata

# Words that say nothing about a subject. They stay in the index (a phrase may need them) and are
# left out of a question as soon as it holds any other word.
_FUNCTION_WORDS = """
    a about am an and any are as at be been being but by can could did do does for from get had has
    have he her here his how i if in into is it its me my of on or our s she should so some such
    than that the their them then there these they this those to us was we were what when where
    which who whom why will with would you your
"""
STOP_WORDS = frozenset(_FUNCTION_WORDS.split())
# Words that say little about a subject. A sentence does without them; a short question needs them.
_WEAK_WORDS = """
    again all also always anyone because best better come comes even ever every everyone getting
    give go good great help here just keep kind know let like likely look make makes many may maybe
    more most much must need needs never new no not now off one only other out over please really
    same say see show start still stop take tell thing things think too try up use used using very
    want wants way ways well while without work works
"""
WEAK_WORDS = frozenset(_WEAK_WORDS.split())

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_POSSESSIVE = re.compile(r"(?<=\w)['’ʼ]s\b", re.IGNORECASE)
_APOSTROPHE = re.compile(r"(?<=\w)['’ʼ](?=\w)")
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_UNSPACED_LETTER = re.compile(f"([{_UNSPACED}])")
_NOT_WORD = re.compile(r"[\W_]+")


def encodable(text: str) -> str:
    """Return the text without lone surrogates, which no engine and no page can hold."""
    return text.encode("utf-8", "ignore").decode()


def clean(text: str) -> str:
    """Return the text without control and invisible characters, in one Unicode form (NFKC)."""
    if not text.isascii():
        text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", encodable(text)))
    return _CONTROL.sub(" ", text)


def clean_line(text: str) -> str:
    """Return the text cleaned, as one line with single blanks."""
    return " ".join(clean(text).split())


def normalize(text: str) -> str:
    """Return text ready for an engine's analyzer.

    Possessives lose their ending ("principal's" is about a principal), apostrophes inside a word
    vanish ("O'Brien" is found as "obrien"), and letters of scripts that put no spaces between
    words become words of their own.
    """
    text = clean(text)
    if "'" in text or "’" in text or "ʼ" in text:
        text = _APOSTROPHE.sub("", _POSSESSIVE.sub("", text))
    if not text.isascii():
        text = _UNSPACED_LETTER.sub(r" \1 ", text)
    return text


def fold(text: str) -> str:
    """Return the bare words of a text: no accents, case or punctuation, one space between."""
    text = normalize(text).casefold()
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _NOT_WORD.sub(" ", text).strip()


def is_unspaced(letter: str) -> bool:
    """Say whether a letter belongs to a script written without spaces."""
    return _UNSPACED_LETTER.match(letter) is not None


def edit_distance(first: str, second: str, limit: int) -> int:
    """Count insertions, deletions, changes and swaps of neighbors between two words.

    Args:
        first: one word.
        second: the other word.
        limit: most edits of interest; the answer is `limit + 1` for anything above.
    """
    before: list[int] = []
    above = list(range(len(second) + 1))
    for row, letter in enumerate(first, start=1):
        current = [row]
        for column, other in enumerate(second, start=1):
            cost = min(above[column] + 1, current[-1] + 1, above[column - 1] + (letter != other))
            if before and letter == second[column - 2] and first[row - 2] == other and column > 1:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        if min(current) > limit:
            return limit + 1
        before, above = above, current
    return min(above[-1], limit + 1)


def allowed_edits(word: str) -> int:
    """Return how many typing errors a word may hold: none below 5 letters, two from 8 on."""
    if len(word) < 5 or any(letter.isdigit() for letter in word):
        return 0
    return 1 if len(word) < 8 else 2
