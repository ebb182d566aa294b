"""What is in the library already is seen while it is being shared, and said how it is related."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from contributions.enums import Likeness, State
from contributions.models import LikenessAnswer, Submission
from contributions.services import drafts, duplicates, reviewing, submitting
from files import examination
from files.models import StoredFile
from library.enums import RelationKind, Visibility
from library.models import LibraryIndexPage, ResourcePage
from tests.factories.shared_files import make_file, make_listed
from tests.integration.contributions.conftest import SignIn, edit_url, typed

START = "/share/"
SENTENCES = [
    f"On the {day} each adviser calls the families of those who missed {what} and writes down why."
    for day in ("first Monday", "second Tuesday", "third Friday", "last Thursday", "next Sunday")
    for what in ("the bus", "first period", "lunch", "practice", "an exam", "the whole day")
]
PLAN = " ".join(SENTENCES)
# A fifth of it is other words.
CHANGED = " ".join([*SENTENCES[:24], *(f"Step {n} is ours and quite new." for n in range(12))])
OTHER = " ".join(f"Recipe {n}: stir the soup, add salt and wait {n} minutes." for n in range(40))


@pytest.fixture
def client(contributor: User, library: LibraryIndexPage, signed_in: SignIn) -> Client:
    return signed_in(contributor)


@pytest.fixture
def there(library: LibraryIndexPage, leader: User) -> ResourcePage:
    """What another member shared before."""
    return listed(library, leader, PLAN)


def listed(library: LibraryIndexPage, owner: User, text: str, **fields: Any) -> ResourcePage:
    stored_file = make_file(owner, "Their plan.txt", text.encode())
    examination.request(files=[stored_file.pk])
    return make_listed(library, owner, stored_file, **fields)


def begin(client: Client, text: str) -> str:
    """Save a draft with a file; return its form as it is shown then."""
    upload = SimpleUploadedFile("Our plan.txt", text.encode())
    return client.post(START, typed(action="save", uploads=[upload]), follow=True).content.decode()


def hand_in(client: Client, **fields: Any) -> Any:
    sent = typed(
        action="submit",
        serial=str(only().draft_serial),
        file=str(drafts.read(only()).resource_files.get().stored_file.public_id),
        **fields,
    )
    return client.post(edit_url(only()), sent)


def only() -> Submission:
    return Submission.objects.get()


def test_the_same_file_is_named(client: Client, there: ResourcePage) -> None:
    page = begin(client, PLAN)
    assert "byte for byte" in page
    assert there.title in page


def test_nearly_the_same_text_is_named_with_how_much_is_the_same(
    client: Client, there: ResourcePage
) -> None:
    page = begin(client, CHANGED)
    draft = drafts.read(only())
    [match] = duplicates.matches(
        files=duplicates.listed(draft),
        text="",
        besides=draft.pk,
        user=only().contributor,
        answers={},
    )
    assert not match.is_same
    assert 40 <= match.percent < 100
    assert f"“Our plan” is alike, by about {match.percent} %, to" in page


def test_what_is_new_asks_nothing(client: Client, there: ResourcePage) -> None:
    assert "Something like it is in the library" not in begin(client, OTHER)
    hand_in(client)
    assert only().state == State.SUBMITTED


def test_what_she_may_not_see_is_not_named(
    client: Client, library: LibraryIndexPage, leader: User, outsider: User, signed_in: SignIn
) -> None:
    listed(library, leader, PLAN, visibility=Visibility.MEMBERS)
    stranger = signed_in(outsider)
    assert "Something like it is in" not in begin(stranger, PLAN)
    hand_in(stranger)
    assert only().state == State.SUBMITTED


def test_her_own_published_resource_is_not_like_itself(
    client: Client, library: LibraryIndexPage, contributor: User
) -> None:
    page = listed(library, contributor, PLAN)
    drafts.start_edit(user=contributor, resource=page)
    assert "Something like it is in" not in client.get(edit_url(only())).content.decode()


def test_an_adaptation_says_so_on_both_pages(
    client: Client, there: ResourcePage, reviewer: User
) -> None:
    begin(client, CHANGED)
    refused = hand_in(client)
    assert refused.status_code == 422
    assert f"Say how it is related to “{there.title}”" in refused.content.decode()
    assert only().state == State.DRAFT

    hand_in(client, **{f"alike_{there.pk}": "adaptation"})
    found = only()
    assert found.state == State.SUBMITTED
    seen = reviewing.Seen(found.revision_id or 0, found.content_hash)
    reviewing.approve(submission=found, editor=reviewer, seen=seen)
    page = ResourcePage.objects.get(pk=found.resource_id)
    assert [(row.target_id, row.kind) for row in page.relations.all()] == [
        (there.pk, RelationKind.BASED_ON)
    ]
    assert there.title in client.get(page.url).content.decode()
    assert page.title in client.get(there.url).content.decode()


def test_an_answer_that_is_changed_takes_the_relation_back(
    client: Client, there: ResourcePage, contributor: User
) -> None:
    begin(client, CHANGED)
    hand_in(client, **{f"alike_{there.pk}": "adaptation"})
    submission = submitting.withdraw(submission=only(), user=contributor)
    submission = submitting.restart(submission=submission, user=contributor)
    said = {f"alike_{there.pk}": "neither", f"alike_note_{there.pk}": "Another school year."}
    hand_in(client, **said)
    assert not drafts.read(only()).relations.all()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"alike": "same"}, "is in the library already"),
        ({"alike": "neither"}, "Say what makes it different"),
        ({"alike": "something else"}, "Say how it is related"),
    ],
)
def test_what_an_answer_lacks_is_said(
    said: dict[str, str], told: str, client: Client, there: ResourcePage
) -> None:
    begin(client, PLAN)
    answer = hand_in(client, **{f"alike_{there.pk}": said["alike"], "title": "Kept <b>title</b>"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert told in page
    assert "Kept &lt;b&gt;title&lt;/b&gt;" in page


def test_what_was_answered_is_kept_with_the_draft(client: Client, there: ResourcePage) -> None:
    begin(client, PLAN)
    fields = {f"alike_{there.pk}": "version", f"alike_note_{there.pk}": "New dates <i>"}
    client.post(
        reverse("contributions:autosave"),
        typed(key=str(only().public_id), serial=str(only().draft_serial), **fields),
    )
    assert LikenessAnswer.objects.get().answer == Likeness.VERSION
    # The file is not in what was sent, so nothing is alike any more; the answer stays.
    page = begin_again(client)
    assert "New dates &lt;i&gt;" in page
    assert 'value="version" checked' in page


def begin_again(client: Client) -> str:
    stored = StoredFile.objects.get(original_name="Our plan.txt")
    sent = typed(action="save", serial=str(only().draft_serial), file=str(stored.public_id))
    return client.post(edit_url(only()), sent, follow=True).content.decode()


def test_forged_answers_count_for_nothing(client: Client, there: ResourcePage) -> None:
    begin(client, PLAN)
    fields = {"alike_999999999999": "same", "alike_x": "same", "alike_" + "9" * 40: "same"}
    assert hand_in(client, **fields).status_code == 422
    assert not LikenessAnswer.objects.exists()


def test_what_she_may_not_see_is_not_answered_either(
    client: Client, there: ResourcePage, library: LibraryIndexPage, leader: User, contributor: User
) -> None:
    hidden = listed(library, leader, OTHER, visibility=Visibility.MEMBERS)
    contributor.membership.delete()
    begin(client, PLAN)
    fields = {f"alike_{one.pk}": Likeness.ADAPTATION.value for one in (there, hidden)}
    hand_in(client, **fields)
    assert only().state == State.SUBMITTED
    assert [one.resource for one in LikenessAnswer.objects.all()] == [there]
    assert [row.target_id for row in only().revision.as_object().relations.all()] == [there.pk]


def test_editors_see_both_side_by_side(
    client: Client,
    there: ResourcePage,
    reviewer: User,
    leader: User,
    signed_in: Callable[[User], Client],
) -> None:
    begin(client, CHANGED)
    said = {f"alike_{there.pk}": "neither", f"alike_note_{there.pk}": "For another grade."}
    hand_in(client, **said)
    first = only()
    # Another member hands in the same file, which nobody but editors may know.
    other = signed_in(leader)
    other.post(START, typed(uploads=[SimpleUploadedFile("Copy.txt", CHANGED.encode())]))
    second = Submission.objects.exclude(pk=first.pk).get()
    submitting.submit(submission=second, user=leader, ask=False)

    shown = signed_in(reviewer).get(reverse("review:submission", args=[first.public_id]))
    page = shown.content.decode()
    assert "Alike by about" in page
    assert there.summary in page
    assert "For another grade." in page
    assert reverse("review:submission", args=[second.public_id]) in page
    own = client.get(edit_url(first), follow=True).content.decode()
    assert "Copy.txt" not in own
