"""Make the pictures of `docs/editors.md`: `.venv/bin/python docs/make_screenshots.py`.

It sets up a site of sample data in a folder that vanishes, serves it, and walks through the admin
with Chromium as an editor does. Nothing of a real site is touched or shown.
"""

import io
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = Path(__file__).resolve().parent / "pictures" / "editors"
EDITOR, PASSWORD = "editor@example.org", "demo-clearinghouse"
WIDTH, HEIGHT = 1280, 800
COLORS = 128
PATIENCE_SECONDS = 60


@contextmanager
def sample_site() -> Iterator[str]:
    """Serve a fresh site of sample data and yield its address."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        address = f"http://127.0.0.1:{port}"
        environment = {
            **os.environ,
            "DATA_DIR": folder,
            "SITE_URL": address,
            "DJANGO_SETTINGS_MODULE": "clearinghouse.settings.dev",
        }
        for command in (
            ["migrate", "-v0"],
            ["createcachetable", "--database", "cache"],
            ["load_starter"],
            ["load_samples"],
        ):
            manage(*command, environment=environment).wait()
        server = manage("runserver", f"127.0.0.1:{port}", "--noreload", environment=environment)
        try:
            wait_for(address)
            yield address
        finally:
            server.terminate()
            server.wait()


def manage(*arguments: str, environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    """Start a management command."""
    return subprocess.Popen(  # noqa: S603  (our own command)
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def wait_for(address: str) -> None:
    """Wait until the site answers."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310  (this machine)
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise TimeoutError(address)


def shoot(page: Page, name: str) -> None:
    """Keep what the window shows, in few colors: small, and sharp."""
    page.wait_for_timeout(800)
    shown = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    small = shown.quantize(COLORS, dither=Image.Dither.NONE)
    small.save(PICTURES / f"{name}.png", optimize=True)
    print(name)  # noqa: T201


def write_to_the_association(page: Page) -> None:
    """Write a message as a visitor does, for the list of messages."""
    page.goto("/contact/")
    page.get_by_label("Your name").fill("Sample Visitor")
    page.get_by_label("Your e-mail address").fill("visitor@example.org")
    page.get_by_label("What it is about").fill("A question about coaching")
    page.get_by_label("Your message").fill("Which schools may take part in the program?")
    page.wait_for_timeout(4000)  # whoever is faster is taken for a machine
    page.get_by_role("button", name="Send", exact=True).click()


def sign_in(page: Page) -> None:
    """Sign in as the editor of the sample data."""
    page.goto("/accounts/login/?next=/admin/")
    page.get_by_label("E-mail address").fill(EDITOR)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    shoot(page, "sign-in")
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/admin/")


def open_page(page: Page, title: str) -> None:
    """Open the front page, or a page right below it, in the page editor."""
    page.goto("/admin/pages/")
    if title != "Home":
        page.get_by_role("link", name="Explore child pages of 'Home'").click()
        page.wait_for_url("**/admin/pages/*/")
    page.locator("main td.title a, main .title-wrapper a").get_by_text(title, exact=True).click()
    page.wait_for_timeout(2500)


def write_a_page(page: Page) -> None:
    """From an empty issue to one that is handed in, scheduled and looked at again."""
    open_page(page, "Issues")
    page.goto(page.url.replace("/edit/", "/"))
    shoot(page, "section")
    page.get_by_role("link", name="Add child page").first.click()
    page.locator("#id_title").fill("Phones away, minds here")
    page.get_by_role("textbox", name="Introduction").fill("What schools say about phones in class.")
    page.get_by_role("textbox", name="Position").fill("Phones belong in the bag in lessons.")
    page.wait_for_url("**/edit/")
    page.wait_for_timeout(1500)
    shoot(page, "editor")
    page.get_by_role("button", name="Toggle preview").click()
    page.wait_for_timeout(2500)
    shoot(page, "preview")
    page.get_by_role("button", name="Toggle checks").click()
    page.wait_for_timeout(3000)
    shoot(page, "checks")
    page.get_by_role("button", name="Toggle status").click()
    page.get_by_role("button", name="Set schedule").click()
    shoot(page, "schedule")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="More actions").last.click()
    shoot(page, "actions")
    page.get_by_role("button", name="Submit to Editorial review").click()
    page.wait_for_timeout(1500)
    page.goto("/admin/")
    shoot(page, "desk")
    page.get_by_role("link", name="Phones away, minds here").first.click()
    page.get_by_role("link", name="History").first.click()
    shoot(page, "history")


def walk(page: Page) -> None:
    """Walk through the rest of the admin."""
    open_page(page, "About CAS")
    page.get_by_role("button", name="Insert a block").first.click()
    page.get_by_role("button", name="Preview", exact=True).nth(4).click()
    page.wait_for_timeout(1500)
    shoot(page, "blocks")
    page.goto("/admin/images/")
    page.get_by_role("link", name="Sample:").first.click()
    shoot(page, "picture")
    for name in ("notice", "navigation"):
        page.goto(f"/admin/settings/home/{name}/")
        shoot(page, name)
    open_page(page, "Home")
    page.get_by_role("heading", name="What is new").scroll_into_view_if_needed()
    shoot(page, "front")
    for name in ("messages", "review"):
        page.goto(f"/admin/{name}/")
        shoot(page, name)


def main() -> None:
    """Make all pictures anew."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    path = shutil.which("chromium") or shutil.which("google-chrome")
    with sample_site() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        context = browser.new_context(
            base_url=address,
            viewport={"width": WIDTH, "height": HEIGHT},
            reduced_motion="reduce",
            color_scheme="light",
        )
        page = context.new_page()
        write_to_the_association(page)
        sign_in(page)
        write_a_page(page)
        walk(page)
        browser.close()


if __name__ == "__main__":
    main()
