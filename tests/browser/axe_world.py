"""One thing of each kind and state, and how axe looks at the pages that show it."""

from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page

from accounts.models import User
from contributions.models import Correction, Submission
from contributions.services import drafts, reviewing, submitting
from conversations.enums import Outcome
from conversations.services import flag_post
from files.models import Examination, PrivacyHold
from files.services import store_bytes
from home.services import load_starter
from library.enums import Audience, CountKind, RelationKind
from library.models import DailyCount, ResourcePage, ResourceRelation, Term
from library.services import comments, lists, saves, using
from library.services.following import follow_author, follow_term
from library.services.publishing import withdraw
from tests.factories.documents import pdf_bytes
from tests.factories.resources import make_draft, make_library, publish
from tests.factories.shared_files import make_listed

# What can be wrong in the dark alone; all else is as in the light.
OF_COLORS = {"runOnly": ["color-contrast", "link-in-text-block"]}


class World:
    """One thing of each kind and state, with its address."""

    def __init__(self, contributor: User, reviewer: User, leader: User) -> None:
        load_starter()
        call_command("load_vocabularies", verbosity=0)
        self.library = make_library()
        stored = store_bytes(uploaded_by=contributor, name="calls.txt", data=b"Call by 8:20.\n")
        self.content = drafts.DraftContent(
            title="A phone tree",
            summary="Advisers called home by 8:20.",
            body="We called.",
            files=((stored, "Calls"),),
            links=(("https://example.org/", "More"),),
            contributors=(("Ann Author", "Principal"),),
            tags=("phone tree",),
        )
        self.published = self._published(contributor, reviewer)
        self.gone = publish(make_draft(self.library, "Gone"))
        withdraw(resource=self.gone, user=reviewer, reason="Out of date.")
        for kind in RelationKind:
            other = publish(make_draft(self.library, f"It is {kind.label}"))
            ResourceRelation.objects.create(resource=self.published, target=other, kind=kind)
            other = publish(make_draft(self.library, f"{kind.label} it"))
            ResourceRelation.objects.create(resource=other, target=self.published, kind=kind)
        self.report = Correction.objects.create(
            resource=self.published, author=leader, text="A slip.", kind="privacy"
        )
        ResourcePage.objects.filter(pk=self.published.pk).update(
            review_by=timezone.localdate(), evidence_tier="2", quality=2
        )
        self.draft = drafts.start(user=contributor, content=self.content)
        self.waiting = self._handed_in(contributor)
        self.asked = self._handed_in(contributor)
        reviewing.claim(submission=self.asked, editor=reviewer)
        reviewing.request_changes(submission=self.asked, editor=reviewer, text="How long?")
        self.held = store_bytes(uploaded_by=contributor, name="held.txt", data=b"Ask us.\n")
        found = {"kind": "ssn", "place": {"code": "page", "number": 3}, "excerpt": "SSN •••"}
        Examination.objects.create(pk=self.held.sha256, findings=[{**found, "count": 2}])
        self.hold = PrivacyHold.objects.create(stored_file=self.held)
        self.readable = store_bytes(uploaded_by=contributor, name="Plan.pdf", data=pdf_bytes())
        self.read = make_listed(self.library, contributor, self.readable)
        self.save_list = saves.create_list(user=contributor, name="For August")
        saves.save_resource(user=contributor, resource=self.published)
        self._engaged(contributor, reviewer, leader)

    def _engaged(self, contributor: User, reviewer: User, leader: User) -> None:
        """What readers do: a use, comments of which one is flagged, a follow, a collection."""
        page = self.published
        said = using.Said(is_helpful=True, place="Test School", note="By 8:20.", context="Grade 9")
        using.record_use(user=leader, resource=page, said=said)
        self.comment = comments.add_comment(user=leader, resource=page, text="How long?")
        answer = comments.add_comment(
            user=contributor, resource=page, text="Six hours.", answers=self.comment
        )
        flag_post(post=answer, user=leader, reason="It is not true.")
        hidden = comments.add_comment(user=leader, resource=page, text="Rude.")
        flag_post(post=hidden, user=contributor, reason="Rude.")
        comments.decide(editor=reviewer, post=hidden, outcome=Outcome.HIDDEN, reason="Rude.")
        self.topic = Term.objects.filter(vocabulary="topic").first() or Term()
        follow_term(user=leader, term=self.topic)
        follow_author(user=leader, resource=page)
        self.collection = saves.create_list(user=reviewer, name="First weeks")
        saved = saves.save_resource(user=reviewer, resource=page)
        saves.put_on_lists(user=reviewer, saved=saved, lists=[self.collection])
        item = self.collection.items.get()
        lists.note_item(user=reviewer, item=item, note="Begin here.")
        lists.describe_list(
            user=reviewer, save_list=self.collection, name="First weeks", description="In August."
        )
        lists.set_audience(user=reviewer, save_list=self.collection, audience=Audience.PUBLIC)
        DailyCount.objects.create(
            resource=page, day=timezone.localdate(), kind=CountKind.VIEW, number=12
        )

    def _draft(self, contributor: User) -> Submission:
        return drafts.start(user=contributor, content=self.content)

    def _handed_in(self, contributor: User) -> Submission:
        draft = self._draft(contributor)
        return submitting.submit(submission=draft, user=contributor, ask=False)

    def _published(self, contributor: User, reviewer: User) -> ResourcePage:
        found = self._handed_in(contributor)
        found.refresh_from_db()
        seen = reviewing.Seen(found.revision_id or 0, found.content_hash)
        reviewing.approve(submission=found, editor=reviewer, seen=seen)
        page = ResourcePage.objects.get(pk=found.resource_id)
        page.save_revision()
        return publish(page, what_changed="New figures.")


def look_at(page: Page, *addresses: str, dark: bool = True) -> None:
    """Open each address and name all that axe finds wrong."""
    wrong = []
    for address in addresses:
        page.goto(address)
        if "/accounts/login/" in page.url and "/login/" not in address:
            wrong.append(f"{address}\nleads to signing in")
        if page.locator("h1").count() != 1:
            wrong.append(f"{address}\nnot one h1")
        wrong += [f"{address}\n{found}" for found in faults(page, dark=dark)]
    assert not wrong, "\n".join(wrong)


def look(page: Page, *, dark: bool = True) -> None:
    """Name what axe finds wrong with the page as it stands."""
    wrong = faults(page, dark=dark)
    assert not wrong, "\n".join(wrong)


def faults(page: Page, *, dark: bool) -> list[str]:
    """What axe says, in the light and then, on the page as it stands, in the dark."""
    found = [Axe().run(page)]
    if dark:
        page.emulate_media(color_scheme="dark")
        found.append(Axe().run(page, options=OF_COLORS))
        page.emulate_media(color_scheme="light")
    return [each.generate_report() for each in found if each.violations_count]


def send_empty(page: Page, button: str) -> None:
    """Press a button without what its form asks for, as if the browser did not mind."""
    with page.expect_navigation():
        page.locator(button).first.evaluate(
            "(button) => { button.form.noValidate = true; button.form.requestSubmit(button); }"
        )
