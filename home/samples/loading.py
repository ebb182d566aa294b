"""Load the sample content and the demo accounts, and take them away again. Never in production."""

import json
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from accounts.services import create_account
from contributions.models import Submission
from contributions.services import drafts, reviewing, submitting
from conversations.models import Thread
from files import examination
from files.models import StoredFile
from files.services import store_bytes
from home.samples.documents import make_document
from home.samples.pages import load_pages, remove_pages
from library.models import ResourcePage, Term
from library.services.typed_text import typed_from_html
from members.enums import MembershipState, Position
from members.models import District, Membership, School
from outbox.models import OutboxRow

FOLDER = Path(__file__).parent
PASSWORD = "demo-clearinghouse"  # noqa: S105  (demo accounts exist in development only)
VOCABULARIES = (
    ("topics", "topic"),
    ("standards", "standard"),
    ("audiences", "audience"),
    ("grade_bands", "grade"),
)
HTML_PARTS = ("body", "challenge", "actions", "results", "reflections")
PLAIN_FIELDS = ("title", *drafts.PLAIN_FIELDS)

Record = dict[str, Any]

# Address, first and last name, role, state of membership (None: not a member).
DEMO_ACCOUNTS: tuple[tuple[str, str, str, Role, MembershipState | None], ...] = (
    ("member@example.org", "Sample", "Principal", Role.MEMBER, MembershipState.APPROVED),
    ("newcomer@example.org", "Sample", "Newcomer", Role.MEMBER, MembershipState.WAITING),
    ("contributor@example.org", "Sample", "Contributor", Role.MEMBER, MembershipState.APPROVED),
    ("editor@example.org", "Sample", "Editor", Role.EDITOR, MembershipState.APPROVED),
    ("coach@example.org", "Sample", "Coach", Role.COACH, MembershipState.APPROVED),
    ("supervisor@example.org", "Sample", "Supervisor", Role.SUPERVISOR, None),
    ("administrator@example.org", "Sample", "Administrator", Role.ADMINISTRATOR, None),
)


class SamplesNotAllowed(Exception):
    """Sample content loads only where `SAMPLES_ALLOWED` is set: in development and tests."""


def load(*, progress: Callable[[Iterable[Any]], Iterable[Any]] = iter) -> int:
    """Load what is missing of the sample content; return how many resources were added.

    Args:
        progress: wraps the list of resources, to show a bar.

    Raises:
        SamplesNotAllowed: this is not a development site.
    """
    if not getattr(settings, "SAMPLES_ALLOWED", False):
        raise SamplesNotAllowed
    people = _accounts(_schools())
    known = set(ResourcePage.objects.values_list("external_id", flat=True))
    records = [record for record in _records() if record["external_id"] not in known]
    for record in progress(records):
        with transaction.atomic():
            last_mail = OutboxRow.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
            _Story(record, people).tell()
            # Nobody reads the mail of sample people.
            OutboxRow.objects.filter(pk__gt=last_mail, topic="outbox.mail").delete()
    with transaction.atomic():
        load_pages()
    return len(records)


@transaction.atomic
def remove() -> int:
    """Remove the sample content and the demo accounts; return how many resources went."""
    remove_pages()
    resources = list(ResourcePage.objects.filter(is_sample=True))
    users = User.objects.filter(email__in=[account[0] for account in DEMO_ACCOUNTS])
    submissions = Submission.objects.filter(resource__in=resources) | Submission.objects.filter(
        contributor__in=users
    )
    resources += [row.resource for row in submissions if row.resource not in resources]
    threads = list(submissions.values_list("thread", flat=True))
    submissions.delete()
    for resource in resources:
        resource.delete()
    Thread.objects.filter(pk__in=threads).delete()
    StoredFile.objects.filter(uploaded_by__in=users).delete()
    users.delete()
    School.objects.filter(is_sample=True).delete()
    District.objects.filter(is_sample=True, schools=None).delete()
    return len(resources)


def _records() -> list[Record]:
    return [json.loads(path.read_text()) for path in sorted((FOLDER / "resources").glob("*.json"))]


def _schools() -> dict[str, School]:
    found = {}
    for record in json.loads((FOLDER / "schools.json").read_text()):
        district, _new = District.objects.get_or_create(
            name=record["district"], defaults={"is_sample": True}
        )
        found[record["name"]], _new = School.objects.get_or_create(
            name=record["name"],
            district=district,
            defaults={"grades": record["grades"], "is_sample": True},
        )
    return found


def _accounts(schools: dict[str, School]) -> dict[str, Any]:
    """Make the demo accounts that are missing; return all of them by the word before the @."""
    people = {}
    for email, first, last, role, state in DEMO_ACCOUNTS:
        user = User.objects.filter(email=email).first()
        if user is None:
            user = create_account(
                email=email, password=PASSWORD, first_name=first, last_name=last, roles=[role]
            )
            EmailAddress.objects.filter(user=user).update(verified=True, primary=True)
            if state is not None:
                Membership.objects.create(
                    user=user,
                    school=next(iter(schools.values())),
                    position=Position.PRINCIPAL,
                    state=state,
                )
        people[email.partition("@")[0]] = user
    return people


