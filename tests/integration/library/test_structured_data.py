"""What machines read of a resource: JSON-LD in the words of schema.org, Dublin Core."""

import html
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.test import Client
from pyld import jsonld

from accounts.models import User
from files.models import PrivacyHold
from files.services import store_bytes
from library.models import (
    LibraryIndexPage,
    ResourceFile,
    ResourcePage,
    ResourceRelation,
    ResourceTerm,
    Term,
)
from library.services.structured_data import duration
from members.models import School
from tests.factories.resources import make_draft, make_published, members_only, publish
from tests.integration.library.conftest import Make

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
SITE = "http://127.0.0.1:8000"
# The part of the context of https://schema.org that we use, without a `@vocab` that takes all.
CONTEXT = json.loads((Path(__file__).parent / "schema_org.json").read_text())


def _things(kind: str, *required: str, **properties: Any) -> dict[str, Any]:
    thing = {
        "type": "object",
        "properties": {"@type": {"const": kind}, **properties},
        "required": ["@type", *required],
    }
    return {"type": "array", "items": thing, "minItems": 1}


TEXT = {"type": "string", "minLength": 1}
ADDRESS = {"type": "string", "pattern": "^https?://"}
TIME = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT"}
WORKS = _things("LearningResource", "@id", "name", "url", url=ADDRESS)
SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "@type": {"const": "LearningResource"},
        "@id": {"type": "string", "pattern": r"/r/\d+/$"},
        "identifier": {"type": "string", "pattern": r"/r/\d+/$"},
        "url": ADDRESS,
        "name": TEXT,
        "description": TEXT,
        "inLanguage": {"type": "string", "pattern": "^[a-z]{2}$"},
        "author": {
            "type": "array",
            "items": {"properties": {"@type": {"enum": ["Person", "Organization"]}, "name": TEXT}},
        },
        "publisher": {"properties": {"@type": {"const": "Organization"}}, "required": ["name"]},
        "license": ADDRESS,
        "datePublished": TIME,
        "dateModified": TIME,
        "version": {"type": "string", "pattern": r"^\d+$"},
        "isAccessibleForFree": {"const": True},
        "about": _things("DefinedTerm", "name", "termCode"),
        "keywords": {"type": "array", "items": TEXT},
        "learningResourceType": TEXT,
        "educationalLevel": {"type": "array", "items": TEXT},
        "audience": _things("EducationalAudience", "audienceType"),
        "teaches": _things("DefinedTerm", "name"),
        "educationalAlignment": _things(
            "AlignmentObject", "alignmentType", "targetName", targetUrl=ADDRESS
        ),
        "timeRequired": {"type": "string", "pattern": r"^P(T?\d+[HMDWY])$"},
        "isBasedOn": WORKS,
        "isPartOf": WORKS,
        "hasPart": WORKS,
        "encoding": _things(
            "MediaObject", "name", "encodingFormat", "contentSize", contentUrl=ADDRESS
        ),
    },
    "required": ["@type", "@id", "identifier", "url", "name", "author", "publisher", "version"],
}


def data_of(client: Client, page: ResourcePage) -> dict[str, Any]:
    text = client.get(f"/library/{page.slug}/").content.decode()
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
    data: dict[str, Any] = json.loads(found)
    return data


def resource_in(data: dict[str, Any]) -> dict[str, Any]:
    (found,) = [thing for thing in data["@graph"] if thing["@type"] == "LearningResource"]
    return dict(found)


