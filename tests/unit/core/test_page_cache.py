"""Which answers are kept, for whom and how long: a small site behind the cache."""

import gzip
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import brotli
import pytest
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIRequest
from django.core.management import CommandError, call_command
from django.http import HttpResponse, StreamingHttpResponse
from django.middleware.csrf import get_token
from pytest_django import Settings

from core import page_cache, page_stamp
from core.page_cache import PageCache, keep
from tests.visitors import visit

Spoil = Callable[[WSGIRequest, HttpResponse], object]


class Site:
    """A site of one page, which says how often it was made."""

    def __init__(self) -> None:
        self.made = 0
        self.spoil: Spoil = lambda request, response: None

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        self.made += 1
        request = WSGIRequest(environ)
        response = HttpResponse(f"<p>made {self.made}</p>" + "x" * 500)
        keep(request, response, ("q", "page"))
        self.spoil(request, response)
        headers = list(response.items())
        headers += [("Set-Cookie", morsel.OutputString()) for morsel in response.cookies.values()]
        start_response(f"{response.status_code} It", headers)
        return response


class Unreachable:
    def __getattr__(self, name: str) -> object:
        raise ConnectionError


TABLE = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache"}}
SERVER = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


@pytest.fixture(autouse=True)
def data(settings: Settings, tmp_path: Path) -> Path:
    """The default deployment: the cache is a table, so the stamp stands in a file."""
    settings.CACHES, settings.DATA_DIR = TABLE, tmp_path
    return tmp_path


@pytest.fixture(params=["file deleted", "file emptied", "cache cleared"])
def drop_stamp(request: pytest.FixtureRequest, settings: Settings, data: Path) -> Callable[[], Any]:
    if request.param == "cache cleared":
        settings.CACHES = SERVER
        return cache.clear
    stamp = data / page_stamp.NAME
    return stamp.unlink if request.param == "file deleted" else lambda: stamp.write_text("")


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def cached(site: Site) -> PageCache:
    return PageCache(site)


def test_a_page_is_made_once(cached: PageCache) -> None:
    first = visit(cached, "/")
    assert "made 1<" in first.text
    assert visit(cached, "/") == first


@pytest.mark.parametrize(
    "other",
    [
        {"path": "/other/"},
        {"path": "/?q=a"},
        {"path": "/", "host": "example.org"},
        {"path": "/", "host": "localhost:8001"},
        {"path": "/", "secure": True},
        {"path": "/", "HX_Request": "true"},
    ],
    ids=str,
)
def test_another_address_is_another_page(cached: PageCache, other: dict[str, str]) -> None:
    visit(cached, "/")
    assert "made 2<" in visit(cached, **other).text
    assert "made 2<" in visit(cached, **other).text
    assert "made 1<" in visit(cached, "/").text