class _Story:
    """One sample resource on its way to the state that its record asks for."""

    def __init__(self, record: Record, people: dict[str, Any]) -> None:
        self.record = record
        self.contributor = people["contributor"]
        self.editor = people["editor"]
        day = date.fromisoformat(record["published_on"] or timezone.localdate().isoformat())
        self.now = datetime.combine(day, time(15), tzinfo=UTC) - timedelta(days=9)

    def tell(self) -> None:
        """Go from the draft to the state, through the same services as everyone."""
        submission = self._draft()
        state = self.record["state"]
        if state != "draft":
            submission = submitting.submit(
                submission=submission, user=self.contributor, ask=False, now=self._later()
            )
            getattr(self, f"_{state}")(submission)
        self._finish(submission)

    def _draft(self) -> Submission:
        record = self.record
        content = drafts.DraftContent(
            **{name: record[name] for name in PLAIN_FIELDS},
            **{name: typed_from_html(record[name]) for name in HTML_PARTS},
            terms=tuple(self._terms()),
            tags=tuple(record["tags"]),
            links=tuple((link["url"], link["label"]) for link in record["links"]),
            files=tuple(self._files()),
            contributors=tuple((one["name"], one["role"]) for one in record["contributors"]),
        )
        submission = drafts.start(user=self.contributor, content=content, now=self.now)
        resource = drafts.read(submission)
        self._give_formatting(resource, record)
        resource.school = School.objects.filter(name=record["school"]).first()
        resource.evidence_tier = record["evidence_tier"]
        resource.save_revision(
            user=self.contributor, clean=False, overwrite_revision=submission.draft
        )
        ResourcePage.objects.filter(pk=resource.pk).update(
            external_id=record["external_id"], is_sample=True
        )
        # The first start of a site has no worker yet.
        examination.look_now(files=[row.stored_file_id for row in resource.resource_files.all()])
        return Submission.objects.get(pk=submission.pk)

    def _terms(self) -> Iterable[Term]:
        for name, vocabulary in VOCABULARIES:
            yield from Term.objects.filter(vocabulary=vocabulary, slug__in=self.record[name])

    def _files(self) -> Iterable[tuple[StoredFile, str]]:
        for entry in self.record["files"]:
            data = make_document(name=entry["name"], title=entry["title"], spec=entry["spec"])
            stored = store_bytes(uploaded_by=self.contributor, name=entry["name"], data=data)
            yield stored, entry["title"]

    def _give_formatting(self, resource: ResourcePage, fields: Record) -> None:
        """Keep bold words and links, which typed text has no way to say."""
        for name in HTML_PARTS:
            if fields.get(name):
                setattr(resource, name, fields[name])

    def _later(self, days: int = 1) -> datetime:
        self.now += timedelta(days=days)
        return self.now

    def _talk(self, submission: Submission) -> None:
        for post in self.record.get("thread") or []:
            writer = self.editor if post["from"] == "editor" else self.contributor
            submitting.post(
                submission=submission, user=writer, text=post["text"], now=self._later(0)
            )

    def _submitted(self, submission: Submission) -> None:
        self._talk(submission)

    def _in_review(self, submission: Submission) -> None:
        reviewing.claim(
            submission=submission,
            editor=self.editor,
            due_on=self._later().date() + timedelta(days=7),
            now=self.now,
        )
        self._talk(submission)

    def _changes_requested(self, submission: Submission) -> None:
        reviewing.request_changes(
            submission=submission, editor=self.editor, text=self._request(), now=self._later()
        )

    def _resubmitted(self, submission: Submission) -> None:
        self._changes_requested(submission)
        submitting.submit(
            submission=submission, user=self.contributor, ask=False, now=self._later()
        )

    def _declined(self, submission: Submission) -> None:
        self._talk(submission)
        reviewing.decline(
            submission=submission,
            editor=self.editor,
            reason=self.record["decline_reason"],
            now=self._later(),
        )

    def _withdrawn(self, submission: Submission) -> None:
        submitting.post(
            submission=submission,
            user=self.contributor,
            text=self.record["withdraw_reason"],
            now=self._later(),
        )
        submitting.withdraw(submission=submission, user=self.contributor, now=self.now)

    def _published(self, submission: Submission) -> None:
        submission.refresh_from_db()
        seen = reviewing.Seen(submission.revision_id or 0, submission.content_hash)
        reviewing.approve(submission=submission, editor=self.editor, seen=seen, now=self._later(8))

    def _published_withdrawn(self, submission: Submission) -> None:
        self._published(submission)
        reviewing.withdraw_published(
            resource=ResourcePage.objects.get(pk=submission.resource_id),
            editor=self.editor,
            reason=self.record["withdraw_reason"],
        )

    def _published_with_edit(self, submission: Submission) -> None:
        self._published(submission)
        resource = ResourcePage.objects.get(pk=submission.resource_id)
        edit = drafts.start_edit(user=self.contributor, resource=resource, now=self._later())
        changed = drafts.read(edit)
        fields = self.record["edit"]
        changed.summary = fields.get("summary", changed.summary)
        self._give_formatting(changed, fields)
        changed.save_revision(user=self.contributor, clean=False, overwrite_revision=edit.draft)
        Submission.objects.filter(pk=edit.pk).update(what_changed=fields["what_changed"])
        edit.refresh_from_db()
        submitting.submit(submission=edit, user=self.contributor, ask=False, now=self._later())

    def _request(self) -> str:
        asked = [post["text"] for post in self.record.get("thread") or []]
        return "\n\n".join(asked[:1]) or "Please say how long it took."

    def _finish(self, submission: Submission) -> None:
        """Let the dates of the pages be those of the story."""
        first = submission.resource.versions.order_by("number").first()
        if first is not None:
            ResourcePage.objects.filter(pk=submission.resource_id).update(
                first_published_at=first.published_at, last_published_at=first.published_at
            )
