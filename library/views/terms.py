"""The permanent addresses of vocabularies and their terms, for people and for programs."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from core import page_cache
from library.enums import Vocabulary
from library.models import Term
from library.permissions import visibilities_for
from library.services.exchange import term_as, vocabulary_as, vocabulary_entries, write_csv
from library.services.exchange.entries import term_address
from library.services.exchange.skos import WRITTEN_AS
from library.services.former import former_term
from library.services.terms import read_term
from library.services.vocabulary import places


class Moved(Exception):
    """The address is a former one of a term."""

    def __init__(self, term: Term) -> None:
        self.term = term


@require_safe
def vocabulary(request: HttpRequest, name: str) -> HttpResponse:
    """Show a vocabulary as a tree."""
    found = get_vocabulary(name)
    context = {"vocabulary": found, "places": places(found), "formats": ("ttl", "rdf", "csv")}
    return page_cache.keep(request, render(request, "library/vocabulary.html", context))


@require_safe
def vocabulary_file(request: HttpRequest, name: str, ending: str) -> HttpResponse:
    """Give a vocabulary as SKOS or as a table."""
    found = get_vocabulary(name)
    if ending == "csv":
        text, media_type = write_csv(vocabulary_entries(found)), "text/csv; charset=utf-8"
    elif ending in WRITTEN_AS:
        text, media_type = vocabulary_as(found, ending)
    else:
        raise Http404
    response = HttpResponse(text, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{found}.{ending}"'
    return page_cache.keep(request, response)


@require_safe
def term(request: HttpRequest, name: str, slug: str) -> HttpResponse:
    """Show a term: what it means, what is around it, and how many resources it has."""
    try:
        found = _find(name, slug)
    except Moved as moved:
        return redirect("library:term", name, moved.term.slug, permanent=True)
    reading = read_term(found, visibilities_for(request.user))
    context = {
        "term": found,
        "vocabulary": Vocabulary(found.vocabulary),
        "reading": reading,
        "permanent_url": term_address(found.vocabulary, found.slug),
        "formats": ("ttl", "jsonld"),
    }
    return page_cache.keep(request, render(request, "library/term.html", context))


@require_safe
def term_file(request: HttpRequest, name: str, slug: str, ending: str) -> HttpResponse:
    """Give a term as SKOS."""
    if ending not in WRITTEN_AS:
        raise Http404
    try:
        found = _find(name, slug)
    except Moved as moved:
        return _file_moved(moved.term, ending)
    text, media_type = term_as(found, ending)
    return page_cache.keep(request, HttpResponse(text, content_type=media_type))


def get_vocabulary(name: str) -> Vocabulary:
    """Return the vocabulary of a name.

    Raises:
        Http404: there is none.
    """
    if name not in Vocabulary.values:
        raise Http404
    return Vocabulary(name)


def _file_moved(term: Term, ending: str) -> HttpResponsePermanentRedirect:
    return redirect("library:term_file", term.vocabulary, term.slug, ending, permanent=True)


def _find(name: str, slug: str) -> Term:
    """Return the term at an address.

    Raises:
        Http404: there is none.
        Moved: there was one that is elsewhere now.
    """
    found = Term.objects.of(get_vocabulary(name)).filter(slug=slug).first()
    if found is not None:
        return found
    if moved := former_term(vocabulary=name, slug=slug):
        raise Moved(moved)
    raise Http404
