"""Links that lead nowhere are found and named; other sites are asked politely, ours never."""

import contextlib
import io
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from files.models import Document
from home.enums import LinkProblem
from home.models import HomePage, MissionPage, PageLink
from home.services.links import check_links
from home.services.links.asking import MovedTo, NotPublic, ask, look_up
from library.models import LibraryIndexPage
from tests.factories.resources import make_draft, publish

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
FINE = "https://fine.example.org/"
GONE = "https://gone.example.org/page"
STATUS = {"/gone": 404, "/broken": 500, "/shut": 403, "/inside": 302, "/moved": 302, "/odd": 302}
STATUS |= {"/for-good": 301, "/twice": 308, "/for-now": 307, "/slash": 301, "/into-nothing": 301}
LEADS_TO = {
    "/inside": "http://10.0.0.7/secret",
    "/moved": "/café au lait?q=crème",
    "/for-good": "/café?q=1#part",
    "/twice": "/for-good",
    "/for-now": "/for-good",
    "/slash": "/slash/",
    "/into-nothing": "/gone",
    "/odd": "http://school.example.org:22/",
}
EVERY_PORT = range(1, 65536)


def asked(address: str) -> LinkProblem | None:
    """What other sites answer in this story."""
    return LinkProblem.GONE if address.startswith("https://gone.") else None


def check(**more: Any) -> None:
    check_links(ask=asked, pause=0, **more)


def problems() -> dict[str, str]:
    return {str(link): link.problem for link in PageLink.objects.broken()}


def make_page(title: str, html: str = "", *, live: bool = True, **fields: Any) -> MissionPage:
    text = {"type": "text", "value": {"heading": "More", "text": html}}
    page = MissionPage(title=title, live=live, body=[text] if html else [], **fields)
    HomePage.objects.get().add_child(instance=page)
    if live:
        page.save_revision().publish()
    return page


def test_links_within_the_site_that_lead_nowhere(library: LibraryIndexPage) -> None:
    draft = make_page("Not out yet", live=False)
    live = make_page("Out")
    document = Document.objects.create(
        title="Minutes", file=SimpleUploadedFile("minutes.txt", b"Those present.\n")
    )
    html = (
        f'<p><a linktype="page" id="{draft.pk}">a</a> <a linktype="page" id="{live.pk}">b</a> '
        f'<a linktype="page" id="999999">c</a> <a linktype="document" id="{document.pk}">d</a> '
        '<a linktype="document" id="999999">e</a> <a href="/out/">f</a> <a href="/nowhere/">g</a> '
        '<a href="/library/">h</a> <a href="mailto:a@example.org">i</a> <a href="#top">j</a></p>'
    )
    make_page("With links", html)
    check()
    assert problems() == {
        "Not out yet": LinkProblem.UNPUBLISHED,
        "page 999999": LinkProblem.DELETED,
        "document 999999": LinkProblem.DELETED,
        "/nowhere/": LinkProblem.DELETED,
    }
    draft.save_revision().publish()
    check()
    assert "Not out yet" not in problems()


def test_a_chosen_page_that_was_deleted_since_is_found(library: LibraryIndexPage) -> None:
    target = make_page("Short lived")
    call = {"heading": "Come", "text": "<p>x</p>", "page": target.pk, "label": "Go", "url": ""}
    page = MissionPage(title="With a call", body=[{"type": "call", "value": call}])
    HomePage.objects.get().add_child(instance=page)
    page.save_revision().publish()
    MissionPage.objects.get(pk=target.pk).delete()
    check()
    assert problems() == {f"page {target.pk}": LinkProblem.DELETED}


def test_links_of_resources_are_asked_as_well(library: LibraryIndexPage) -> None:
    link = {"type": "link", "value": {"url": GONE, "label": ""}}
    publish(make_draft(library, "Linked", links=[link]))
    hidden = make_draft(library, "Never out", links=[{**link, "value": {"url": f"{GONE}/2"}}])
    check()
    assert problems() == {GONE: LinkProblem.GONE}
    assert not PageLink.objects.filter(page=hidden).exists()


def test_a_run_that_was_stopped_goes_on_and_asks_nobody_twice(library: LibraryIndexPage) -> None:
    make_page("With links", f'<p><a href="{GONE}">a</a> <a href="{FINE}">b</a></p>')
    make_page("With one again", f'<p><a href="{FINE}">b</a></p>')
    told: list[str] = []

    def stop_at_second(address: str) -> LinkProblem | None:
        if told:
            raise KeyboardInterrupt
        told.append(address)
        return asked(address)

    with pytest.raises(KeyboardInterrupt):
        check_links(ask=stop_at_second, pause=0)
    assert told == [FINE]

    def note(address: str) -> LinkProblem | None:
        told.append(address)
        return asked(address)

    check_links(ask=note, pause=0)
    check_links(ask=note, pause=0)
    assert told == [FINE, GONE]
    assert problems() == {GONE: LinkProblem.GONE}
    tomorrow = timezone.now() + timedelta(days=1)
    check_links(ask=note, pause=0, now=tomorrow)
    assert told[2:] == [FINE, GONE]


