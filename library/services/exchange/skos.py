"""Vocabularies as SKOS. The library for RDF is loaded only when somebody asks for it.

The order of terms, which SKOS has no word for, is `schema:position`; a former address of a term is
what it `dcterms:replaces`.
"""

import xml.sax
from typing import TYPE_CHECKING, Any
from xml.sax.handler import ContentHandler

from defusedxml import sax as safe_sax
from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext as _

from library.enums import Vocabulary
from library.models import FormerTerm, Term
from search.text import encodable

from .entries import (
    Entry,
    Unreadable,
    decode,
    normal_note,
    scheme_address,
    term_address,
    vocabulary_entries,
)

if TYPE_CHECKING:
    from rdflib import Graph

READ_AS = {".ttl": "turtle", ".rdf": "xml", ".xml": "xml"}
# Ending of an address: name of the format for the library, media type.
WRITTEN_AS = {
    "ttl": ("turtle", "text/turtle; charset=utf-8"),
    "rdf": ("xml", "application/rdf+xml; charset=utf-8"),
    "jsonld": ("json-ld", "application/ld+json; charset=utf-8"),
}
LANGUAGE = "en"


def vocabulary_as(vocabulary: Vocabulary, ending: str) -> tuple[str, str]:
    """Return a vocabulary and its media type; `ending` is one of `WRITTEN_AS`."""
    return _written(_graph(vocabulary, vocabulary_entries(vocabulary)), ending)


def term_as(term: Term, ending: str) -> tuple[str, str]:
    """Return one term and its media type; `ending` is one of `WRITTEN_AS`."""
    vocabulary = Vocabulary(term.vocabulary)
    entries = vocabulary_entries(vocabulary)
    here = [entry for entry in entries if entry.slug == term.slug]
    below = [entry.slug for entry in entries if entry.broader == term.slug]
    return _written(_graph(vocabulary, here, narrower=below), ending)


def _graph(
    vocabulary: Vocabulary, entries: list[Entry], narrower: list[str] | None = None
) -> "Graph":
    from rdflib import Graph, Literal, URIRef
    from rdflib.namespace import DCTERMS, RDF, SDO, SKOS

    graph = Graph(bind_namespaces="none")
    for prefix, namespace in (("skos", SKOS), ("dcterms", DCTERMS), ("schema", SDO)):
        graph.bind(prefix, namespace)
    scheme = URIRef(scheme_address(vocabulary))
    graph.add((scheme, RDF.type, SKOS.ConceptScheme))
    graph.add((scheme, DCTERMS.title, Literal(str(vocabulary.label), lang=LANGUAGE)))
    former = _former(vocabulary)
    for entry in entries:
        concept = URIRef(entry.uri)
        graph.add((concept, RDF.type, SKOS.Concept))
        graph.add((concept, SKOS.inScheme, scheme))
        graph.add((concept, SKOS.prefLabel, Literal(entry.label, lang=LANGUAGE)))
        graph.add((concept, SKOS.notation, Literal(entry.slug)))
        graph.add((concept, SDO.position, Literal(entry.position)))
        for label in entry.synonyms or ():
            graph.add((concept, SKOS.altLabel, Literal(label, lang=LANGUAGE)))
        if note := normal_note(entry.scope_note or ""):
            graph.add((concept, SKOS.scopeNote, Literal(note, lang=LANGUAGE)))
        if entry.broader:
            graph.add((concept, SKOS.broader, URIRef(term_address(vocabulary, entry.broader))))
        else:
            graph.add((concept, SKOS.topConceptOf, scheme))
        for slug in former.get(entry.slug, ()):
            graph.add((concept, DCTERMS.replaces, URIRef(term_address(vocabulary, slug))))
        for slug in narrower or ():
            graph.add((concept, SKOS.narrower, URIRef(term_address(vocabulary, slug))))
    return graph


def _former(vocabulary: Vocabulary) -> dict[str, list[str]]:
    """Return the former slugs of each term."""
    found: dict[str, list[str]] = {}
    rows = FormerTerm.objects.filter(vocabulary=vocabulary).exclude(slug="")
    for present, slug in rows.values_list("term__slug", "slug"):
        found.setdefault(present, []).append(slug)
    return found


def _written(graph: "Graph", ending: str) -> tuple[str, str]:
    name, media_type = WRITTEN_AS[ending]
    options: dict[str, Any] = {}
    if name == "json-ld":
        options["context"] = {
            "skos": "http://www.w3.org/2004/02/skos/core#",
            "dcterms": "http://purl.org/dc/terms/",
            "schema": "https://schema.org/",
        }
    return graph.serialize(format=name, **options), media_type


