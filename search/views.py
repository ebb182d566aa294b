"""The search of the entire site, and the suggestions of every question box."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from wsgiref.types import WSGIEnvironment

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from core import page_cache
from core.kept_page import Again

from . import presenters, services
from .engines.base import SearchUnavailable
from .explaining import why
from .presenters import Card, Presenter
from .query import LONGEST_TEXT, SearchQuery
from .results import Hit, Results
from .services.counting import count_click, count_question
from .services.showing import visible_cards
from .text import clean, clean_line

PAGE_SIZE = 20
# How far one can go into a long answer; the engines go no further.
LAST_PAGE = 500
SUGGESTIONS = 5
LONGEST_PREFIX = 100
PARAMETERS = ("q", "kind", "page")


@dataclass(frozen=True)
class Tab:
    """One kind of thing on the search page; an empty `kind` stands for all."""

    kind: str
    label: str
    count: int
    url: str
    is_current: bool


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Show what the site has for a question: resources, pages and whatever else is registered."""
    text = clean_line(request.GET.get("q", ""))[:LONGEST_TEXT]
    asked = request.GET.get("kind", "")
    shown = [one for one in presenters.registered() if asked in ("", one.kind)]
    kind = asked if len(shown) == 1 else ""
    page = _page_number(request.GET.get("page", ""))
    context: dict[str, Any] = {"text": text, "kind": kind, "number": page, "last": 1}
    if text:
        context |= _answer(request.user, text, kind, page)
    response = render(request, "search/results.html", context)
    # What the database says in place of the index is out of date as soon as that is mended.
    if context.get("is_fallback"):
        return response
    again = None
    if text and not kind and page == 1:
        again = note_question(request, text, is_answered=bool(context["total"]))
    return page_cache.keep(request, response, PARAMETERS, again)


def note_question(request: HttpRequest, text: str, *, is_answered: bool) -> Again | None:
    """Count a question, and return what counts it again for whoever gets the same page.

    Args:
        request: by which it was asked; a program that only looks (HEAD) asks nothing.
        text: the question.
        is_answered: whether anything was found.
    """
    if request.method != "GET":
        return None

    def count(environ: WSGIEnvironment) -> None:
        count_question(text, is_answered=is_answered)

    count(request.META)
    return count


@csrf_exempt
@require_POST
def clicked(request: HttpRequest) -> HttpResponse:
    """Count that a result was opened, for a script of our own pages and for nobody who objects."""
    if request.headers.get("DNT") == "1" or request.headers.get("Sec-GPC") == "1":
        return HttpResponse(status=204)
    if not _is_ours(request):
        return HttpResponse(status=403)
    question, rank = request.POST.get("question", ""), request.POST.get("rank", "")
    is_rank = rank.isascii() and rank.isdigit() and len(rank) < 3 and int(rank) > 0
    if not question.strip() or len(question) > LONGEST_TEXT or not is_rank:
        return HttpResponse(status=400)
    if not ratelimit.consume(request, action="search_click"):
        return HttpResponse(status=429)
    return HttpResponse(status=204 if count_click(question, rank=int(rank)) else 429)


