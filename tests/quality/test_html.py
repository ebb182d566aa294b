"""The HTML of every public page, put before the Nu HTML checker (npm install vnu-jar).

It runs where `VNU_JAR` names the checker and Java is there, and skips by name elsewhere.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings
from wagtail.images.tests.utils import get_test_image_file

from accounts.models import User
from files.models import Image
from home.models import HomePage, IssuePage, StandardPage
from home.services import load_starter
from home.services.issues import follow, stop_address
from library.models import ResourceRelation
from library.services.publishing import withdraw
from tests.factories.pages import add, make_every_page, parts, picture
from tests.factories.resources import make_library, make_published, publish
from tests.services import require

pytestmark = pytest.mark.django_db

JAR = os.environ.get("VNU_JAR", "")


@pytest.fixture
def checker() -> list[str]:
    java = shutil.which("java")
    require("The Nu HTML checker", available=java is not None and Path(JAR).is_file())
    return [str(java), "-jar", JAR, "--format", "json", "--exit-zero-always"]


def test_every_page_is_valid_html(
    search_index: None,
    client: Client,
    checker: list[str],
    reviewer: User,
    leader: User,
    settings: Settings,
    tmp_path: Path,
) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "media")
    folder = tmp_path / "pages"
    folder.mkdir()
    asked = {}
    for number, (method, address, data) in enumerate(_requests(reviewer, leader)):
        answer = client.post(address, data) if method == "post" else client.get(address)
        assert answer.headers["Content-Type"].startswith("text/html"), address
        name = f"{number:03}.html"
        (folder / name).write_bytes(answer.content)
        asked[name] = f"{method.upper()} {address} ({answer.status_code})"
    assert len(asked) > 50
    found = subprocess.run([*checker, str(folder)], capture_output=True, text=True, check=True)
    wrong = [
        f"{asked[Path(one['url']).name]}, line {one.get('lastLine')}: {one['message']}"
        f" | {one.get('extract', '')!r}"
        for one in json.loads(found.stderr)["messages"]
        if one["type"] == "error" or one.get("subType") == "warning"
    ]
    assert not wrong, "\n".join(["", *wrong])


def _requests(reviewer: User, leader: User) -> list[tuple[str, str, dict[str, str]]]:
    """Every public page: method, address, and what is sent."""
    load_starter()
    library = make_library()
    page = make_published(library, "A phone tree")
    page.save_revision()
    publish(page, what_changed="New figures.")
    ResourceRelation.objects.create(resource=page, target=make_published(library, "Base"))
    gone = make_published(library, "Gone")
    withdraw(resource=gone, user=reviewer, reason="Out of date.")
    for number, size in enumerate([(1600, 900), (800, 600), (300, 100)]):
        image = Image.objects.create(title="Desk", file=get_test_image_file(size=size))
        plain = StandardPage(title="Picture", slug=f"picture-{number}", image=image)
        plain.image_text, plain.body = "A desk", parts(picture(image))
        add(HomePage.objects.get(), plain)
    made = make_every_page(HomePage.objects.get(), page, image)
    following = follow(user=leader, issue=IssuePage.objects.get(slug="time-for-coaching"))
    stop = "/" + stop_address(following).split("/", 3)[3]
    at = f"/library/{page.slug}/"
    addresses = [
        *(address for found in made.values() for address in found),
        *("/picture-0/", "/picture-1/", "/picture-2/"),
        *("/about/", "/about/divisions/", "/about/divisions/ciac/", "/programs/coaching/"),
        *("/peers/", "/privacy/", "/accessibility/", "/issues/", "/contact/?sent=yes"),
        *("/library/", "/library/?q=phone", "/library/?kind=practice", "/library/?q=xqzzy"),
        *(at, f"{at}versions/", f"{at}v/1/", f"{at}save/", f"/library/{gone.slug}/"),
        *(f"{at}cite/", f"{at}cite/?style=bibtex", f"{at}cite/?version=1&style=csl-json"),
        *("/search/", "/search/?q=phone", "/nowhere/at-all/", "/style/", "/share/"),
        *("/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"),
        *(f"/follow/{following.issue_id}/", stop, "/follow/stop/forged/"),
    ]
    return [
        *(("get", address, {}) for address in addresses),
        ("post", "/contact/", {"name": "Pat"}),
    ]
