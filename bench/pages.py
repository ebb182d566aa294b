"""How fast pages are: `python -m bench.pages` serves 10,000 resources and measures over HTTP.

Production settings, gunicorn with two processes, one client that keeps its connection, loopback.
In the first table every request has a parameter that no page knows, so that each page is made; the
second asks for the same addresses again and again, which the page cache answers. `--data-dir` keeps
the loaded site for the next run.
"""

import argparse
import json
import re
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from bench.site import Client, NoPage, Site, data_folder, memory, milliseconds, print_table

EIGHT = (
    *(("topic", "chronic-absence"), ("topic", "family-engagement"), ("audience", "leaders")),
    *(("audience", "aspiring-leaders"), ("grade", "k-2"), ("grade", "6-8"), ("kind", "practice")),
    ("language", "en"),
)
CLIENTS = 8
CLIENT_SECONDS = 5.0
GOAL_REQUESTS, GOAL_MEMORY, GOAL_KEPT = 150, 300, 1.5
KEPT = {"home", "library, facet counts", "detail", "search: literacy", "search of the site"}


@dataclass(frozen=True, slots=True)
class Page:
    """A page, what it may take, and what the same page took elsewhere (ms; Wagtail on SQLite, on
    PostgreSQL, Plone)."""

    name: str
    path: str
    goal: float
    goal_queries: int | None = None
    elsewhere: str = ""


def pages(detail: str) -> list[Page]:
    """Return what is measured."""

    def library(*pairs: tuple[str, str], at: str = "/library/") -> str:
        return f"{at}?{urlencode(pairs)}" if pairs else at

    literacy, reading = ("q", "literacy"), ("q", "reading")
    two = (("q", "reading climate"), ("topic", "chronic-absence"))
    api = "/api/v1/search"
    return [
        Page("home", "/", 12, 5, "28 / 30 / 48"),
        Page("library, facet counts", library(), 15, 6, "83 / 50 / 99"),
        Page("detail", detail, 12, 6, "25 / 27 / 63"),
        Page("search: literacy", library(literacy), 12, None, "2,598 / 416 / 75"),
        Page("search: reading", library(reading), 12, None, "8,811 / 520 / 75"),
        Page("two words and a facet", library(*two), 15, None, "9,161 / 3,318 / -"),
        Page("eight facets selected", library(reading, *EIGHT), 30),
        Page("search of the site", library(reading, at="/search/"), 12),
        Page("API: literacy", library(literacy, at=api), 12),
        Page("API: reading", library(reading, at=api), 12),
        Page("API: eight facets selected", library(reading, *EIGHT, at=api), 30),
        Page("suggestions", library(("q", "rea"), at="/search/suggest"), 12),
    ]