def properties(value: Any) -> Iterator[str]:
    """Yield every property that a thing has, and those of the things in it."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if not name.startswith("@"):
                yield name.removeprefix("http://schema.org/")
            yield from properties(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from properties(inner)


def expanded(data: dict[str, Any]) -> Any:
    def load(url: str, options: Any) -> dict[str, Any]:
        assert url == "https://schema.org"
        return {"contextUrl": None, "documentUrl": url, "document": CONTEXT}

    return jsonld.expand(data, {"documentLoader": load})


@pytest.fixture
def full(make: Make, library: LibraryIndexPage, contributor: User) -> ResourcePage:
    """A resource of which everything is known that can be told to machines."""
    names = ("Pat Example", "Example School District")
    contributors = [{"type": "contributor", "value": {"name": n, "role": ""}} for n in names]
    draft = make_draft(
        library,
        'Calls & "letters" </script>',
        slug="calls",
        contributors=json.dumps(contributors),
        school=School.objects.create(name="Sample High School"),
        time_to_start="6 hours",
    )
    slugs = ("chronic-absence", "9-12", "leaders", "csls-1", "csls-1-a")
    draft.resource_terms = [ResourceTerm(term=t) for t in Term.objects.filter(slug__in=slugs)]
    draft.tags.set(["phone tree"])
    stored = store_bytes(uploaded_by=contributor, name="days.csv", data=b"Name,Days\nAnn,3\n")
    draft.resource_files = [
        ResourceFile(stored_file=stored, title="The days", sha256=stored.sha256)
    ]
    draft.save_revision()
    page = publish(draft)
    for kind in ("based-on", "part-of"):
        ResourceRelation.objects.create(resource=page, target=make(f"Its {kind}"), kind=kind)
    ResourceRelation.objects.create(resource=make("A part"), target=page, kind="part-of")
    return page


def test_a_full_resource_has_the_shape_of_a_learning_resource(
    full: ResourcePage, client: Client
) -> None:
    thing = resource_in(data_of(client, full))
    jsonschema.validate(thing, SCHEMA)
    # Everything the shape knows is said of it.
    assert set(thing) == set(SCHEMA["properties"])
    assert [author["@type"] for author in thing["author"]] == ["Person", "Organization"]
    assert thing["timeRequired"] == "PT6H"
    assert [work["name"] for work in thing["isBasedOn"]] == ["Its based-on"]
    assert [work["name"] for work in thing["isPartOf"]] == ["Its part-of"]
    assert [work["name"] for work in thing["hasPart"]] == ["A part"]
    assert len(thing["educationalAlignment"]) == 2
    assert sum("description" in one for one in thing["educationalAlignment"]) == 1
    (media,) = thing["encoding"]
    assert media["contentSize"] == "16 bytes"
    assert client.get(media["contentUrl"].removeprefix(SITE)).status_code == 200


def test_a_file_that_is_held_has_no_address_for_machines(
    full: ResourcePage, client: Client
) -> None:
    PrivacyHold.objects.create(stored_file=full.resource_files.get().stored_file)
    thing = resource_in(data_of(client, full))
    (media,) = thing["encoding"]
    assert "contentUrl" not in media


def test_a_bare_resource_has_it_too(library: LibraryIndexPage, client: Client) -> None:
    page = make_published(library, "Bare", license="permission", language="und")
    thing = resource_in(data_of(client, page))
    jsonschema.validate(thing, SCHEMA)
    assert not {"license", "inLanguage", "timeRequired", "encoding", "isBasedOn"} & set(thing)


def test_every_property_is_one_of_schema_org(full: ResourcePage, client: Client) -> None:
    data = data_of(client, full)
    said = Counter(properties(data["@graph"]))
    assert Counter(properties(expanded(data))) == said
    data["@graph"][0]["madeUp"] = "x"
    assert Counter(properties(expanded(data))) == said
    types = json.dumps(expanded(data))
    assert set(re.findall(r'"@type": \["([^"]+)"', types)) >= {
        "http://schema.org/LearningResource",
        "http://schema.org/AlignmentObject",
        "http://schema.org/MediaObject",
    }


def test_machines_learn_of_no_work_that_the_visitor_may_not_see(make: Make, client: Client) -> None:
    page, hidden = make("Seen"), make("Hidden", **members_only())
    ResourceRelation.objects.create(resource=page, target=hidden, kind="based-on")
    assert "isBasedOn" not in resource_in(data_of(client, page))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("6 hours", "PT6H"),
        ("an hour", "PT1H"),
        ("45 Minutes", "PT45M"),
        ("2 weeks", "P2W"),
        ("1 day", "P1D"),
        ("3 months", "P3M"),
        ("1 year", "P1Y"),
        ("6 hours a week", ""),
        ("a day or two", ""),
        ("1-2 hours", ""),
        ("", ""),
    ],
)
def test_a_time_is_told_only_if_it_is_one(words: str, said: str) -> None:
    assert duration(words) == said


def dublin_core(text: str) -> list[tuple[str, str]]:
    found = re.findall(r'<meta name="DC\.(\w+)" content="([^"]*)">', text)
    return [(name, html.unescape(value)) for name, value in found]


def test_the_head_speaks_dublin_core(full: ResourcePage, client: Client) -> None:
    text = client.get(f"/library/{full.slug}/").content.decode()
    head = text.partition("</head>")[0]
    assert '<link rel="schema.DC" href="http://purl.org/dc/elements/1.1/">' in head
    found = dublin_core(head)
    assert ("title", full.title) in found
    assert [value for name, value in found if name == "creator"] == [
        "Pat Example",
        "Example School District",
    ]
    assert ("subject", "phone tree") in found
    assert ("identifier", f"{SITE}/r/{full.pk}/") in found
    assert ("rights", "https://creativecommons.org/licenses/by-nc/4.0/") in found
    assert ("format", "text/csv") in found
    assert {"title", "creator", "publisher", "date", "type", "language", "description"} <= {
        name for name, _ in found
    }


def test_an_old_version_names_itself_in_dublin_core(
    library: LibraryIndexPage, client: Client
) -> None:
    page = make_published(library, "First title")
    page.title = "Second title"
    page.save_revision()
    publish(page)
    found = dict(dublin_core(client.get(f"/library/{page.slug}/v/1/").content.decode()))
    assert found["title"] == "First title"
    assert found["identifier"] == f"{SITE}/r/{page.pk}/v/1/"
