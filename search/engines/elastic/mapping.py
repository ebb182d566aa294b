"""The fields of an index, and documents in its terms.

Words are made into terms here, by the analyzers that the embedded engine has, and sent as such:
both engines know the same terms, whatever version and modules the servers have. The server only
cuts at the spaces between them.
"""

import base64
import hashlib
import json
from typing import Any

from elasticsearch.dsl import Mapping, analyzer, token_filter

from ...documents import Document
from ...text import fold, normalize
from ..analysis import analyzers
from ..sources import LONGEST_BODY, LONGEST_SORT_KEY, facet_field, label_entries, pack, pack_files

# Raise it when fields or terms change: older indexes then count as out of date.
MAPPING_VERSION = 2
# Stands for any word inside a phrase: the analyzer of questions leaves a gap in its place.
ANY_WORD = "zzanywordzz"
# Stands in an empty field: the server weighs a word by the documents that have the field, and
# where few have it a rare word would weigh nothing.
NO_WORD = "zznowordzz"

TERMS = analyzer("terms", tokenizer="standard")
ASKED = analyzer(
    "asked",
    tokenizer="standard",
    filter=[token_filter("any_word", type="stop", stopwords=[ANY_WORD])],
)
SETTINGS = {
    "number_of_shards": 1,
    "auto_expand_replicas": "0-1",
    "refresh_interval": "1s",
}


def fingerprint(facets: tuple[str, ...]) -> str:
    """Return a short name of the declaration; indexes of another one need a rebuild."""
    declared = json.dumps([MAPPING_VERSION, sorted(facets)])
    return hashlib.sha256(declared.encode()).hexdigest()[:10]


def build_mapping(facets: tuple[str, ...]) -> Mapping:
    """Return the index's fields.

    `text` holds everything but the files, which are in `files`; both decide what matches. `title`,
    `keywords` and `summary` hold their part once more and only add to the score. `spell` holds the
    unstemmed words, apart for each visibility: better spellings must come from what the asking
    person may see, and a suggester knows no filter. `source` and `file_source` are what hits bring
    back, and all that is kept of a document.
    """
    mapping = Mapping()
    # A field of a newer declaration is left out until the index is built anew.
    mapping.meta("dynamic", False)
    mapping.meta("_source", includes=["source", "file_source"])
    for name in ("text", "files", "title", "keywords", "summary"):
        mapping.field(name, "text", analyzer=TERMS, search_analyzer=ASKED)
    mapping.field("title_words", "text", analyzer=TERMS, index_options="docs", norms=False)
    mapping.field("spell", "object", dynamic=True)
    mapping.meta(
        "dynamic_templates",
        [
            {
                "spell": {
                    "path_match": "spell.*",
                    "mapping": {
                        "type": "text",
                        "analyzer": "terms",
                        "index_options": "docs",
                        "norms": False,
                    },
                }
            }
        ],
    )
    for name in ("key", "kind", "visibility", "labels", "title_key"):
        mapping.field(name, "keyword")
    for facet in facets:
        mapping.field(facet_field(facet), "keyword")
    mapping.field("date", "long")
    mapping.field("version", "long")
    mapping.field("year", "short", doc_values=False)
    mapping.field("quality", "byte", doc_values=False)
    mapping.field("source", "keyword", index=False, doc_values=False)
    mapping.field("file_source", "binary")
    return mapping


def stems(text: str) -> str:
    """Return the stemmed terms of a text with spaces between them."""
    return " ".join(analyzers().stemmed.analyze(normalize(text)))


def to_body(document: Document, facets: tuple[str, ...]) -> dict[str, Any]:
    """Return a document as the server takes it; facets that the index lacks are left out."""
    texts = [document.title, "\n".join(document.keywords), document.summary, document.body]
    texts[-1] = texts[-1][:LONGEST_BODY]
    title, keywords, summary, body = map(stems, texts)
    words = {word for text in texts for word in analyzers().plain.analyze(normalize(text))}
    folded_title = fold(document.title)
    fields = {
        "key": document.key,
        "kind": document.kind,
        "visibility": document.visibility,
        "version": document.version,
        "quality": document.quality,
        "text": [title, keywords, summary, body],
        "title": title or NO_WORD,
        "keywords": keywords or NO_WORD,
        "summary": summary or NO_WORD,
        "title_words": folded_title,
        "title_key": folded_title[:LONGEST_SORT_KEY],
        "labels": sorted(label_entries(document)),
        "spell": {document.visibility: " ".join(sorted(words))},
        "source": pack(document).decode(),
    }
    if document.files:
        fields["files"] = [stems(file.text) for file in document.files]
        fields["file_source"] = base64.b64encode(pack_files(document.files)).decode()
    if document.date is not None:
        fields |= {"date": int(document.date.timestamp()), "year": document.date.year}
    for facet in facets:
        if values := document.facets.get(facet):
            fields[facet_field(facet)] = list(dict.fromkeys(values))
    return fields