def _is_ours(request: HttpRequest) -> bool:
    """Whether a page of this very site sends the request; browsers say so and pages cannot lie."""
    origin = request.headers.get("Origin", "")
    return origin == f"{request.scheme}://{request.get_host()}"


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Return what continues the words typed so far: topics and tags, then titles."""
    prefix = clean(request.GET.get("q", ""))[:LONGEST_PREFIX].strip()
    options = _options(prefix, request.user) if len(prefix) > 1 else []
    return JsonResponse({"options": options})


def _answer(user: Any, text: str, kind: str, page: int) -> dict[str, Any]:
    """Ask the index, or the database if the index cannot be asked."""
    query = _query(user, text, kind, page)
    try:
        found = services.search(query)
        if not found.hits and found.total and page > 1:
            page = _last_page(found)
            found = services.search(_query(user, text, kind, page))
        tabs = _tabs(user, text, kind, found.total)
    except SearchUnavailable:
        return {"is_fallback": True, "cards": _plain_answer(user, text, kind)}
    return {
        "cards": list(_cards(found.hits, user)),
        "counts_clicks": not kind and page == 1,
        "total": found.total,
        "matched": found.matched,
        "suggestion": found.suggestion,
        "tabs": tabs,
        "number": page,
        "last": _last_page(found),
    }


def _query(user: Any, text: str, kind: str, page: int, size: int = PAGE_SIZE) -> SearchQuery:
    kinds = (kind,) if kind else tuple(one.kind for one in presenters.registered())
    return SearchQuery(
        visibility=presenters.visibilities_for(user), text=text, kinds=kinds, page=page, size=size
    )


def _tabs(user: Any, text: str, kind: str, total: int) -> list[Tab]:
    """Count what each kind has, but the one whose total is known; one kind alone needs no tabs."""
    if len(presenters.registered()) < 2:
        return []
    pairs = [("", "Everything"), *((one.kind, one.plural) for one in presenters.registered())]
    return [
        Tab(
            kind=value,
            label=label,
            count=total if value == kind else _count(user, text, value),
            url="?" + urlencode({"q": text, "kind": value} if value else {"q": text}),
            is_current=value == kind,
        )
        for value, label in pairs
    ]


def _count(user: Any, text: str, kind: str) -> int:
    return services.search(_query(user, text, kind, page=1, size=0)).total


def _cards(hits: Iterable[Hit], user: Any) -> Iterable[Card]:
    """Yield the cards of those hits that the person may see now, with the found words marked."""
    hits = list(hits)
    known = visible_cards([hit.key for hit in hits], user)
    for hit in hits:
        if hit.key in known:
            marks: dict[str, Any] = {"title_html": hit.highlights.get("title", "")}
            marks["excerpt"] = hit.highlights.get("summary") or hit.highlights.get("body", "")
            marks |= {"pinned": hit.is_pinned, "why": why(hit)}
            if hit.file:
                marks |= {"file": hit.file, "passage": hit.highlights["file"]}
            yield {**known[hit.key], **marks}


def _plain_answer(user: Any, text: str, kind: str) -> list[Card]:
    chosen = [one for one in presenters.registered() if kind in ("", one.kind)]
    return [card for one in chosen for card in one.find_in_database(text, user, PAGE_SIZE)]


def _options(prefix: str, user: Any) -> list[dict[str, str]]:
    try:
        found = services.suggest(
            prefix=prefix, visibility=presenters.visibilities_for(user), limit=SUGGESTIONS
        )
    except SearchUnavailable:
        return _plain_options(prefix, user)
    options = []
    for value in found.values:
        if url := _value_url(presenters.registered(), value.facet, value.value):
            options.append({"label": value.label, "note": f"{value.count} in all", "url": url})
    known = visible_cards([title.key for title in found.titles], user)
    for title in found.titles:
        if card := known.get(title.key):
            options.append({"label": card["title"], "note": card["kind"], "url": card["url"]})
    return options


def _plain_options(prefix: str, user: Any) -> list[dict[str, str]]:
    cards = [
        card
        for one in presenters.registered()
        for card in one.find_in_database(prefix, user, SUGGESTIONS, titles_only=True)
    ]
    return [
        {"label": card["title"], "note": card["kind"], "url": card["url"]}
        for card in cards[:SUGGESTIONS]
    ]


def _value_url(candidates: Iterable[Presenter], facet: str, value: str) -> str:
    urls = (one.value_url(facet, value) for one in candidates)
    return next((url for url in urls if url), "")


def _last_page(found: Results) -> int:
    return min(LAST_PAGE, max(1, -(-found.total // PAGE_SIZE)))


def _page_number(text: str) -> int:
    """Return the page asked for, 1 for whatever is not the number of a page."""
    is_number = text.isascii() and text.isdigit() and len(text) < 10
    return max(1, min(int(text), LAST_PAGE + 1)) if is_number else 1
