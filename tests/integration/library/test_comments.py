"""Comments under resources: who reads and writes them, and what becomes of a flagged one."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from accounts.models import User
from conversations.enums import Outcome
from conversations.models import Flag, Post
from conversations.services import flag_post
from library.models import LibraryIndexPage, ResourcePage
from library.services import comments
from library.services.publishing import withdraw
from tests.factories.people import PASSWORD
from tests.factories.resources import make_published, members_only

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
HOSTILE = "\u202e<script>alert(1)</script> javascript:x() \x00\x07<img src=x onerror=x()>"


@pytest.fixture
def page(library: LibraryIndexPage, contributor: User) -> ResourcePage:
    return make_published(library, "A phone tree", owner=contributor)


@pytest.fixture
def post(page: ResourcePage, leader: User) -> Post:
    return comments.add_comment(user=leader, resource=page, text="How long did it take?")


def at(page: ResourcePage) -> str:
    return f"/library/{page.slug}/comments/"


def test_members_write_and_read(
    page: ResourcePage, signed_in: SignIn, leader: User, contributor: User
) -> None:
    client = signed_in(leader)
    sent = client.post(at(page), {"text": "See https://example.org/a and tell."})
    made = Post.objects.get()
    assert sent.url == f"{at(page)}?page=1#comment-{made.pk}"
    for address in (f"/library/{page.slug}/", at(page)):
        text = signed_in(contributor).get(address).content.decode()
        assert '<a href="https://example.org/a" rel="nofollow">' in text
        assert "Lee Leader" in text
        assert "Test School" in text


def test_visitors_and_others_see_nothing_of_it(
    page: ResourcePage, post: Post, client: Client, signed_in: SignIn, outsider: User
) -> None:
    for stranger in (client, signed_in(outsider)):
        text = stranger.get(f"/library/{page.slug}/").content.decode()
        assert post.text not in text
        assert "Comments" not in text
    assert client.get(at(page)).url.startswith("/accounts/login/")


def test_who_is_no_member_is_refused_everywhere(
    page: ResourcePage,
    post: Post,
    library: LibraryIndexPage,
    signed_in: SignIn,
    outsider: User,
    newcomer: User,
) -> None:
    hidden = make_published(library, "For members", **members_only())
    for user in (outsider, newcomer):
        client = signed_in(user)
        for path in ("", f"{post.pk}/edit/", f"{post.pk}/delete/", f"{post.pk}/flag/"):
            data = {"text": "Mine", "reason": "Mine"}
            assert client.get(f"{at(page)}{path}").status_code == 403
            assert client.post(f"{at(page)}{path}", data).status_code == 403
        assert client.get(at(hidden)).status_code == 404
    post.refresh_from_db()
    assert post.is_readable
    assert Post.objects.count() == 1
    assert not Flag.objects.exists()


def test_an_answer_says_to_whom(
    page: ResourcePage, post: Post, signed_in: SignIn, contributor: User
) -> None:
    client = signed_in(contributor)
    assert post.text in client.get(f"{at(page)}?answer={post.pk}").content.decode()
    client.post(at(page), {"text": "Six hours.", "answers": post.pk})
    assert "In answer to Lee Leader" in client.get(at(page)).content.decode()


def test_an_answer_to_what_stands_elsewhere_answers_nothing(
    page: ResourcePage, library: LibraryIndexPage, signed_in: SignIn, leader: User
) -> None:
    other = make_published(library, "Another")
    elsewhere = comments.add_comment(user=leader, resource=other, text="Elsewhere.")
    client = signed_in(leader)
    client.post(at(page), {"text": "Here.", "answers": elsewhere.pk})
    assert Post.objects.get(text="Here.").answers is None
    for number in ("0", "-1", "x", "9" * 15, "9" * 40, "²"):
        assert client.get(at(page), {"answer": number, "page": number}).status_code == 200


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Write something first."),
        (" \u200b\n ", "Write something first."),
        ("x" * 2001, "at most 2000 characters"),
    ],
)
def test_what_will_not_do_is_said(
    page: ResourcePage, signed_in: SignIn, leader: User, text: str, said: str
) -> None:
    answer = signed_in(leader).post(at(page), {"text": text})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Post.objects.exists()


def test_hostile_text_is_only_text(
    page: ResourcePage, signed_in: SignIn, leader: User, contributor: User, reviewer: User
) -> None:
    signed_in(leader).post(at(page), {"text": HOSTILE})
    post = Post.objects.get()
    signed_in(contributor).post(f"{at(page)}{post.pk}/flag/", {"reason": HOSTILE})
    seen = [
        signed_in(contributor).get(f"/library/{page.slug}/"),
        signed_in(contributor).get(f"{at(page)}{post.pk}/flag/"),
        signed_in(leader).get(f"{at(page)}{post.pk}/edit/"),
        signed_in(leader).get(f"{at(page)}{post.pk}/delete/"),
        signed_in(reviewer).get("/admin/comments/"),
    ]
    for answer in seen:
        text = answer.content.decode()
        assert "alert(1)" in text
        for bad in ("<script>alert", "<img src=x", 'href="javascript', "\u202e", "\x07"):
            assert bad not in text


def test_pressing_twice_says_it_once(
    page: ResourcePage, signed_in: SignIn, leader: User, contributor: User
) -> None:
    client = signed_in(leader)
    for _ in range(2):
        client.post(at(page), {"text": "Twice."})
    signed_in(contributor).post(at(page), {"text": "Twice."})
    assert Post.objects.count() == 2
    later = timezone.now() + timedelta(hours=1)
    comments.add_comment(user=leader, resource=page, text="Twice.", now=later)
    assert Post.objects.count() == 3


def test_nobody_writes_without_end(page: ResourcePage, signed_in: SignIn, leader: User) -> None:
    client = signed_in(leader)
    answers = [client.post(at(page), {"text": f"Comment {n}"}).status_code for n in range(21)]
    assert answers == [302] * 20 + [429]
    assert Post.objects.count() == 20


def test_an_author_changes_her_words_for_a_day_and_takes_them_back_at_any_time(
    page: ResourcePage, post: Post, signed_in: SignIn, leader: User, contributor: User
) -> None:
    client, other = signed_in(leader), signed_in(contributor)
    client.post(f"{at(page)}{post.pk}/edit/", {"text": "How many hours?"})
    text = other.get(at(page)).content.decode()
    assert "How many hours?" in text
    assert "edited" in text
    for path, data in (("edit/", {"text": "Mine"}), ("delete/", {})):
        assert other.post(f"{at(page)}{post.pk}/{path}", data).status_code == 404
    Post.objects.update(created_at=timezone.now() - timedelta(hours=25))
    assert client.post(f"{at(page)}{post.pk}/edit/", {"text": "Later"}).status_code == 404
    assert f"{post.pk}/edit/" not in client.get(at(page)).content.decode()
    client.post(f"{at(page)}{post.pk}/delete/")
    assert "How many hours?" not in other.get(at(page)).content.decode()
    assert "Nobody has written anything yet" in other.get(at(page)).content.decode()


def test_a_deleted_comment_leaves_its_place_to_those_who_answered(
    page: ResourcePage, post: Post, signed_in: SignIn, leader: User, contributor: User
) -> None:
    comments.add_comment(user=contributor, resource=page, text="Six hours.", answers=post)
    client = signed_in(leader)
    client.post(f"{at(page)}{post.pk}/delete/")
    text = client.get(at(page)).content.decode()
    assert "Deleted by its author." in text
    assert "How long" not in text
    assert "Six hours." in text
    post.refresh_from_db()
    assert post.text == ""


def test_words_sent_after_the_session_ended_are_kept(
    page: ResourcePage, client: Client, leader: User
) -> None:
    assert client.post(at(page), {"text": "Long thoughts."}).url == "/accounts/login/"
    client.post("/accounts/login/", {"login": leader.email, "password": PASSWORD})
    assert Post.objects.get().text == "Long thoughts."


def test_the_thread_closes_with_the_resource(
    page: ResourcePage, post: Post, signed_in: SignIn, leader: User, reviewer: User
) -> None:
    withdraw(resource=page, user=reviewer, reason="Old.")
    client = signed_in(leader)
    assert client.get(at(page)).status_code == 410
    assert client.post(at(page), {"text": "Still here?"}).status_code == 410
    page.refresh_from_db()
    with pytest.raises(comments.MayNotTakePart):
        comments.add_comment(user=leader, resource=page, text="Still here?")


def flagged(client: Client, page: ResourcePage, post: Post) -> None:
    client.post(f"{at(page)}{post.pk}/flag/", {"reason": "It names a student."})


def test_a_flag_waits_for_an_editor_and_hiding_tells_the_author(
    page: ResourcePage,
    post: Post,
    signed_in: SignIn,
    leader: User,
    contributor: User,
    reviewer: User,
    mail: Callable[[], EmailMessage],
) -> None:
    flagged(signed_in(contributor), page, post)
    editor = signed_in(reviewer)
    assert "1 comment is flagged" in editor.get("/admin/").content.decode()
    queue = editor.get("/admin/comments/").content.decode()
    assert "It names a student." in queue
    assert post.text in queue
    assert post.text in signed_in(contributor).get(at(page)).content.decode()
    decide = f"/admin/comments/{post.pk}/"
    assert editor.post(decide, {"action": "hidden"}).status_code == 422
    editor.post(decide, {"action": "hidden", "reason": "A student is named."})
    text = signed_in(contributor).get(at(page)).content.decode()
    assert "Removed by the editors." in text
    assert post.text not in text
    assert "A student is named." not in text
    assert "A student is named." in signed_in(leader).get(at(page)).content.decode()
    told = mail()
    assert told.to == [leader.email]
    assert "A student is named." in told.body
    assert "contributor@example.org" not in told.body
    assert "No comment is flagged." in editor.get("/admin/comments/").content.decode()
    editor.post(decide, {"action": "show"})
    assert post.text in signed_in(contributor).get(at(page)).content.decode()


@pytest.mark.parametrize(("action", "mails"), [("kept", 0), ("warned", 1)])
def test_a_comment_that_is_kept_stays_and_the_flag_is_closed(
    page: ResourcePage,
    post: Post,
    signed_in: SignIn,
    contributor: User,
    reviewer: User,
    deliver: Callable[[], None],
    mailoutbox: list[EmailMessage],
    action: str,
    mails: int,
) -> None:
    flagged(signed_in(contributor), page, post)
    data = {"action": action, "reason": "Mind your tone."}
    signed_in(reviewer).post(f"/admin/comments/{post.pk}/", data)
    deliver()
    assert [one.to for one in mailoutbox] == [["leader@example.org"]] * mails
    post.refresh_from_db()
    assert post.is_readable
    assert comments.waiting_count() == 0


def test_editors_alone_decide_and_nobody_about_her_own(
    page: ResourcePage,
    post: Post,
    signed_in: SignIn,
    contributor: User,
    reviewer: User,
    supervisor: User,
    administrator: User,
) -> None:
    flag_post(post=post, user=contributor, reason="Rude.")
    for user in (contributor, supervisor, administrator):
        signed_in(user).post(f"/admin/comments/{post.pk}/", {"action": "kept"})
        assert comments.waiting_count() == 1
    own = comments.add_comment(user=reviewer, resource=page, text="Mine.")
    flag_post(post=own, user=contributor, reason="Rude.")
    signed_in(reviewer).post(f"/admin/comments/{own.pk}/", {"action": "kept"})
    assert comments.waiting_count() == 2
    with pytest.raises(comments.MayNotModerate):
        comments.decide(editor=contributor, post=post, outcome=Outcome.KEPT)


def test_what_was_flagged_is_kept_for_the_editor_though_its_author_changes_it(
    page: ResourcePage,
    post: Post,
    signed_in: SignIn,
    leader: User,
    contributor: User,
    reviewer: User,
) -> None:
    flagged(signed_in(contributor), page, post)
    signed_in(leader).post(f"{at(page)}{post.pk}/edit/", {"text": "Harmless."})
    assert "How long did it take?" in signed_in(reviewer).get("/admin/comments/").content.decode()


def test_nobody_flags_her_own(
    page: ResourcePage, post: Post, signed_in: SignIn, leader: User
) -> None:
    flagged(signed_in(leader), page, post)
    assert not Flag.objects.exists()


def test_the_contributor_is_told_once_a_night(
    page: ResourcePage,
    post: Post,
    contributor: User,
    leader: User,
    reviewer: User,
    at_night: Callable[[str], None],
    deliver: Callable[[], None],
    mailoutbox: list[EmailMessage],
) -> None:
    comments.add_comment(user=reviewer, resource=page, text="And the cost?")
    comments.add_comment(user=contributor, resource=page, text="None.")
    at_night("library.comments")
    deliver()
    assert [one.to for one in mailoutbox] == [[contributor.email]]
    assert "2 new comments" in mailoutbox[0].body
    assert "And the cost?" not in mailoutbox[0].body
    assert comments.tell_contributors() == 0
    comments.add_comment(user=contributor, resource=page, text="Nothing at all.")
    assert comments.tell_contributors() == 0
    comments.add_comment(user=leader, resource=page, text="Thank you.")
    assert comments.tell_contributors() == 1


def test_what_was_taken_back_by_night_is_no_news(
    page: ResourcePage, post: Post, signed_in: SignIn, leader: User
) -> None:
    signed_in(leader).post(f"{at(page)}{post.pk}/delete/")
    assert comments.tell_contributors() == 0


def test_what_was_said_goes_with_the_resource(page: ResourcePage, post: Post) -> None:
    page.delete()
    assert not Post.objects.filter(pk=post.pk).exists()
