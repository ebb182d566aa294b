"""A real browser against the real site: Chromium, JavaScript, stylesheets, strict CSP.

    def test_something(visit: Visit, leader: User) -> None:
        page = visit("/library/", user=leader, width=360)
        ...
        assert_accessible(page)

Every page a test opened must have run without a script error, a refused resource or a violated
content security policy; the fixture checks that at the end.
"""

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import connection
from django.test import Client
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    Response,
    expect,
    sync_playwright,
)
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.services import require

# Playwright runs an event loop in this thread; Django then refuses the ORM unless told otherwise.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

PHONE, DESKTOP = 360, 1440
PATIENCE = 20_000  # milliseconds; a busy machine is slow, and waiting costs nothing otherwise
HEIGHTS = {PHONE: 740, DESKTOP: 900}

Visit = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything here, and let each test find the rows that migrations made."""
    for item in items:
        if "/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True))


@pytest.fixture(scope="session", autouse=True)
def chromium(django_db_setup: None) -> Iterator[Browser]:
    """One browser for all tests; it skips by name where there is none."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    require("Chromium", available=path is not None)
    expect.set_options(timeout=PATIENCE)
    contents = connection._test_serialized_contents
    with sync_playwright() as playwright:
        # Under the event loop Django uses another connection; it too must know what to restore.
        connection._test_serialized_contents = contents
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def idle(live_server: LiveServer) -> Iterator[Callable[[], None]]:
    """Wait until the server has answered what it was asked: a page may still save something while
    its test ends, and PostgreSQL does not empty tables that are in use."""
    answering: set[int] = set()

    def begin(**kwargs: Any) -> None:
        # What a test asks by itself is answered before it goes on.
        if threading.current_thread() is not threading.main_thread():
            answering.add(threading.get_ident())

    def end(**kwargs: Any) -> None:
        answering.discard(threading.get_ident())

    def wait() -> None:
        until = time.monotonic() + PATIENCE / 1000
        while answering and time.monotonic() < until:
            time.sleep(0.02)

    request_started.connect(begin)
    request_finished.connect(end)
    yield wait
    request_started.disconnect(begin)
    request_finished.disconnect(end)


@pytest.fixture
def visit(live_server: LiveServer, chromium: Browser, idle: Callable[[], None]) -> Iterator[Visit]:
    """Open an address in a fresh browser profile and return the page.

    `user` signs a person in, second factor included; `width` is that of the window; `javascript`,
    `color_scheme` and whatever else Playwright's `new_context` takes may be given as well.
    `page.context.new_page()` opens another tab of the same profile.
    """
    contexts = []
    faults: list[str] = []

    def open_page(
        path: str,
        *,
        user: User | None = None,
        width: int = DESKTOP,
        javascript: bool = True,
        **options: Any,
    ) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": HEIGHTS.get(width, 900)},
            java_script_enabled=javascript,
            reduced_motion="reduce",
            **options,
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.on("console", lambda message: _note_console(message, faults))
        context.on("weberror", lambda error: faults.append(f"script error: {error.error}"))
        context.on("response", lambda response: _note_response(response, faults, live_server.url))
        if user is not None:
            context.add_cookies([session_cookie(user, live_server.url)])
        page = context.new_page()
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    idle()
    assert not faults, "\n".join(faults)


@pytest.fixture(params=[PHONE, DESKTOP], ids=["phone", "desktop"])
def width(request: pytest.FixtureRequest) -> int:
    """The width of a phone and of a desk."""
    return int(request.param)


def session_cookie(user: User, url: str) -> Any:
    """Return the cookie of a session in which the person passed her second factor."""
    client = Client()
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": 0}]
    session.save()
    return {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "url": url,
    }


def assert_accessible(page: Page) -> None:
    """Fail with axe's own words if it finds any violation on the page as it stands."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def assert_no_sideways_scroll(page: Page) -> None:
    """Fail if the page is wider than its window."""
    overflow = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert overflow <= 0, f"{overflow} pixels stick out"


def _note_console(message: ConsoleMessage, faults: list[str]) -> None:
    # A refused form is a 4xx by design; the browser reports each as an error.
    if message.type == "error" and "Failed to load resource" not in message.text:
        faults.append(f"console: {message.text}")


def _note_response(response: Response, faults: list[str], url: str) -> None:
    if response.status >= 500:
        faults.append(f"{response.status} from {response.url}")
    if not response.url.startswith((url, "data:", "blob:")):
        faults.append(f"third-party request: {response.url}")
    if response.status == 404 and "/static/" in response.url:
        faults.append(f"missing: {response.url}")