def test_links_that_were_never_asked_come_first(library: LibraryIndexPage) -> None:
    make_page("Old", f'<p><a href="{FINE}">a</a></p>')
    check()
    make_page("New", f'<p><a href="{GONE}">a</a></p>')
    told: list[str] = []
    check_links(ask=told.append, pause=0, limit=1, now=timezone.now() + timedelta(days=1))
    assert told == [GONE]


def test_a_run_that_was_overtaken_by_another_goes_on(library: LibraryIndexPage) -> None:
    make_page("With links", f'<p><a href="{GONE}">a</a></p>')

    def with_another_ahead(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("INSERT") and PageLink._meta.db_table in sql:
            execute(sql, params, many, context)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(with_another_ahead):
        check()
    assert problems() == {GONE: LinkProblem.GONE}
    assert PageLink.objects.filter(target=GONE).count() == 1


def test_a_link_that_was_mended_leaves_the_report(library: LibraryIndexPage) -> None:
    page = make_page("With links", f'<p><a href="{GONE}">a</a></p>')
    check()
    page = MissionPage.objects.get(pk=page.pk)
    page.body = []
    page.save_revision().publish()
    check()
    assert problems() == {}


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost:8000/admin/",
        "http://10.0.0.7/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://0.0.0.0/",
        "http://user:secret@example.org/",
        "http://[2002:7f00:1::]/",
        "http://[64:ff9b::a00:7]/",
        "http://[64:ff9b:1::a00:7]/",
        "http://[::7f00:1]/",
        "http://[fec0::1]/",
    ],
)
def test_no_machine_of_our_own_network_is_asked(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*args: object, **kwargs: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket, "create_connection", never)
    assert ask(url) == LinkProblem.INSIDE


@pytest.fixture
def other_site() -> Iterator[tuple[str, list[str]]]:
    """A site on this machine that stands for another one, and what it was asked."""
    requests: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            requests.append(f"{self.command} {self.path} {self.headers['Host']}")
            refuses_head = self.path == "/get-only" and self.command == "HEAD"
            self.send_response(405 if refuses_head else STATUS.get(self.path, 200))
            if self.path in LEADS_TO:
                self.send_header("Location", LEADS_TO[self.path].encode().decode("latin-1"))
            self.end_headers()

        do_GET = do_HEAD  # noqa: N815

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://school.example.org:{server.server_port}", requests
    server.shutdown()
    server.server_close()


def found_here(host: str, port: int) -> list[str]:
    """Take our stand-in for a public host, and look up everything else."""
    return ["127.0.0.1"] if host == "school.example.org" else look_up(host, port)


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("/fine", None),
        ("/get-only", None),
        ("/shut", None),
        ("/gone", LinkProblem.GONE),
        ("/broken", LinkProblem.FAILING),
        ("/inside", LinkProblem.INSIDE),
    ],
)
def test_another_site_is_asked_for_the_head_first(
    other_site: tuple[str, list[str]], path: str, problem: LinkProblem | None
) -> None:
    address, requests = other_site
    assert ask(address + path, look_up=found_here, ports=EVERY_PORT) == problem
    assert requests[0].startswith(f"HEAD {path} ")
    assert len(requests) <= 2


@pytest.mark.parametrize(
    ("path", "now_at"),
    [
        ("/for-good", "/caf%C3%A9?q=1"),
        ("/twice", "/caf%C3%A9?q=1"),
        ("/for-now", None),
        ("/slash", None),
        ("/into-nothing", LinkProblem.GONE),
    ],
)
def test_what_has_moved_for_good_is_told_from_what_leads_on_for_now(
    other_site: tuple[str, list[str]], path: str, now_at: str | None
) -> None:
    address, _requests = other_site
    found = ask(address + path, look_up=found_here, ports=EVERY_PORT)
    is_path = now_at is not None and not isinstance(now_at, LinkProblem)
    assert found == (MovedTo(f"{address}{now_at}") if is_path else now_at)