def main() -> None:
    """Load, serve, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--size",
        type=int,
        nargs="+",
        default=[10_000],
        help="number of resources; several",
    )
    parser.add_argument("--url", default="", help="search with this Elasticsearch (see SEARCH_URL)")
    parser.add_argument("--data-dir", type=Path, help="keep the loaded site here for another run")
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--times", type=int, default=60, help="requests per page")
    options = parser.parse_args()
    taken = {}
    with data_folder(options.data_dir) as folder:
        for size in options.size:
            site = Site(folder / f"pages-{size}", options.port)
            if options.url:
                site.environment["SEARCH_URL"] = f"{options.url}/bench-pages-{size}"
            site.prepare(size)
            taken[size] = _measure(site, size, options.times)
    _print_growth(taken)


def _measure(site: Site, size: int, times: int) -> dict[str, float]:
    """Print everything about one site and return the ms of each page."""
    raw = _raw(site, times)
    with site.serving() as running:
        print(f"\n{size:,} resources; raw bytes through gunicorn: {raw:.2f} ms\n")
        measured = pages(_detail(site.port))
        taken = _print_pages(site, measured, raw, times)
        _print_kept(site, [page for page in measured if page.name in KEPT], raw, times)
        paths = [page.path for page in measured if page.name.startswith("search:")]
        rate = _requests_per_second(site.port, paths)
        print(f"Searches with {CLIENTS} clients: {rate:.0f} a second (goal {GOAL_REQUESTS})")
        used = memory([running.pid])
        print(f"Memory of web and workers: {used:.0f} MB (goal {GOAL_MEMORY})")
    return taken


def _print_pages(site: Site, measured: Sequence[Page], raw: float, times: int) -> dict[str, float]:
    """Print what each page takes over HTTP, and of what that is made when nobody else asks."""
    inside = json.loads(site.run("-m", "bench.inside", "parts", *(p.path for p in measured)))
    found: dict[str, float] = {}
    rows = []
    for page in measured:
        try:
            taken = _one_client(site.port, page.path, times, is_cold=True)
        except NoPage as error:
            print(f"{page.name}: {error}")
            continue
        found[page.name] = taken
        ratios = (f"{taken / page.goal:.2f}", f"{taken / raw:.1f}")
        parts = inside[page.path]
        rest = parts["total"] - parts["engine"] - parts["database"]
        made_of = tuple(f"{part:.1f}" for part in (parts["engine"], parts["database"], rest))
        goal_queries = "-" if page.goal_queries is None else page.goal_queries
        counted = (parts["queries"], goal_queries)
        shown = (page.name, f"{taken:.1f}", page.goal, *ratios, *made_of, *counted, page.elsewhere)
        rows.append(shown)
    heads = ("page", "ms", "goal", "x goal", "x raw", "engine", "database", "render")
    print_table((*heads, "queries", "goal", "elsewhere, ms"), rows)
    return found


def _print_growth(taken: Mapping[int, Mapping[str, float]]) -> None:
    """Print how each page grows with the library."""
    if len(taken) < 2:
        return
    first, *_, last = taken
    rows = [
        (name, *(f"{found[name]:.1f}" for found in taken.values()), f"{taken[last][name] / ms:.2f}")
        for name, ms in taken[first].items()
        if all(name in found for found in taken.values())
    ]
    print()
    print_table(("growth, ms", *(f"{size:,}" for size in taken), f"x {first:,}"), rows)


def _print_kept(site: Site, kept: Sequence[Page], raw: float, times: int) -> None:
    """Ask often: both processes of the site have made each page before it is measured."""
    rows = []
    for page in kept:
        taken = _one_client(site.port, page.path, times * 5, is_cold=False)
        rows.append((page.name, f"{taken:.2f}", f"{taken / raw:.2f}", GOAL_KEPT))
    print()
    print_table(("the same page again", "ms", "x raw", "goal"), rows)
    print()


def _raw(site: Site, times: int) -> float:
    with site.serving_raw():
        return _one_client(site.port, "/", times * 5, is_cold=False)


def _one_client(port: int, path: str, times: int, *, is_cold: bool) -> float:
    client = Client(port)
    mark = "&" if "?" in path else "?"
    return milliseconds(
        lambda number: client.get(f"{path}{mark}run={number}" if is_cold else path), times=times
    )


def _detail(port: int) -> str:
    """Return the address of a resource that everybody may see."""
    found = json.loads(Client(port).get("/api/v1/search?q=literacy&size=1"))
    return re.sub(r"^https?://[^/]+", "", found["hits"][0]["url"])


def _requests_per_second(port: int, paths: Sequence[str]) -> float:
    """Return how many pages several clients get in a second, all together."""
    end = time.perf_counter() + CLIENT_SECONDS

    def visit(number: int) -> int:
        client, done = Client(port), 0
        while time.perf_counter() < end:
            client.get(f"{paths[done % len(paths)]}&run={number}-{done}")
            done += 1
        return done

    with ThreadPoolExecutor(CLIENTS) as clients:
        return sum(clients.map(visit, range(CLIENTS))) / CLIENT_SECONDS


if __name__ == "__main__":
    main()
