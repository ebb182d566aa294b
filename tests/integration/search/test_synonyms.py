"""Synonyms as editors keep them, and what readers find by them."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from library.models import LibraryIndexPage
from search.enums import Direction
from search.models import SynonymSet
from search.services.synonyms import current, load_starter_synonyms
from tests.factories.resources import make_published

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
LIST = "/admin/search/synonyms/"
PD = {"direction": "both", "terms": "PD; professional development", "targets": ""}


@pytest.fixture
def editor(signed_in: SignIn, reviewer: User) -> Client:
    return signed_in(reviewer)


@pytest.fixture
def shelf(library: LibraryIndexPage, deliver: Callable[[], None]) -> None:
    make_published(library, "A calendar of professional development")
    make_published(library, "The PD plan that teachers wrote")
    make_published(library, "Budget of the year")
    deliver()


def titles(client: Client, question: str) -> list[str]:
    page = client.get("/library/", {"q": question}).content.decode()
    found = re.findall(r"<h3><a [^>]*>(.*?)</a></h3>", page)
    return [re.sub("<.*?>", "", title) for title in found]


def test_a_reader_finds_by_the_other_word_as_soon_as_an_editor_has_said_so(
    editor: Client, client: Client, shelf: None
) -> None:
    assert titles(client, "pd") == ["The PD plan that teachers wrote"]
    assert editor.post(f"{LIST}new/", PD).status_code == 302
    assert set(titles(client, "pd")) == {
        "The PD plan that teachers wrote",
        "A calendar of professional development",
    }
    one = SynonymSet.objects.get()
    listed = editor.get(LIST).content.decode()
    assert "PD = professional development" in listed
    assert editor.post(f"{LIST}delete/{one.pk}/").status_code == 302
    assert titles(client, "pd") == ["The PD plan that teachers wrote"]


def test_what_is_kept_of_a_list_goes_when_a_synonym_changes(
    editor: Client, shelf: None, django_capture_on_commit_callbacks: Any, monkeypatch: Any
) -> None:
    renewed = []
    monkeypatch.setattr("core.page_cache.renew_stamp", lambda: renewed.append(1))
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(f"{LIST}new/", PD)
    assert renewed


def test_asking_costs_the_same_with_many_synonyms(client: Client, shelf: None) -> None:
    def queries() -> int:
        titles(client, "pd")
        with CaptureQueriesContext(connection) as counted:
            titles(client, "pd")
        return len(counted)

    before = queries()
    for number in range(30):
        SynonymSet.objects.create(terms=f"word{number}\nother{number}")
    assert queries() == before


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"terms": ""}, "terms", "This field is required"),
        ({"terms": "PD"}, "terms", "a second word"),
        ({"terms": "PD\npd."}, "terms", "the same to the search"),
        ({"terms": "PD\nof the"}, "terms", "only words that a search leaves out"),
        ({"terms": "PD\n!!"}, "terms", "no letter or digit"),
        ({"terms": "PD\none two three four five six seven"}, "terms", "too long"),
        ({"terms": "\n".join(f"word{n}" for n in range(10))}, "terms", "8 at most"),
        ({"direction": "one_way", "terms": "PD"}, "targets", "Say what they find"),
        ({"direction": "one_way", "terms": "PD", "targets": "pd"}, "targets", "would find itself"),
        ({"terms": "team\nteacher induction", "only_in_capitals": "on"}, "only_in", "in capitals"),
    ],
)
def test_what_would_do_nothing_or_harm_is_refused_at_its_field(
    editor: Client, changes: dict[str, str], field: str, words: str
) -> None:
    answer = editor.post(f"{LIST}new/", PD | changes)
    assert answer.status_code == 200
    assert not SynonymSet.objects.exists()
    errors = answer.context["form"].errors
    assert [name for name in errors if name.startswith(field)], errors
    assert words in str(errors)
    assert words in answer.content.decode().replace("&#x27;", "'")


def test_words_of_several_entries_are_counted_together(editor: Client) -> None:
    SynonymSet.objects.create(terms="\n".join(["PD", *(f"word{n}" for n in range(8))]))
    answer = editor.post(f"{LIST}new/", PD)
    assert "would stand for 9 others" in answer.content.decode()


def test_an_editor_sees_what_changes_before_it_is_saved(editor: Client, shelf: None) -> None:
    answer = editor.post(f"{LIST}new/", {**PD, "preview": "1"})
    page = answer.content.decode()
    assert not SynonymSet.objects.exists()
    without, _, with_it = page.partition("With this entry")
    assert "A calendar of professional development" not in without
    assert "A calendar of professional development" in with_it
    assert with_it.count(">new</strong>") == 1
    # Nothing typed is lost, and the first word was asked.
    assert "PD\nprofessional development" in page or "PD; professional development" in page
    assert 'value="PD"' in page


def test_the_preview_asks_what_the_editor_types(editor: Client, shelf: None) -> None:
    one = SynonymSet.objects.create(terms="PD\nprofessional development")
    sent = {**PD, "terms": "PD; budget", "question": "plan", "preview": "1"}
    page = editor.post(f"{LIST}edit/{one.pk}/", sent).content.decode()
    assert "Nothing changes for “plan”" in page
    one.refresh_from_db()
    assert one.terms == "PD\nprofessional development"


def test_a_preview_of_wrong_words_says_what_is_wrong(editor: Client) -> None:
    sent = {**PD, "terms": "PD", "question": "my question", "preview": "1"}
    page = editor.post(f"{LIST}new/", sent).content.decode()
    assert "a second word" in page
    assert 'value="my question"' in page


@pytest.mark.parametrize("who", ["outsider", "contributor", "coach", "supervisor"])
def test_nobody_but_editors_gets_in(
    signed_in: SignIn, who: str, request: pytest.FixtureRequest
) -> None:
    client = signed_in(request.getfixturevalue(who))
    for address in (LIST, f"{LIST}new/"):
        assert client.get(address).status_code in (302, 403)
    client.post(f"{LIST}new/", PD)
    assert not SynonymSet.objects.exists()


def test_the_starter_leaves_what_editors_changed_or_deleted() -> None:
    added = load_starter_synonyms()
    assert added == SynonymSet.objects.count() > 20
    changed = SynonymSet.objects.get(terms__startswith="PD\n")
    changed.terms = "PD\npolice department"
    changed.save()
    SynonymSet.objects.get(terms__startswith="SEL\n").delete()
    assert load_starter_synonyms() == 0
    assert SynonymSet.objects.count() == added - 1
    changed.refresh_from_db()
    assert changed.terms == "PD\npolice department"


def test_the_starter_passes_its_own_rules() -> None:
    from search.services.synonyms import problems_of

    load_starter_synonyms()
    wrong = {str(one): problems_of(one) for one in SynonymSet.objects.all() if problems_of(one)}
    assert wrong == {}


@pytest.mark.parametrize(
    ("typed", "widened"),
    [("TEAM", True), ("TEAM for new teachers", True), ("team", False), ("idea", False)],
)
def test_words_that_are_also_abbreviations_need_capitals(typed: str, widened: bool) -> None:
    from search.query import parse

    load_starter_synonyms()
    tree = current().expand(parse(typed))
    assert any(term.alternatives for term in tree.wanted) is widened


def test_an_editor_s_own_word_is_not_doubled_by_the_starter() -> None:
    SynonymSet.objects.create(terms="PD", targets="police department", direction=Direction.ONE_WAY)
    load_starter_synonyms()
    assert SynonymSet.objects.filter(terms__startswith="PD").count() == 1
