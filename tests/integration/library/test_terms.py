"""The permanent addresses of terms: what people and programs get there."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client
from rdflib import Graph, URIRef
from rdflib.namespace import SKOS

from accounts.models import User
from library.models import ResourcePage, Term
from tests.visitors import Visitor

pytestmark = pytest.mark.django_db
Capture = Callable[..., AbstractContextManager[list[Callable[[], Any]]]]
SignIn = Callable[[User], Client]
ADDRESS = "/terms/topic/chronic-absence/"


def test_a_term_tells_what_it_means_and_how_many_there_are(
    shelf: dict[str, ResourcePage], client: Client, signed_in: SignIn, leader: User
) -> None:
    one = Term.objects.get(slug="chronic-absence")
    one.scope_note = "Missing a tenth of the days."
    one.save()
    shown = client.get(ADDRESS).content.decode()
    assert "Missing a tenth of the days." in shown
    assert "See 1 resource<" in shown
    assert "/library/?topic=chronic-absence" in shown
    assert one.parent.label in shown
    # Members see one more, and a broader term counts what stands below it.
    assert "See 2 resources<" in signed_in(leader).get(ADDRESS).content.decode()
    above = client.get(f"/terms/topic/{one.parent.slug}/").content.decode()
    assert "See 1 resource<" in above
    assert ADDRESS in above


def test_programs_get_skos(vocabularies: None, client: Client, settings: object) -> None:
    turtle = client.get("/terms/topic/chronic-absence.ttl")
    assert turtle["Content-Type"].startswith("text/turtle")
    graph = Graph().parse(data=turtle.content.decode(), format="turtle")
    concept = URIRef(f"{settings.SITE_URL}{ADDRESS}")
    assert str(graph.value(concept, SKOS.prefLabel)) == "Chronic absence"
    assert str(graph.value(concept, SKOS.broader)).endswith("/attendance-and-engagement/")
    answer = client.get("/terms/topic/chronic-absence.jsonld")
    data = json.loads(answer.content)
    # The context stands in the file: nobody has to fetch one.
    assert isinstance(data["@context"], dict)
    same = Graph().parse(data=answer.content.decode(), format="json-ld")
    assert set(same.triples((concept, SKOS.prefLabel, None))) == set(
        graph.triples((concept, SKOS.prefLabel, None))
    )


@pytest.mark.parametrize(
    "path",
    [
        "/terms/nothing/",
        "/terms/nothing.ttl",
        "/terms/topic.exe",
        "/terms/topic/nothing/",
        "/terms/topic/nothing.ttl",
        "/terms/topic/chronic-absence.exe",
        "/terms/nothing/chronic-absence/",
    ],
)
def test_what_is_not_there(vocabularies: None, client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_vocabulary_as_a_tree(vocabularies: None, client: Client) -> None:
    shown = client.get("/terms/topic/").content.decode()
    assert ADDRESS in shown
    assert "/terms/topic.csv" in shown
    assert client.get("/terms/topic.csv").content.decode().startswith("\ufeffuri,notation,label")


def test_kept_pages_follow_the_term(
    vocabularies: None, library: object, django_capture_on_commit_callbacks: Capture
) -> None:
    visitor = Visitor()
    assert "Chronic absence" in visitor.get(ADDRESS).text
    one = Term.objects.get(slug="chronic-absence")
    one.label = "Absence that lasts"
    assert visitor.gets_again(ADDRESS)
    with django_capture_on_commit_callbacks(execute=True):
        one.save()
    for path in (ADDRESS, "/terms/topic/", "/terms/topic/chronic-absence.ttl"):
        assert "Absence that lasts" in visitor.get(path).text
