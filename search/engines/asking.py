"""What a question asks for, before an engine makes its own query of it; and how much each part
weighs, the same on every engine."""

from dataclasses import dataclass
from enum import Enum

from ..query import Term, Tree
from ..text import STOP_WORDS, WEAK_WORDS, normalize
from .analysis import analyzers

FIELD_BOOSTS = (("title", 3.0), ("keywords", 3.5), ("summary", 1.5))
# What stands in a file of a thing, compared with what its page says.
FILES_BOOST = 0.5
# Two neighboring words of the question that stand close in the text.
PAIR_BOOST = 3.0
PAIR_SLOP = 4
MOST_PAIRS = 8
# Added to scores that are mostly between 5 and 25: a nudge among equals.
QUALITY_SCORES = {1: 0.3, 2: 0.6, 3: 0.9}
RECENCY_SCORES = (0.6, 0.4, 0.2)
# What editors pinned stands above every score that words could add up to.
PINNED_SCORE = 10_000.0
MOST_WORDS = 0.6
# A synonym is a little less than the word that was typed.
ALTERNATIVE_BOOST = 0.8
# A text is a sentence if it has so many telling words, fewer if it has function words as well.
SENTENCE_WORDS = 5
SHORT_SENTENCE_WORDS = 3
SENTENCE_SHARE = 0.4


class Mode(Enum):
    """How strictly words must match, in the order in which it is tried."""

    ALL = "all"
    MOST = "most"
    FUZZY_ALL = "fuzzy all"
    ANY = "any"
    FUZZY_ANY = "fuzzy any"


@dataclass(frozen=True, slots=True)
class AnalyzedTerm:
    """A term of the question as the index knows it.

    Attributes:
        text: as it was typed.
        stems: position and stem of each word, function words of a phrase left out.
        plain: the words without stemming.
        is_phrase: whether the person put it in quotes.
        is_filler: whether it is a function word.
        is_weak: whether it says little about a subject.
        alternatives: what answers as well, each weighing `ALTERNATIVE_BOOST`.
        run: the typed words that the alternatives stand for.
    """

    text: str
    stems: tuple[tuple[int, str], ...]
    plain: tuple[str, ...]
    is_phrase: bool
    is_filler: bool
    is_weak: bool
    alternatives: tuple["AnalyzedTerm", ...] = ()
    run: str = ""


def analyze(term: Term) -> AnalyzedTerm | None:
    """Return the term as indexed, or None if the index would not keep any of it."""
    cleaned = normalize(term.text)
    stems = list(enumerate(analyzers().stemmed.analyze(cleaned)))
    plain = analyzers().plain.analyze(cleaned)
    if not stems:
        return None
    telling = [pair for pair, word in zip(stems, plain, strict=True) if word not in STOP_WORDS]
    # A gap stays where a function word was: any word may stand there.
    kept = telling or stems
    return AnalyzedTerm(
        text=term.text,
        stems=tuple(kept),
        plain=tuple(plain),
        is_phrase=term.is_phrase,
        is_filler=not telling,
        # A word that an editor gave a meaning tells something.
        is_weak=WEAK_WORDS.issuperset(plain) and not term.alternatives,
        alternatives=tuple(other for other in map(analyze, term.alternatives) if other),
        run=term.run,
    )


@dataclass(frozen=True, slots=True)
class Question:
    """A tree whose terms are analyzed."""

    words: tuple[AnalyzedTerm, ...]
    phrases: tuple[AnalyzedTerm, ...]
    excluded: tuple[AnalyzedTerm, ...]
    is_sentence: bool

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for (something may be excluded)."""
        return not self.words and not self.phrases

    @property
    def stems(self) -> set[str]:
        """Every stem that was typed."""
        return {stem for term in self.words + self.phrases for _, stem in term.stems}

    @property
    def runs(self) -> set[frozenset[str]]:
        """The stems of each alternative: only together they mean what was typed."""
        terms = (other for term in self.words + self.phrases for other in term.alternatives)
        return {frozenset(stem for _, stem in term.stems) for term in terms}

    def modes(self) -> list[Mode]:
        """Return the modes worth trying: with one word, some words are all words."""
        if not self.words:
            return [Mode.ALL]
        if len(self.words) == 1:
            return [Mode.ALL, Mode.FUZZY_ALL]
        return [mode for mode in Mode if not (self.is_sentence and mode is Mode.ALL)]


def analyze_tree(tree: Tree) -> Question:
    """Analyze a tree.

    Function words stay only where the text has nothing else. Somebody who asks in a sentence does
    not mean every word of it: it does without its weak words too.
    """
    wanted = [term for term in map(analyze, tree.wanted) if term]
    telling = [term for term in wanted if term.is_phrase or not term.is_filler] or wanted
    words = [term for term in telling if not term.is_phrase]
    strong = [term for term in words if not term.is_weak]
    is_sentence = len(strong) >= SENTENCE_WORDS or (
        len(telling) < len(wanted) and len(words) >= SHORT_SENTENCE_WORDS
    )
    if is_sentence and len(strong) >= 2:
        words = strong
    return Question(
        words=tuple(words),
        phrases=tuple(term for term in telling if term.is_phrase),
        excluded=tuple(term for term in map(analyze, tree.excluded) if term),
        is_sentence=is_sentence,
    )
