"""Terms are merged while somebody writes or reviews: nobody approves what she has not seen, and
nothing stands in the way of approval for good."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from contributions.models import Submission
from contributions.services import drafts, reviewing, submitting
from contributions.services.errors import StaleDecision
from library.models import LibraryIndexPage, ResourcePage, Term
from library.services.merging import merge_terms
from tests.integration.contributions.conftest import edit_url, typed

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def terms(db: None) -> tuple[Term, Term]:
    call_command("load_vocabularies", verbosity=0)
    old = Term.objects.create(vocabulary="topic", slug="truancy", label="Truancy")
    return old, Term.objects.get(slug="chronic-absence")


@pytest.fixture
def draft(library: LibraryIndexPage, contributor: User, terms: tuple[Term, Term]) -> Submission:
    content = drafts.DraftContent(
        title="A phone tree", summary="Advisers called home.", body="We called.", terms=terms
    )
    return drafts.start(user=contributor, content=content)


@pytest.fixture
def submitted(draft: Submission, contributor: User) -> Submission:
    return submitting.submit(submission=draft, user=contributor)


def screen_of(client: Client, submission: Submission) -> dict[str, str]:
    """What the review screen sends back."""
    page = client.get(reverse("review:submission", args=[submission.public_id]))
    return {
        name: str(page.context["seen"].initial[name]) for name in ("revision_id", "content_hash")
    }


def test_who_has_it_open_looks_again_and_then_approves(
    submitted: Submission, terms: tuple[Term, Term], reviewer: User, signed_in: SignIn
) -> None:
    client, path = signed_in(reviewer), reverse("review:submission", args=[submitted.public_id])
    before = screen_of(client, submitted)
    merge_terms(term=terms[0], into=terms[1], user=reviewer)
    answer = client.post(path, {**before, "action": "approve"}, follow=True)
    assert "has changed since you opened it" in answer.content.decode()
    page = ResourcePage.objects.get(pk=submitted.resource_id)
    assert not page.live
    shown = client.get(path).content.decode()
    assert "Truancy" not in shown
    client.post(path, {**screen_of(client, submitted), "action": "approve"})
    page.refresh_from_db()
    assert page.live
    assert [row.term for row in page.resource_terms.all()] == [terms[1]]


def test_who_opens_it_afterwards_notices_nothing(
    submitted: Submission, terms: tuple[Term, Term], reviewer: User, signed_in: SignIn
) -> None:
    merge_terms(term=terms[0], into=terms[1], user=reviewer)
    client, path = signed_in(reviewer), reverse("review:submission", args=[submitted.public_id])
    client.post(path, {**screen_of(client, submitted), "action": "approve"})
    assert ResourcePage.objects.get(pk=submitted.resource_id).live


def test_a_merge_hides_no_other_change(
    submitted: Submission, terms: tuple[Term, Term], reviewer: User, signed_in: SignIn
) -> None:
    """Whoever tampers with what was handed in is found out, merge or not."""
    merge_terms(term=terms[0], into=terms[1], user=reviewer)
    seen = screen_of(signed_in(reviewer), submitted)
    revision = submitted.revision
    revision.content = {**revision.content, "summary": "Other words"}
    revision.save()
    with pytest.raises(StaleDecision):
        reviewing.approve(
            submission=submitted,
            editor=reviewer,
            seen=reviewing.Seen(int(seen["revision_id"]), seen["content_hash"]),
        )


def test_a_correction_after_a_merge(
    submitted: Submission, terms: tuple[Term, Term], reviewer: User, signed_in: SignIn
) -> None:
    before = submitted.content_hash
    merge_terms(term=terms[0], into=terms[1], user=reviewer)
    stale = reviewing.Seen(submitted.revision_id or 0, before)
    with pytest.raises(StaleDecision):
        reviewing.correct(
            submission=submitted, editor=reviewer, seen=stale, changes={"title": "Tree"}
        )
    seen = screen_of(signed_in(reviewer), submitted)
    fresh = reviewing.Seen(int(seen["revision_id"]), seen["content_hash"])
    found = reviewing.correct(
        submission=submitted, editor=reviewer, seen=fresh, changes={"title": "Tree"}
    )
    last = reviewing.Seen(found.revision_id or 0, found.content_hash)
    reviewing.approve(submission=found, editor=reviewer, seen=last)
    assert ResourcePage.objects.get(pk=submitted.resource_id).title == "Tree"


def test_a_draft_and_the_form_it_is_open_in_go_on(
    draft: Submission,
    terms: tuple[Term, Term],
    contributor: User,
    reviewer: User,
    signed_in: SignIn,
) -> None:
    old, new = terms
    merge_terms(term=old, into=new, user=reviewer)
    assert [term.slug for term in drafts.content_of(drafts.read(draft)).terms] == [new.slug]
    # The form was opened before the merge and still names the old one.
    sent = typed(topics=[str(old.pk)], serial=str(draft.draft_serial), action="save")
    answer = signed_in(contributor).post(edit_url(draft), sent)
    assert answer.status_code == 302, answer.content.decode()
    draft.refresh_from_db()
    assert [term.slug for term in drafts.content_of(drafts.read(draft)).terms] == [new.slug]