def test_the_protocol_that_a_proxy_reports_is_part_of_the_address(
    site: Site, settings: Settings
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    cached = PageCache(site)
    visit(cached, "/", X_Forwarded_Proto="http")
    assert "made 2<" in visit(cached, "/", X_Forwarded_Proto="https").text


@pytest.mark.parametrize(
    "personal",
    [
        {"Cookie": "sessionid=x"},
        {"Cookie": "theme=dark; sessionid=x"},
        {"Cookie": "messages=x"},
        {"Cookie": "django_language=es"},
        {"Authorization": "Basic x"},
        {"method": "POST"},
    ],
    ids=str,
)
def test_nobody_else_gets_or_leaves_a_kept_page(
    cached: PageCache, personal: dict[str, str]
) -> None:
    assert "made 1<" in visit(cached, "/", **personal).text
    assert "made 2<" in visit(cached, "/").text
    assert "made 3<" in visit(cached, "/", **personal).text


def test_cookies_that_change_nothing_do_not_matter(cached: PageCache) -> None:
    visit(cached, "/")
    assert "made 1<" in visit(cached, "/", Cookie="csrftoken=x; _ga=1").text


@pytest.mark.parametrize(
    "query", ["utm_source=x", "q=a&utm_source=x", "unknown", "q=" + "a" * 2000]
)
def test_an_address_with_unknown_parameters_is_not_kept(cached: PageCache, query: str) -> None:
    visit(cached, f"/?{query}")
    assert "made 2<" in visit(cached, f"/?{query}").text


def test_an_address_with_the_declared_parameters_is_kept(cached: PageCache) -> None:
    visit(cached, "/?q=a&page=2")
    assert "made 1<" in visit(cached, "/?q=a&page=2").text


def saying(**headers: str) -> Spoil:
    def spoil(request: WSGIRequest, response: HttpResponse) -> None:
        for name, value in headers.items():
            response[name.replace("_", "-")] = value

    return spoil


SPOILED: dict[str, Spoil] = {
    "cookie": lambda request, response: response.set_cookie("seen", "1"),
    "token": lambda request, response: get_token(request),
    "nonce": saying(Content_Security_Policy="script-src 'nonce-abc'"),
    "private": saying(Cache_Control="private"),
    "no-store": saying(Cache_Control="no-store"),
    "by language": saying(Vary="Accept-Language"),
    "by anything": saying(Vary="*"),
    "gone": lambda request, response: setattr(response, "status_code", 410),
    "moved": lambda request, response: setattr(response, "status_code", 302),
}


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_an_answer_that_is_one_visitors_is_not_kept(
    site: Site, cached: PageCache, spoil: Spoil
) -> None:
    site.spoil = spoil
    visit(cached, "/")
    assert "made 2<" in visit(cached, "/").text


def test_an_answer_that_nobody_offered_is_not_kept(site: Site) -> None:
    def unmarked(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        site.made += 1
        start_response("200 OK", [])
        return HttpResponse(f"made {site.made}")

    cached = PageCache(unmarked)
    assert visit(cached, "/").text == "made 1"
    assert visit(cached, "/").text == "made 2"


def test_an_answer_that_streams_is_not_kept(site: Site) -> None:
    def streaming(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        site.made += 1
        response = StreamingHttpResponse([f"made {site.made}".encode()])
        keep(WSGIRequest(environ), response)
        start_response("200 OK", list(response.items()))
        return response

    cached = PageCache(streaming)
    visit(cached, "/")
    assert visit(cached, "/").text == "made 2"


def test_signed_in_people_and_proxies_are_told_that_the_page_is_private(cached: PageCache) -> None:
    theirs, ours = visit(cached, "/", Cookie="sessionid=x"), visit(cached, "/")
    assert "private" in theirs.headers["Cache-Control"]
    assert ours.headers["Cache-Control"] == "no-cache"
    for answer in (theirs, ours, visit(cached, "/")):
        assert {"Cookie", "HX-Request", "Accept-Encoding"} <= set(
            answer.headers["Vary"].split(", ")
        )


def test_a_browser_that_has_the_page_is_told_so(cached: PageCache) -> None:
    tag = visit(cached, "/").headers["ETag"]
    for known in (tag, f'"other", {tag}', tag.removeprefix("W/"), "*"):
        answer = visit(cached, "/", If_None_Match=known)
        assert (answer.status, answer.body) == (304, b"")
        assert answer.headers["ETag"] == tag
        assert answer.headers["Cache-Control"] == "no-cache"
        assert "Content-Length" not in answer.headers
    assert visit(cached, "/", If_None_Match='"other"').status == 200
    page_cache.empty_now()
    assert visit(cached, "/", If_None_Match=tag).status == 200


def test_a_page_that_is_made_again_with_the_same_words_still_stands(
    site: Site, cached: PageCache
) -> None:
    tag = visit(cached, "/").headers["ETag"]
    page_cache.empty_now()
    site.made = 0
    assert visit(cached, "/", If_None_Match=tag).status == 304


def test_head_gets_the_headers_alone(site: Site, cached: PageCache) -> None:
    visit(cached, "/", method="HEAD")
    whole = visit(cached, "/")
    assert "made 2<" in whole.text
    head = visit(cached, "/", method="HEAD")
    assert (head.status, head.headers, head.body) == (200, whole.headers, b"")
    assert site.made == 2


@pytest.mark.parametrize(
    ("accepted", "packing"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("identity", ""),
        ("br;q=nonsense", ""),
        ("", ""),
    ],
)
def test_each_visitor_gets_the_page_packed_as_she_can_unpack_it(
    cached: PageCache, accepted: str, packing: str
) -> None:
    plain = visit(cached, "/").body
    answer = visit(cached, "/", Accept_Encoding=accepted)
    assert answer.headers.get("Content-Encoding", "") == packing
    assert answer.headers["Content-Length"] == str(len(answer.body))
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}[packing]
    assert unpack(answer.body) == plain


@pytest.mark.parametrize("caches", [TABLE, SERVER], ids=["file", "cache"])
def test_emptying_is_seen_by_every_process(settings: Settings, caches: dict[str, Any]) -> None:
    settings.CACHES = caches
    one, two = PageCache(Site()), PageCache(Site())
    for process in (one, two):
        visit(process, "/")
        assert "made 1<" in visit(process, "/").text
    page_cache.empty_now()
    for process in (one, two):
        assert "made 2<" in visit(process, "/").text


def test_a_page_begun_before_an_emptying_does_not_outlive_it(site: Site, cached: PageCache) -> None:
    site.spoil = lambda request, response: page_cache.empty_now()
    visit(cached, "/")
    site.spoil = lambda request, response: None
    assert "made 2<" in visit(cached, "/").text


def test_a_page_gets_old(cached: PageCache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_cache, "KEEP_SECONDS", -1)
    visit(cached, "/")
    assert "made 2<" in visit(cached, "/").text


def test_the_memory_is_bounded_and_what_is_asked_for_stays(
    cached: PageCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit(cached, "/")
    monkeypatch.setattr(page_cache, "MOST_BYTES", 10_000)
    for number in range(20):
        visit(cached, f"/?page={number}")
        assert "made 1<" in visit(cached, "/").text
    assert "made 2<" not in visit(cached, "/?page=0").text


def test_while_the_stamp_is_away_pages_are_made_each_time(
    cached: PageCache, settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    visit(cached, "/")
    there, settings.DATA_DIR = settings.DATA_DIR, tmp_path / "away"
    assert "made 2<" in visit(cached, "/").text
    assert "made 3<" in visit(cached, "/").text
    assert not page_cache.empty_now()
    # Nobody waits for it at every page.
    assert sum("made anew" in record.message for record in caplog.records) == 1
    settings.DATA_DIR = there
    assert "made 4<" in visit(cached, "/").text
    cached._pause_until = 0.0
    assert "made 1<" in visit(cached, "/").text


def test_while_the_cache_is_away_pages_are_made_each_time(
    cached: PageCache, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CACHES = SERVER
    visit(cached, "/")
    monkeypatch.setattr(page_stamp, "cache", Unreachable())
    assert "made 2<" in visit(cached, "/").text
    assert not page_cache.empty_now()


def test_a_cache_that_keeps_nothing_is_no_stamp(cached: PageCache, settings: Settings) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    assert "made 1<" in visit(cached, "/").text
    assert "made 2<" in visit(cached, "/").text


def test_a_stamp_that_was_dropped_never_comes_back(
    cached: PageCache, drop_stamp: Callable[[], None]
) -> None:
    visit(cached, "/")
    drop_stamp()
    assert "made 2<" in visit(cached, "/").text
    drop_stamp()
    assert "made 3<" in visit(cached, "/").text


def test_the_person_on_call_empties_it(
    cached: PageCache, capsys: pytest.CaptureFixture[str]
) -> None:
    visit(cached, "/")
    call_command("empty_page_cache")
    assert "made 2<" in visit(cached, "/").text


def test_the_person_on_call_hears_that_it_could_not_be_emptied(
    settings: Settings, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path / "away"
    with pytest.raises(CommandError):
        call_command("empty_page_cache")
