"""Two terms or two tags become one: nothing is lost, and every old name still leads somewhere."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from wagtail.models import ModelLogEntry, Revision

from accounts.models import User
from library.models import FormerTerm, LibraryIndexPage, ResourcePage, ResourceTag, Term
from library.services import merging
from library.services.importing.existing import find_existing
from library.services.vocabulary import set_synonyms
from tests.factories.resources import make_draft, publish
from tests.integration.library.conftest import Make

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
Shelf = dict[str, ResourcePage]


@pytest.fixture
def editor(vocabularies: None, signed_in: SignIn, reviewer: User) -> Client:
    return signed_in(reviewer)


@pytest.fixture
def old(vocabularies: None) -> Term:
    return Term.objects.create(
        vocabulary="topic", slug="truancy", label="Truancy", parent=term("school-climate")
    )


@pytest.fixture
def new(vocabularies: None) -> Term:
    return term("chronic-absence")


def term(slug: str) -> Term:
    found = Term.objects.filter(slug=slug).first()
    return found or Term.objects.create(vocabulary="topic", slug=slug, label=slug.title())


def address(one: Term | ResourceTag) -> str:
    kind = "term" if isinstance(one, Term) else "tag"
    return reverse(f"vocabularies:merge_{kind}", args=[one.pk])


def titles(client: Client, query: str) -> set[str]:
    """What the public library shows, wherever it leads."""
    found = client.get(f"/library/?{query}", follow=True)
    return {card.title for card in found.context["answer"].cards}


def slugs(page: ResourcePage) -> list[str]:
    return sorted(row.term.slug for row in page.resource_terms.all())


def test_shared_records_are_found_under_the_one_that_is_left(
    editor: Client, make: Make, old: Term, new: Term, client: Client, deliver: Callable[[], None]
) -> None:
    make("Only old", terms=("truancy",))
    make("Only new", terms=("chronic-absence",))
    both = make("Both", terms=("truancy", "chronic-absence"))
    deliver()
    assert titles(client, "topic=chronic-absence") == {"Only new", "Both"}

    shown = editor.get(address(old), {"into": new.pk}).content.decode()
    assert "<strong>2</strong> published resources" in shown
    assert "cannot be undone" in shown
    answer = editor.post(address(old), {"into": new.pk})
    assert answer.status_code == 302
    deliver()

    assert not Term.objects.filter(slug="truancy").exists()
    assert titles(client, "topic=chronic-absence") == {"Only old", "Only new", "Both"}
    assert titles(client, "topic=truancy") == {"Only old", "Only new", "Both"}
    assert slugs(both) == ["chronic-absence"]
    # Search knows the old word.
    assert titles(client, "q=truancy") >= {"Only old", "Only new", "Both"}


def test_old_addresses_lead_on_for_good(
    make: Make, old: Term, new: Term, client: Client, reviewer: User, deliver: Callable[[], None]
) -> None:
    make("Only old", terms=("truancy",))
    merging.merge_terms(term=old, into=new, user=reviewer)
    deliver()
    answer = client.get("/library/?topic=truancy&topic=school-climate&q=old&sort=newest")
    assert answer.status_code == 301
    assert answer["Location"] == (
        "/library/?q=old&topic=chronic-absence&topic=school-climate&sort=newest"
    )
    for path, there in (
        ("/terms/topic/truancy/", "/terms/topic/chronic-absence/"),
        ("/terms/topic/truancy.ttl", "/terms/topic/chronic-absence.ttl"),
    ):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"]) == (301, there)
    found = client.get("/api/v1/search", {"topic": "truancy"}).json()
    assert [hit["title"] for hit in found["hits"]] == ["Only old"]


def test_synonyms_and_narrower_terms_move(old: Term, new: Term, reviewer: User) -> None:
    set_synonyms(term=old, labels=["Skipping", "chronic ABSENCE"])
    set_synonyms(term=new, labels=["skipping"])
    below = Term.objects.create(vocabulary="topic", slug="late", label="Late", parent=old)
    merging.merge_terms(term=old, into=new, user=reviewer)
    below.refresh_from_db()
    assert below.parent == new
    # Words that differ in case alone are one, and a label is no synonym of itself.
    words = set(new.synonyms.values_list("label", flat=True))
    assert words == {"skipping", "Truancy"}


def test_into_one_of_its_own_narrower_terms(old: Term, reviewer: User) -> None:
    between = Term.objects.create(vocabulary="topic", slug="between", label="B", parent=old)
    below = Term.objects.create(vocabulary="topic", slug="below", label="Below", parent=between)
    above = old.parent
    assert merging.preview_terms(term=old, into=below).moves_target_up
    merging.merge_terms(term=old, into=below, user=reviewer)
    between.refresh_from_db()
    below.refresh_from_db()
    assert (below.parent, between.parent) == (above, below)


def test_readers_of_narrower_terms_find_them_under_the_new_broader_one(
    make: Make, old: Term, new: Term, reviewer: User, client: Client, deliver: Callable[[], None]
) -> None:
    Term.objects.create(vocabulary="topic", slug="late", label="Late", parent=old)
    make("Late again", terms=("late",))
    deliver()
    assert titles(client, "topic=chronic-absence") == set()
    merging.merge_terms(term=old, into=new, user=reviewer)
    deliver()
    assert titles(client, "topic=chronic-absence") == {"Late again"}


def test_refusals(old: Term, new: Term, reviewer: User, editor: Client, outsider: User) -> None:
    for into in (old, term("9-12")):
        with pytest.raises(merging.MergeRefused):
            merging.merge_terms(term=old, into=into, user=reviewer)
    assert editor.post(address(old), {"into": term("9-12").pk}).status_code == 422
    with pytest.raises(PermissionDenied):
        merging.merge_terms(term=old, into=new, user=outsider)
    assert Term.objects.filter(pk=old.pk).exists()


def test_sent_twice_it_is_done_once(old: Term, new: Term, editor: Client, reviewer: User) -> None:
    path = address(old)
    editor.post(path, {"into": new.pk})
    answer = editor.post(path, {"into": new.pk}, follow=True)
    assert "was merged into “Chronic absence” already" in answer.content.decode()
    assert merging.merge_terms(term=old, into=new, user=reviewer) == new
    assert FormerTerm.objects.count() == 1
    entry = ModelLogEntry.objects.get(action="library.merge")
    assert (entry.object_id, entry.data["merged"]) == (str(new.pk), "Truancy")


def test_a_merge_that_fails_leaves_everything(
    make: Make, old: Term, new: Term, reviewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = make("Only old", terms=("truancy",))

    def fail(**kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(merging, "mark_affected", fail)
    with pytest.raises(RuntimeError):
        merging.merge_terms(term=old, into=new, user=reviewer)
    assert slugs(page) == ["truancy"]
    assert not FormerTerm.objects.exists()


def test_merged_again_and_again_an_old_version_stays_readable(
    make: Make, old: Term, new: Term, reviewer: User, client: Client
) -> None:
    page = make("Two versions", terms=("truancy", "school-climate"))
    page.resource_terms.set([])
    page.save_revision()
    publish(page)
    first = page.versions.get(number=1).revision
    kept = dict(first.content)
    third = Term.objects.create(vocabulary="topic", slug="third", label="Third Thing")
    merging.merge_terms(term=old, into=new, user=reviewer)
    merging.merge_terms(term=new, into=third, user=reviewer)
    assert "Third Thing" in client.get(f"/library/{page.slug}/v/1/").content.decode()
    assert "Third Thing" not in client.get(f"/library/{page.slug}/").content.decode()
    restored = first.as_object()
    assert slugs(restored) == ["school-climate", "third"]
    # The record of what was published is untouched.
    assert Revision.objects.get(pk=first.pk).content == kept
    assert client.get("/terms/topic/truancy/")["Location"] == "/terms/topic/third/"
    # And it can be made the newest version again.
    restored.save_revision()
    assert slugs(publish(restored)) == ["school-climate", "third"]


@pytest.mark.parametrize("first", ["truancy", "chronic-absence"])
def test_a_version_that_named_both_has_it_once_and_can_be_published(
    make: Make, old: Term, new: Term, reviewer: User, first: str
) -> None:
    page = make("Both", terms=("truancy", "chronic-absence"))
    into = term("third")
    for slug in {first: 0, "truancy": 1, "chronic-absence": 2}:
        merging.merge_terms(term=term(slug), into=into, user=reviewer)
    restored = page.get_latest_revision_as_object()
    assert slugs(restored) == ["third"]
    restored.save_revision()
    assert slugs(publish(restored)) == ["third"]


def test_a_term_with_an_old_version_by_its_former_key_is_not_deleted(
    editor: Client, make: Make, old: Term, new: Term, reviewer: User
) -> None:
    page = make("Two versions", terms=("truancy",))
    page.resource_terms.set([])
    page.save_revision()
    publish(page)
    merging.merge_terms(term=old, into=new, user=reviewer)
    path = f"/admin/snippets/library/term/delete/{new.pk}/"
    assert "so it stays" in editor.post(path, follow=True).content.decode()
    assert Term.objects.filter(pk=new.pk).exists()


def test_a_merged_starter_term_does_not_come_back(new: Term, reviewer: User) -> None:
    merging.merge_terms(term=term("dropout-prevention"), into=new, user=reviewer)
    for reset in ((), ("--reset",)):
        call_command("load_vocabularies", *reset, verbosity=0)
        assert not Term.objects.filter(slug="dropout-prevention").exists()
    new.refresh_from_db()
    assert new.label == "Chronic absence"


def test_an_import_knows_former_names_and_drafts_by_them(
    library: LibraryIndexPage, old: Term, new: Term, reviewer: User
) -> None:
    draft = make_draft(library, "Draft", external_id="row-1")
    draft.resource_terms.create(term=old)
    draft.save_revision()
    merging.merge_terms(term=old, into=new, user=reviewer)
    assert find_existing(["row-1"])["row-1"].latest["topics"] == ("chronic-absence",)


def test_what_led_to_the_old_one_leads_to_the_new_one(
    old: Term, new: Term, reviewer: User, client: Client
) -> None:
    FormerTerm.objects.create(vocabulary="topic", slug="older", term=old)
    merging.merge_terms(term=old, into=new, user=reviewer)
    assert client.get("/terms/topic/older/")["Location"] == "/terms/topic/chronic-absence/"


def test_counts_stand_in_the_tree(
    editor: Client, make: Make, library: LibraryIndexPage, new: Term, reviewer: User
) -> None:
    make("One", terms=("chronic-absence",))
    make("Two", terms=("chronic-absence",))
    draft = make_draft(library, "Draft")
    draft.resource_terms.create(term=new)
    draft.save_revision()
    page = editor.get(reverse("vocabularies:tree", args=["topic"]))
    counts = {
        place.term.slug: (published, drafts) for place, published, drafts in page.context["rows"]
    }
    assert counts["chronic-absence"] == (2, 1)
    depths = {place.term.slug: place.depth for place, *_ in page.context["rows"]}
    assert depths["chronic-absence"] == 1


def test_the_tree_takes_as_many_queries_for_many_terms(
    editor: Client, django_assert_max_num_queries: DjangoAssertNumQueries, make: Make
) -> None:
    for number in range(30):
        one = Term.objects.create(vocabulary="topic", slug=f"t{number}", label=f"T{number}")
        if number < 5:
            make(f"R{number}", terms=(one.slug,))
    path = reverse("vocabularies:tree", args=["topic"])
    editor.get(path)
    with django_assert_max_num_queries(25):
        editor.get(path)


def test_buttons_change_the_order_for_readers(editor: Client, client: Client) -> None:
    grades = list(Term.objects.filter(vocabulary="grade"))
    editor.post(reverse("vocabularies:move", args=[grades[1].pk]), {"to": "up"})
    assert list(Term.objects.filter(vocabulary="grade"))[:3] == [grades[1], grades[0], grades[2]]
    # The first has nowhere to go.
    editor.post(reverse("vocabularies:move", args=[grades[1].pk]), {"to": "up"})
    editor.post(reverse("vocabularies:move", args=[grades[1].pk]), {"to": "down"})
    assert list(Term.objects.filter(vocabulary="grade")) == grades


def test_a_slug_may_change_and_the_former_one_leads_on(
    editor: Client, make: Make, new: Term, client: Client, deliver: Callable[[], None]
) -> None:
    make("On it", terms=("chronic-absence",))
    path = f"/admin/snippets/library/term/edit/{new.pk}/"
    sent = {"slug": "lasting-absence", "label": new.label, "position": 1, "scope_note": ""}
    sent |= {"parent": new.parent_id or "", "synonym_lines": ""}
    assert editor.post(path, sent).status_code == 302
    deliver()
    assert titles(client, "topic=chronic-absence") == {"On it"}
    answer = client.get("/terms/topic/chronic-absence/")
    assert answer["Location"] == "/terms/topic/lasting-absence/"
    # Nobody else may take the former address; the term itself may have it back.
    other = term("school-climate")
    taken = {**sent, "slug": "chronic-absence", "label": "Climate", "parent": ""}
    refused = editor.post(f"/admin/snippets/library/term/edit/{other.pk}/", taken)
    assert "That address leads to" in refused.content.decode()
    editor.post(path, {**sent, "slug": "chronic-absence"})
    deliver()
    assert client.get("/terms/topic/chronic-absence/").status_code == 200
    assert titles(client, "topic=lasting-absence") == {"On it"}


def test_tags_merge_in_the_same_way(
    editor: Client, make: Make, client: Client, deliver: Callable[[], None]
) -> None:
    make("A", tags=("phone",))
    make("B", tags=("telephone",))
    both = make("C", tags=("phone", "telephone"))
    deliver()
    tag = ResourceTag.objects.get(name="telephone")
    # Renaming a tag to what another one is called offers the merge.
    edit = f"/admin/snippets/library/resourcetag/edit/{tag.pk}/"
    offer = editor.post(edit, {"name": "Phone"}).content.decode()
    assert f"{address(tag)}?into=phone" in offer
    shown = editor.get(address(tag), {"into": "phone"}).content.decode()
    assert "<strong>2</strong> published resources" in shown
    editor.post(address(tag), {"into": "phone"})
    deliver()
    assert titles(client, "tag=phone") == {"A", "B", "C"}
    assert titles(client, "tag=telephone") == {"A", "B", "C"}
    assert [one.name for one in both.tags.all()] == ["phone"]
    assert [one.name for one in both.get_latest_revision_as_object().tags.all()] == ["phone"]
    again = editor.post(address(tag), {"into": "phone"}, follow=True)
    assert "already" in again.content.decode()


def test_the_word_of_a_merged_tag_may_be_used_and_merged_again(
    make: Make, client: Client, reviewer: User, deliver: Callable[[], None]
) -> None:
    make("A", tags=("phone",))
    make("B", tags=("telephone",))
    phone = ResourceTag.objects.get(name="phone")
    merging.merge_tags(tag=ResourceTag.objects.get(name="telephone"), into=phone, user=reviewer)
    first = make("C", tags=("telephone",))
    deliver()
    assert titles(client, "tag=telephone") == {"C"}
    merging.merge_tags(tag=ResourceTag.objects.get(name="telephone"), into=phone, user=reviewer)
    deliver()
    assert titles(client, "tag=telephone") == {"A", "B", "C"}
    restored = first.get_latest_revision_as_object()
    assert [one.name for one in restored.tags.all()] == ["phone"]


def test_unused_tags_go_at_once_and_used_ones_stay(
    editor: Client, make: Make, library: LibraryIndexPage
) -> None:
    make("On it", tags=("used",))
    page = make("Once", tags=("of-a-version",))
    page.tags.set([])
    page.save_revision()
    publish(page)
    draft = make_draft(library, "Draft")
    draft.tags.set(["of-a-draft"])
    draft.save_revision()
    ResourceTag.objects.create(name="idle", slug="idle")
    path = reverse("vocabularies:unused")
    assert [tag.name for tag in editor.get(path).context["tags"]] == ["idle"]
    every = [str(pk) for pk in ResourceTag.objects.values_list("pk", flat=True)]
    editor.post(path, {"tag": every})
    assert {tag.name for tag in ResourceTag.objects.all()} == {"used", "of-a-version", "of-a-draft"}


@pytest.mark.parametrize("person", ["supervisor", "leader", "outsider", "coach"])
def test_nobody_else(
    old: Term, new: Term, signed_in: SignIn, request: pytest.FixtureRequest, person: str
) -> None:
    client = signed_in(request.getfixturevalue(person))
    tag = ResourceTag.objects.create(name="idle", slug="idle")
    for path, data in (
        (address(old), {"into": new.pk}),
        (address(tag), {"into": "idle"}),
        (reverse("vocabularies:unused"), {"tag": tag.pk}),
        (reverse("vocabularies:move", args=[old.pk]), {"to": "up"}),
        (reverse("vocabularies:import", args=["topic"]), {}),
        (reverse("vocabularies:apply", args=["topic"]), {}),
    ):
        assert client.post(path, data).status_code in (302, 403)
    for path in (
        reverse("vocabularies:tree", args=["topic"]),
        reverse("vocabularies:tags"),
        address(old),
    ):
        assert client.get(path).status_code in (302, 403)
    assert Term.objects.filter(pk=old.pk).exists()
    assert ResourceTag.objects.filter(pk=tag.pk).exists()
