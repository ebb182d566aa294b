"""A page of every public type, filled and empty, is shown and described."""

import json
import re

import pytest
from django.apps import apps
from django.test import Client
from wagtail.models import Page

from home.models import HomePage
from library.models import LibraryIndexPage
from tests.factories.pages import make_every_page
from tests.factories.resources import make_published

pytestmark = pytest.mark.django_db


def test_every_type_of_page_is_shown_filled_and_empty(
    client: Client, front: HomePage, library: LibraryIndexPage
) -> None:
    resource = make_published(library, "A phone tree")
    made = make_every_page(front, resource)
    types = {model for model in apps.get_models() if issubclass(model, Page)}
    ours = {model for model in types if model._meta.app_label == "home"}
    assert ours == set(made), "Add the new type to tests/factories/pages.py"
    for address in [one for addresses in made.values() for one in addresses]:
        answer = client.get(address)
        assert answer.status_code == 200, address
        html = answer.content.decode()
        assert len(re.findall(r"<h1\b", html)) == 1, address
        assert 'href=""' not in html, address
        assert "None" not in re.sub(r"<dd>None</dd>", "", html), address
        scripts = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
        assert [json.loads(script)["@context"] for script in scripts] == ["https://schema.org"]
