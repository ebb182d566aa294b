"""How words become terms: every engine reads a question so, the embedded one texts as well."""

from dataclasses import dataclass
from functools import lru_cache

import tantivy

from ..text import normalize


@dataclass(frozen=True, slots=True)
class Analyzers:
    """How text becomes terms."""

    stemmed: tantivy.TextAnalyzer
    plain: tantivy.TextAnalyzer


@lru_cache(maxsize=1)
def analyzers() -> Analyzers:
    """Return the analyzers, made once per process."""
    plain = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    plain = plain.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.ascii_fold())
    stemmed = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    stemmed = stemmed.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.ascii_fold())
    stemmed = stemmed.filter(tantivy.Filter.stemmer("english"))
    return Analyzers(stemmed.build(), plain.build())


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the term under which a single word is indexed, or an empty string."""
    terms = analyzers().stemmed.analyze(normalize(word))
    return terms[0] if terms else ""
