"""Topics, standards, audiences and tags as editors keep them in the admin."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from library.models import LibraryIndexPage, ResourceTag, Term
from tests.factories.resources import make_draft, publish
from tests.integration.library.conftest import Make

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
TERMS = "/admin/snippets/library/term/"


@pytest.fixture
def editor(vocabularies: None, signed_in: SignIn, reviewer: User) -> Client:
    return signed_in(reviewer)


def term(slug: str) -> Term:
    return Term.objects.get(slug=slug)


def data(one: Term, **changes: Any) -> dict[str, Any]:
    """What the form of a term sends."""
    sent = {
        "vocabulary": one.vocabulary,
        "slug": one.slug,
        "label": one.label,
        "parent": one.parent_id or "",
        "position": one.position,
        "scope_note": one.scope_note,
        "synonym_lines": "\n".join(one.synonyms.values_list("label", flat=True)),
    }
    if one.is_provisional:
        sent["is_provisional"] = "on"
    return {**sent, **changes}


def test_terms_are_listed_filtered_and_found(editor: Client) -> None:
    found = editor.get(TERMS, {"vocabulary": "grade"}).content.decode()
    assert "Pre-K" in found
    assert "Teaching and Learning" not in found
    found = editor.get(TERMS, {"q": "teaching and learning"}).content.decode()
    assert "Teaching and Learning" in found
    assert "Pre-K" not in found


def test_a_label_synonyms_and_the_provisional_mark_are_corrected(editor: Client) -> None:
    one = term("csls-1-a")
    assert one.is_provisional
    sent = data(one, label="High Expectations for All", synonym_lines="1A\n  1A \nExpectations\n")
    del sent["is_provisional"]
    assert editor.post(f"{TERMS}edit/{one.pk}/", sent).status_code == 302
    one.refresh_from_db()
    assert (one.label, one.is_provisional) == ("High Expectations for All", False)
    assert set(one.synonyms.values_list("label", flat=True)) == {"1A", "Expectations"}


def test_the_corrected_label_is_found_by_readers(
    editor: Client, make: Make, deliver: Callable[[], None], client: Client
) -> None:
    make("Something else", terms=("chronic-absence",))
    deliver()
    assert client.get("/library/", {"q": "truancyword"}).context["answer"].total == 0
    one = term("chronic-absence")
    editor.post(f"{TERMS}edit/{one.pk}/", data(one, synonym_lines="truancyword"))
    deliver()
    assert client.get("/library/", {"q": "truancyword"}).context["answer"].total == 1


def test_the_vocabulary_stays(editor: Client) -> None:
    one = term("chronic-absence")
    sent = data(one, vocabulary="grade", label="Absence that lasts")
    editor.post(f"{TERMS}edit/{one.pk}/", sent)
    one.refresh_from_db()
    assert (one.vocabulary, one.label) == ("topic", sent["label"])


def test_a_new_term_is_made(editor: Client) -> None:
    fresh = Term(vocabulary="topic", slug="lunch", label="Lunch", position=9)
    sent = {**data_of_new(fresh), "parent": term("attendance-and-engagement").pk}
    assert editor.post(f"{TERMS}add/", sent).status_code == 302
    made = term("lunch")
    assert made.parent == term("attendance-and-engagement")
    assert [synonym.label for synonym in made.synonyms.all()] == ["cafeteria"]


def data_of_new(one: Term) -> dict[str, Any]:
    return {
        "vocabulary": one.vocabulary,
        "slug": one.slug,
        "label": one.label,
        "position": one.position,
        "scope_note": "",
        "synonym_lines": "cafeteria",
    }


def test_a_vocabulary_stays_a_tree_of_its_own(editor: Client) -> None:
    above = term("attendance-and-engagement")
    below = Term.objects.filter(parent=above).first()
    assert below is not None
    answer = editor.post(f"{TERMS}edit/{above.pk}/", data(above, parent=below.pk))
    assert "stands below this one" in answer.content.decode()
    answer = editor.post(
        f"{TERMS}add/",
        {
            **data_of_new(Term(vocabulary="topic", slug="x", label="X", position=1)),
            "parent": term("9-12").pk,
        },
    )
    assert "of another vocabulary" in answer.content.decode()
    above.refresh_from_db()
    assert above.parent is None
    assert not Term.objects.filter(slug="x").exists()


def test_too_long_a_synonym_is_refused_and_nothing_typed_is_lost(editor: Client) -> None:
    one = term("chronic-absence")
    answer = editor.post(f"{TERMS}edit/{one.pk}/", data(one, synonym_lines="a" * 121))
    text = answer.content.decode()
    assert "120 characters at most" in text
    assert "a" * 121 in text


@pytest.mark.parametrize("address", ["delete/{pk}/", "bulk"])
def test_a_term_in_use_stays_and_the_editor_is_told_why(
    editor: Client, make: Make, address: str
) -> None:
    make("On it", terms=("chronic-absence",))
    one = term("chronic-absence")
    path = (
        f"/admin/bulk/library/term/delete/?id={one.pk}"
        if address == "bulk"
        else TERMS + address.format(pk=one.pk)
    )
    answer = editor.post(path, follow=True)
    assert "on 1 resource or a version of it" in answer.content.decode()
    assert Term.objects.filter(pk=one.pk).exists()


def test_a_term_of_an_old_version_stays(
    editor: Client, make: Make, library: LibraryIndexPage, client: Client
) -> None:
    page = make("Two versions", terms=("chronic-absence",))
    page.resource_terms.set([])
    page.save_revision()
    publish(page)
    one = term("chronic-absence")
    assert "so it stays" in editor.post(f"{TERMS}delete/{one.pk}/", follow=True).content.decode()
    assert one.label in client.get(f"/library/{page.slug}/v/1/").content.decode()


def test_a_term_with_narrower_ones_stays(editor: Client) -> None:
    one = term("csls-1")
    answer = editor.post(f"{TERMS}delete/{one.pk}/", follow=True)
    assert "narrower terms (3)" in answer.content.decode()
    assert Term.objects.filter(pk=one.pk).exists()


def test_a_term_that_nothing_uses_goes(editor: Client) -> None:
    one = term("csls-1-a")
    editor.post(f"{TERMS}delete/{one.pk}/")
    assert not Term.objects.filter(pk=one.pk).exists()


def test_a_tag_is_renamed_and_removed(editor: Client, library: LibraryIndexPage) -> None:
    draft = make_draft(library, "Tagged")
    draft.tags.set(["fone"])
    draft.save_revision()
    page = publish(draft)
    tag = ResourceTag.objects.get()
    path = "/admin/snippets/library/resourcetag/"
    editor.post(f"{path}edit/{tag.pk}/", {"name": "phone"})
    assert [one.name for one in page.tags.all()] == ["phone"]
    editor.post(f"{path}delete/{tag.pk}/")
    assert not ResourceTag.objects.exists()
    assert editor.get(f"/library/{page.slug}/").status_code == 200


@pytest.mark.parametrize("person", ["supervisor", "leader", "outsider"])
def test_nobody_else_keeps_them(
    vocabularies: None, signed_in: SignIn, request: pytest.FixtureRequest, person: str
) -> None:
    client = signed_in(request.getfixturevalue(person))
    one = term("csls-1-a")
    for path in (TERMS, f"{TERMS}add/", f"{TERMS}edit/{one.pk}/", f"{TERMS}delete/{one.pk}/"):
        assert client.get(path).status_code in (302, 403, 404)
    client.post(f"{TERMS}delete/{one.pk}/")
    client.post(f"{TERMS}edit/{one.pk}/", data(one, label="Mine"))
    one.refresh_from_db()
    assert one.label != "Mine"
