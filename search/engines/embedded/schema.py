"""The fields of an embedded index, their analyzers, and documents in its terms."""

import hashlib
import json
from typing import Any

import tantivy

from ...documents import Document
from ...text import fold, normalize
from ..analysis import analyzers
from ..sources import (
    LONGEST_BODY,
    LONGEST_SORT_KEY,
    Source,
    facet_field,
    label_entries,
    pack,
    pack_files,
)

# Raise it when fields or analyzers change: older indexes then count as out of date.
SCHEMA_VERSION = 2

STEMMED = "stemmed"
PLAIN = "plain"


def fingerprint(facets: tuple[str, ...]) -> str:
    """Return a short name of the declaration; indexes of another one need a rebuild."""
    declared = json.dumps([SCHEMA_VERSION, sorted(facets)])
    return hashlib.sha256(declared.encode()).hexdigest()[:10]


def build_schema(facets: tuple[str, ...]) -> tantivy.Schema:
    """Return the index's fields.

    `text` holds everything but the files, which are apart so that long ones do not make what the
    page says weigh less; both decide what matches. `title`, `keywords` and `summary` hold their
    part once more and only add to the score. `words` and `title_words` are not stemmed and serve
    typing errors and suggestions; files are not in them, for in a long text something is always
    spelled alike. `key` must be text: deleting by a number deletes nothing.
    """
    builder = tantivy.SchemaBuilder()
    for name in ("text", "files", "title", "keywords", "summary"):
        builder.add_text_field(name, tokenizer_name=STEMMED)
    builder.add_text_field("words", tokenizer_name=PLAIN, index_option="basic")
    builder.add_text_field("title_words", tokenizer_name=PLAIN, index_option="basic")
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("stamp", "kind", "visibility", "labels"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("title_key", fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("date", fast=True)
    builder.add_unsigned_field("year", indexed=True)
    builder.add_unsigned_field("quality", indexed=True)
    builder.add_bytes_field("source", stored=True)
    builder.add_bytes_field("file_source", stored=True)
    for facet in facets:
        builder.add_text_field(
            facet_field(facet), fast=True, tokenizer_name="raw", index_option="basic"
        )
    return builder.build()


def open_index(path: str, facets: tuple[str, ...]) -> tantivy.Index:
    """Open the index in a folder, or make it; its reader sees commits only after `reload`.

    One that an older release made keeps its own fields and serves until it is rebuilt.
    """
    if tantivy.Index.exists(path):
        index = tantivy.Index.open(path)
    else:
        index = tantivy.Index(build_schema(facets), path)
    index.register_tokenizer(STEMMED, analyzers().stemmed)
    index.register_tokenizer(PLAIN, analyzers().plain)
    index.config_reader("manual")
    return index


def to_tantivy(document: Document, facets: tuple[str, ...]) -> tantivy.Document:
    """Return a document as the writer takes it; facets that the index lacks are left out."""
    result = tantivy.Document()
    title, keywords = normalize(document.title), normalize("\n".join(document.keywords))
    summary, body = normalize(document.summary), normalize(document.body[:LONGEST_BODY])
    files = [normalize(file.text) for file in document.files]
    for value in (title, keywords, summary, body):
        result.add_text("text", value)
        result.add_text("words", value)
    for value in files:
        result.add_text("files", value)
    result.add_text("title", title)
    result.add_text("keywords", keywords)
    result.add_text("summary", summary)
    folded_title = fold(document.title)
    result.add_text("title_words", folded_title)
    result.add_text("title_key", folded_title[:LONGEST_SORT_KEY])
    result.add_text("key", document.key)
    result.add_text("stamp", f"{document.key}@{document.version}")
    result.add_text("kind", document.kind)
    result.add_text("visibility", document.visibility)
    result.add_unsigned("quality", document.quality)
    if document.date is not None:
        result.add_integer("date", int(document.date.timestamp()))
        result.add_unsigned("year", document.date.year)
    for facet in facets:
        for value in dict.fromkeys(document.facets.get(facet, ())):
            result.add_text(facet_field(facet), value)
    for entry in label_entries(document):
        result.add_text("labels", entry)
    result.add_bytes("source", pack(document))
    if document.files:
        result.add_bytes("file_source", pack_files(document.files))
    return result


def read_source(searcher: tantivy.Searcher, address: tantivy.DocAddress) -> Source:
    """Return the stored part of a hit."""
    found = searcher.doc(address)
    packed: Any = found.get_first("source")
    packed_files: Any = found.get_first("file_source")
    title, summary, keywords, body, stored = json.loads(packed)
    key = str(found.get_first("key"))
    return Source(key, title, summary, keywords, body, stored, packed_files)
