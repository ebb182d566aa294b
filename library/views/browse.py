"""The library's front: the question box, the filters and what was found."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core import page_cache
from library.enums import Sort, Vocabulary
from library.models import LibraryIndexPage
from library.permissions import visibilities_for
from library.services.answering import Answer, answer
from library.services.collections import are_there_any
from library.services.facets import Facet
from library.services.former import lead_on
from library.services.question import FACETS, Question
from search.views import note_question

# What is shown at once; the others wait under "More filters".
FIRST_FACETS = ("topic", "grade", "kind", "recognition", "access", "audience")
SLUG = re.compile(r"[-\w]+", re.ASCII)
PARAMETERS = (*FACETS, "q", "sort", "page", "more")


@require_safe
def browse(request: HttpRequest) -> HttpResponse:
    """Show what the library has for a question; every question has an address of its own."""
    visibilities = visibilities_for(request.user)
    asked = Question.from_address(request.GET)
    present = lead_on(asked)
    if present is not asked:
        # A topic or tag was merged, or has another address.
        return redirect(_address(present), permanent=True)
    found = answer(asked, visibilities)
    if not found.cards and found.total and found.question.page > 1:
        found = answer(found.question.on_page(found.pages), visibilities)
    address = _address(found.question)
    response = render(request, "library/browse.html", _context(found))
    if "HX-Request" in request.headers:
        response["HX-Push-Url"] = address
    # What the database says in place of the index is out of date as soon as that is mended.
    if found.is_fallback:
        return response
    again = None
    if _is_plain(asked):
        again = note_question(request, asked.text, is_answered=bool(found.total))
    return page_cache.keep(request, response, PARAMETERS, again)


def serve_index(request: HttpRequest, page: LibraryIndexPage) -> HttpResponse:
    """Answer for the page tree, wherever the library stands in it."""
    return browse(request)


def _address(question: Question) -> str:
    parameters = question.parameters()
    return reverse("library:browse") + (f"?{parameters}" if parameters else "")


def _context(found: Answer) -> dict[str, object]:
    question = found.question
    facets = [facet for facet in found.facets if _is_of_use(facet)]
    first = [facet for name in FIRST_FACETS for facet in facets if facet.name == name]
    rest = [facet for facet in facets if facet.name not in FIRST_FACETS]
    return {
        "answer": found,
        "question": question,
        "counts_clicks": _is_plain(question) and not found.is_fallback,
        "first_facets": first,
        "more_facets": rest,
        "more_open": any(facet.is_chosen or facet.name in question.more for facet in rest),
        "chosen": [
            {
                "label": f"Grades {value.label}" if facet.name == "grade" else value.label,
                "url": _address(question.without(facet.name, value.value)),
            }
            for facet in found.facets
            for value in facet.values
            if value.selected
        ],
        "sorts": [sort for sort in Sort if question.text or sort != Sort.RELEVANCE],
        "canonical": _address(question),
        "cleared": _address(question.without_filters()),
        "suggested": _address(question.with_text(found.suggestion)) if found.suggestion else "",
        "has_collections": not question.text and not question.chosen and are_there_any(),
        "followable": _followable(question),
        "more_links": {
            facet.name: f"{_address(question.with_more(facet.name))}#facet-{facet.name}"
            for facet in facets
            if facet.hidden
        },
    }


def _followable(question: Question) -> str:
    """Return the one topic that was chosen, which a reader can follow; empty if it is not one."""
    topics = question.chosen.get(Vocabulary.TOPIC, ())
    is_alone = len(topics) == 1 and len(question.chosen) == 1 and not question.text
    # What has no vocabulary's shape has no address.
    return topics[0] if is_alone and SLUG.fullmatch(topics[0]) else ""


def _is_plain(question: Question) -> bool:
    """Whether somebody asked just now, and does not filter, sort or turn the pages of an answer."""
    is_usual = question.order == question.usual_order and question.page == 1
    return bool(question.text) and is_usual and not question.chosen and not question.more


def _is_of_use(facet: Facet) -> bool:
    """Whether choosing in the facet could change anything: of some there is one value at all."""
    is_one_of_all = facet.name in {"recognition", "access"} and bool(facet.values)
    return len(facet.values) > 1 or facet.is_chosen or is_one_of_all