def read_skos(data: bytes, format_name: str) -> list[Entry]:
    """Return the concepts of a file of SKOS, in the order of their addresses.

    Nothing is fetched: XML with a document type is refused before anything else reads it, and
    JSON-LD, whose contexts stand elsewhere, is not taken.

    Raises:
        Unreadable: it is not what it should be.
    """
    from rdflib import Graph

    if format_name == "xml":
        _refuse_dangerous(data)
    source: str | bytes = data if format_name == "xml" else decode(data)
    graph = Graph(bind_namespaces="none")
    try:
        graph.parse(data=source, format=format_name, publicID="urn:upload:")
    # Each of its parsers has errors of its own, and deep nesting ends in a RecursionError.
    except Exception as error:
        words = " ".join(_words(error).split())[:200]
        raise Unreadable(_("The file cannot be read: %(why)s") % {"why": words}) from error
    return _entries(graph)


def _refuse_dangerous(data: bytes) -> None:
    try:
        safe_sax.parseString(data, ContentHandler(), forbid_dtd=True)
    except DefusedXmlException as error:
        raise Unreadable(
            _("The file declares a document type or entities, which are not taken.")
        ) from error
    except (xml.sax.SAXException, ValueError, LookupError) as error:
        line = getattr(error, "getLineNumber", lambda: None)()
        raise Unreadable(
            _("Line %(n)s is not XML: %(why)s") % {"n": line or "?", "why": str(error)[:200]}
        ) from error


def _entries(graph: "Graph") -> list[Entry]:
    from rdflib.namespace import RDF, SDO, SKOS

    schemes = set(graph.subjects(RDF.type, SKOS.ConceptScheme))
    subjects = {*graph.subjects(RDF.type, SKOS.Concept), *graph.subjects(SKOS.prefLabel)} - schemes
    # A property that stands nowhere in the file leaves what a term has.
    told = {name for name in ("broader", "narrower", "altLabel", "scopeNote") if _has(graph, name)}
    broader: dict[Any, set[Any]] = {}
    for child, parent in graph.subject_objects(SKOS.broader):
        broader.setdefault(child, set()).add(parent)
    for parent, child in graph.subject_objects(SKOS.narrower):
        broader.setdefault(child, set()).add(parent)
    entries = []
    for subject in sorted(subjects, key=str):
        above = sorted(map(_words, broader.get(subject, ())))
        positions = sorted(map(str, graph.objects(subject, SDO.position)))
        notations = sorted(_words(each).strip() for each in graph.objects(subject, SKOS.notation))
        is_number = bool(positions) and positions[0].isascii() and positions[0].isdigit()
        entries.append(
            Entry(
                where=_words(subject),
                uri=_words(subject),
                slug=notations[0] if notations else "",
                label=_one(graph, subject, SKOS.prefLabel),
                broader=(above[0] if above else "") if told & {"broader", "narrower"} else None,
                position=int(positions[0]) if is_number and len(positions[0]) < 9 else None,
                synonyms=tuple(_texts(graph, subject, SKOS.altLabel))
                if "altLabel" in told
                else None,
                scope_note=_one(graph, subject, SKOS.scopeNote) if "scopeNote" in told else None,
                problem=_problem(subject, above),
            )
        )
    return entries


def _has(graph: "Graph", name: str) -> bool:
    from rdflib.namespace import SKOS

    return (None, SKOS[name], None) in graph


def _problem(subject: Any, above: list[str]) -> str:
    from rdflib import BNode

    if isinstance(subject, BNode):
        return _("It has no address of its own.")
    if len(above) > 1:
        return _("It has several broader terms; here a term has one.")
    return ""


def _texts(graph: "Graph", subject: Any, predicate: Any) -> list[str]:
    """Return the texts in English or in no named language, else those of the first language."""
    by_language: dict[str, list[str]] = {}
    for value in graph.objects(subject, predicate):
        language = (getattr(value, "language", None) or "").split("-")[0].lower()
        by_language.setdefault(language, []).append(_words(value))
    ours = [*by_language.get(LANGUAGE, ()), *by_language.get("", ())]
    return sorted(ours or next((by_language[name] for name in sorted(by_language)), []))


def _one(graph: "Graph", subject: Any, predicate: Any) -> str:
    """Return the first of the texts, an English one before one of no language."""
    english = [
        _words(value)
        for value in graph.objects(subject, predicate)
        if (getattr(value, "language", None) or "").lower().startswith(LANGUAGE)
    ]
    return min(english, default="") or next(iter(_texts(graph, subject, predicate)), "")


def _words(value: object) -> str:
    """Return what something says without half characters, which Turtle can spell out."""
    return encodable(str(value))