@pytest.mark.parametrize(
    ("path", "asked_for"),
    [
        ("/café", "/caf%C3%A9"),
        ("/caf%C3%A9", "/caf%C3%A9"),
        ("/two words?q=a b&c=50%25", "/two%20words?q=a%20b&c=50%25"),
        ("/moved", "/caf%C3%A9%20au%20lait?q=cr%C3%A8me"),
    ],
)
def test_addresses_are_asked_for_as_browsers_do(
    other_site: tuple[str, list[str]], path: str, asked_for: str
) -> None:
    address, requests = other_site
    assert ask(address + path, look_up=found_here, ports=EVERY_PORT) is None
    assert requests[-1].split()[1] == asked_for


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("http://school.example.org/", "school.example.org"),
        ("http://school.example.org:80/", "school.example.org"),
        ("http://school.example.org:443/", "school.example.org:443"),
        ("https://school.example.org/", "school.example.org"),
        ("http://bücher.example.org/", "xn--bcher-kva.example.org"),
    ],
)
def test_a_host_is_named_as_browsers_do(
    other_site: tuple[str, list[str]],
    monkeypatch: pytest.MonkeyPatch,
    address: str,
    host: str,
) -> None:
    here, requests = other_site
    connect, port = socket.create_connection, int(here.rsplit(":", 1)[1])
    monkeypatch.setattr(
        socket, "create_connection", lambda _to, timeout: connect(("127.0.0.1", port), timeout)
    )
    # Our stand-in cannot speak HTTPS.
    plainly = SimpleNamespace(wrap_socket=lambda sock, **_how: sock)
    monkeypatch.setattr(ssl, "create_default_context", lambda: plainly)
    assert ask(address, look_up=lambda _host, _port: ["127.0.0.1"]) is None
    assert requests == [f"HEAD / {host}"]


def test_a_port_that_is_not_the_web_is_let_be(other_site: tuple[str, list[str]]) -> None:
    address, requests = other_site
    assert ask(f"{address}/gone", look_up=found_here) is None
    assert requests == []


def test_nor_does_a_redirect_lead_to_such_a_port(
    other_site: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, _requests = other_site
    connected: list[int] = []
    connect = socket.create_connection

    def note(to: tuple[str, int], timeout: float) -> socket.socket:
        connected.append(to[1])
        return connect(to, timeout)

    monkeypatch.setattr(socket, "create_connection", note)
    port = int(address.rsplit(":", 1)[1])
    assert ask(f"{address}/odd", look_up=found_here, ports=[port]) is None
    assert connected == [port]


@pytest.fixture
def endless_site() -> Iterator[str]:
    """A site that goes on sending and never comes to an end."""
    listener = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()

    def drip(accepted: socket.socket) -> None:
        with accepted, contextlib.suppress(OSError):
            accepted.sendall(b"HTTP/1.1 ")
            while not over.wait(0.02):
                accepted.sendall(b"100 Continue\r\n\r\nHTTP/1.1 ")

    def serve() -> None:
        with contextlib.suppress(OSError):
            while True:
                accepted, _address = listener.accept()
                threading.Thread(target=drip, args=[accepted], daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    yield f"http://school.example.org:{listener.getsockname()[1]}/"
    over.set()
    listener.close()


def test_a_site_that_never_ends_holds_nobody(endless_site: str) -> None:
    answers: list[LinkProblem | None] = []

    def run() -> None:
        answers.append(ask(endless_site, look_up=found_here, ports=EVERY_PORT, seconds=0.5))

    asking = threading.Thread(target=run, daemon=True)
    asking.start()
    asking.join(30)
    assert answers == [LinkProblem.SILENT]


def test_a_public_host_behind_a_gateway_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Networks without IPv4 know such hosts by no other address."""
    row = (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("64:ff9b::808:808", 80, 0, 0))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: [row])
    assert look_up("public.example.org", 80) == ["64:ff9b::808:808"]


def test_a_name_that_points_inside_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    row = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.1.2.3", 80))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: [row])
    with pytest.raises(NotPublic):
        look_up("innocent.example.org", 80)


def test_the_report_names_page_and_problem_and_exports_no_formula(
    library: LibraryIndexPage, reviewer: User, signed_in: SignIn
) -> None:
    page = make_page("=cmd()", f'<p><a href="{GONE}">a</a></p>')
    check()
    editor = signed_in(reviewer)
    content = editor.get(reverse("desk:broken_links")).content.decode()
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in content
    assert "The other site has no such page" in content
    answer = editor.get(reverse("desk:broken_links") + "?export=csv")
    table = b"".join(answer.streaming_content).decode()
    assert "'=cmd()" in table
    assert "\n=cmd()" not in table


def test_an_editor_has_them_looked_at(
    library: LibraryIndexPage, reviewer: User, signed_in: SignIn, deliver: Callable[[], None]
) -> None:
    make_page("With links", '<p><a href="/nowhere/">a</a></p>')
    signed_in(reviewer).post(reverse("desk:check_links"))
    deliver()
    assert problems() == {"/nowhere/": LinkProblem.DELETED}


def test_the_command_says_what_it_found(library: LibraryIndexPage) -> None:
    make_page("With links", '<p><a href="/nowhere/">a</a></p>')
    out = io.StringIO()
    call_command("check_links", stdout=out)
    assert "1 links lead nowhere" in out.getvalue()
