"""Why something was found: which of the typed words stand where, the same on every engine."""

from collections.abc import Mapping

from ..highlighting import Highlighter
from .asking import AnalyzedTerm, Question

SYNONYM = "synonym"
Found = Mapping[str, tuple[str, ...]]


def found_words(
    question: Question,
    highlighter: Highlighter,
    texts: Mapping[str, str],
    spelled: Mapping[str, str],
) -> Found:
    """Return the words of a question that stand in each of some texts.

    Args:
        question: what was asked.
        highlighter: made for the stems of the question and of `spelled`.
        texts: by the name of their field.
        spelled: words spelled like those of the question, by their stem; empty if it was answered
            as it was spelled.
    """
    terms = question.words + question.phrases
    stems = {field: highlighter.stems_in(text) for field, text in texts.items()}
    found = {
        field: tuple(
            dict.fromkeys(
                [term.text for term in terms if _is_in(term, there)]
                + [word for stem, word in spelled.items() if stem in there]
            )
        )
        for field, there in stems.items()
    }
    everywhere = set().union(*stems.values())
    found[SYNONYM] = tuple(
        dict.fromkeys(
            f"{term.run} → {other.text}"
            for term in terms
            for other in term.alternatives
            if _is_in(other, everywhere)
        )
    )
    return {field: words for field, words in found.items() if words}


def _is_in(term: AnalyzedTerm, stems: set[str]) -> bool:
    return all(stem in stems for _place, stem in term.stems)
