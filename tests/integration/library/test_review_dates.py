"""Resources are looked at again: one reminder, and one press that says they are still good."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from accounts.models import User
from contributions.services import drafts, submitting
from library.models import LibraryIndexPage, ResourcePage
from library.services import review_dates
from tests.factories.resources import make_draft, make_published, publish

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
TODAY = date(2027, 3, 1)
Deliver = Callable[[], None]


def remind(day: date = TODAY) -> int:
    return review_dates.remind(now=timezone.make_aware(datetime.combine(day, time(12))))


def due_soon(library: LibraryIndexPage, title: str = "A phone tree", **fields: Any) -> ResourcePage:
    fields.setdefault("review_by", TODAY + timedelta(days=14))
    return make_published(library, title, **fields)


def fresh(page: ResourcePage) -> ResourcePage:
    return ResourcePage.objects.get(pk=page.pk)


class TestReminder:
    def test_owner_and_editors_are_asked_once(
        self,
        library: LibraryIndexPage,
        contributor: User,
        reviewer: User,
        deliver: Deliver,
        mailoutbox: list[EmailMessage],
    ) -> None:
        page = due_soon(library, owner=contributor)
        other = due_soon(library, "Bell times", owner=contributor, review_by=date(2020, 1, 1))
        due_soon(library, "Later", owner=contributor, review_by=TODAY + timedelta(days=15))
        assert remind() == 2
        assert remind() == 0
        assert remind(TODAY + timedelta(days=1)) == 1
        deliver()
        mails = {mail.to[0]: mail for mail in mailoutbox[:2]}
        assert set(mails) == {contributor.email, reviewer.email}
        asked = str(mails[contributor.email].body)
        for one in (page, other):
            assert one.title in asked
            assert f"/library/{one.slug}/\n" in asked
            assert f"/library/{one.slug}/still-good/" in asked
        told = str(mails[reviewer.email].body)
        assert mails[reviewer.email].subject == "2 resources to look at again"
        assert page.title in told
        assert other.title in told
        assert "/admin/desk/due-resources/" in told
        # The third came into the two weeks a day later, and is asked about alone.
        assert len(mailoutbox) == 4
        assert all("Later" in str(mail.body) for mail in mailoutbox[2:])
        assert not any(page.title in str(mail.body) for mail in mailoutbox[2:])

    def test_they_are_asked_again_only_once_the_date_was_changed(
        self, library: LibraryIndexPage, contributor: User, reviewer: User
    ) -> None:
        page = due_soon(library, owner=contributor)
        assert remind() == 1
        # A new version with the same date is no new date, and the note is no part of a revision.
        page = fresh(page)
        page.title = "A phone tree, anew"
        page.save_revision()
        publish(page)
        assert remind() == 0
        day = review_dates.still_good(resource=page, user=reviewer, today=TODAY)
        assert remind() == 0
        assert remind(day - timedelta(days=14)) == 1

    def test_nobody_is_asked_about_what_is_not_in_the_library(
        self, library: LibraryIndexPage, contributor: User, reviewer: User
    ) -> None:
        make_draft(library, "Never out", owner=contributor, review_by=date(2020, 1, 1))
        gone = due_soon(library, "Gone", owner=contributor)
        ResourcePage.objects.filter(pk=gone.pk).update(live=False, withdrawn_at=timezone.now())
        assert remind() == 0

    def test_an_owner_who_left_is_not_written_to(
        self,
        library: LibraryIndexPage,
        contributor: User,
        reviewer: User,
        deliver: Deliver,
        mailoutbox: list[EmailMessage],
    ) -> None:
        User.objects.filter(pk=contributor.pk).update(is_active=False)
        due_soon(library, owner=contributor)
        due_soon(library, "Nobody's")
        assert remind() == 2
        deliver()
        assert [mail.to for mail in mailoutbox] == [[reviewer.email]]

    def test_the_night_does_it(
        self, library: LibraryIndexPage, reviewer: User, at_night: Callable[[str], None]
    ) -> None:
        page = due_soon(library, review_by=date(2020, 1, 1))
        at_night("library.review_dates")
        assert fresh(page).reminded_of == date(2020, 1, 1)


class TestStillGood:
    def test_its_owner_says_so_on_a_page_of_its_own(
        self, library: LibraryIndexPage, contributor: User, signed_in: SignIn
    ) -> None:
        page = due_soon(library, owner=contributor)
        client, at = signed_in(contributor), f"/library/{page.slug}/still-good/"
        assert at in client.get(f"/library/{page.slug}/").content.decode()
        asked = client.get(at).content.decode()
        assert "Is it still good?" in asked
        assert f"/share/new-version/{page.pk}/" in asked
        assert "Thank you" in client.post(at, follow=True).content.decode()
        assert fresh(page).review_by == review_dates.in_a_year(timezone.localdate())
        assert fresh(page).version_number == 1

    def test_the_next_version_keeps_the_new_date(
        self, library: LibraryIndexPage, reviewer: User
    ) -> None:
        page = due_soon(library)
        page.title = "Being changed"
        page.save_revision()
        day = review_dates.still_good(resource=page, user=reviewer, today=TODAY)
        assert day == date(2028, 3, 1)
        assert publish(fresh(page)).review_by == day

    def test_a_version_in_review_has_the_date_that_editors_set_in_it(
        self, library: LibraryIndexPage, contributor: User, reviewer: User, signed_in: SignIn
    ) -> None:
        page = due_soon(library, owner=contributor, body="<p>We called.</p>")
        draft = drafts.start_edit(user=contributor, resource=page)
        submitting.submit(submission=draft, user=contributor)
        said = signed_in(reviewer).post(f"/library/{page.slug}/still-good/", follow=True)
        assert "is in review" in said.content.decode()
        assert fresh(page).review_by == page.review_by

    def test_strangers_can_neither_see_nor_say_it(
        self, library: LibraryIndexPage, contributor: User, leader: User, signed_in: SignIn
    ) -> None:
        page = due_soon(library, owner=contributor)
        client, at = signed_in(leader), f"/library/{page.slug}/still-good/"
        assert "still-good" not in client.get(f"/library/{page.slug}/").content.decode()
        assert client.get(at).status_code == client.post(at).status_code == 403
        assert Client().get(at).status_code == 302
        assert fresh(page).review_by == page.review_by
        with pytest.raises(review_dates.MayNotRenew):
            review_dates.still_good(resource=page, user=leader)

    def test_editors_press_once_in_the_report(
        self, library: LibraryIndexPage, reviewer: User, leader: User, signed_in: SignIn
    ) -> None:
        page = due_soon(library, review_by=timezone.localdate() + timedelta(days=14))
        report, press = "/admin/desk/due-resources/", f"/{page.pk}/still-good/"
        editor = signed_in(reviewer)
        assert f"due-resources{press}" in editor.get(report).content.decode()
        said = editor.post(f"/admin/desk/due-resources{press}", follow=True).content.decode()
        assert "is to be looked at again by" in said
        assert f"due-resources{press}" not in said
        assert fresh(page).review_by == review_dates.in_a_year(timezone.localdate())
        assert editor.post("/admin/desk/due-resources/999999/still-good/").status_code == 404

    def test_a_day_that_next_year_does_not_have(self) -> None:
        assert review_dates.in_a_year(date(2028, 2, 29)) == date(2029, 3, 1)


class TestWhatAResourceSaysOfItself:
    @pytest.mark.parametrize(
        ("tier", "words"),
        [
            ("1", "in which chance decided who took part"),
            ("4", "Research gives good reason to expect"),
            ("", "No editor has looked for studies"),
        ],
    )
    def test_the_tier_of_evidence_with_its_meaning(
        self, library: LibraryIndexPage, client: Client, tier: str, words: str
    ) -> None:
        page = make_published(library, evidence_tier=tier)
        shown = client.get(f"/library/{page.slug}/").content.decode()
        own, others = shown.split("What the tiers of evidence mean", 1)
        assert words in own
        assert "Editors set the tier; contributors cannot." in others
        for number in ("1. Strong", "2. Moderate", "3. Promising", "4. Has a rationale"):
            assert number in others

    def test_its_quality_is_for_owner_and_editors(
        self,
        library: LibraryIndexPage,
        contributor: User,
        reviewer: User,
        leader: User,
        signed_in: SignIn,
    ) -> None:
        page = make_published(library, quality=2, owner=contributor)
        at = f"/library/{page.slug}/"
        for person in (contributor, reviewer):
            assert "<dt>Quality</dt><dd>Good" in signed_in(person).get(at).content.decode()
        assert "Quality" not in signed_in(leader).get(at).content.decode()
        assert "Quality" not in Client().get(at).content.decode()
