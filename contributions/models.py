"""Submissions: what a contributor hands in, and how it fares."""

import uuid
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.locks import WorkflowLock
from wagtail.models import Revision, Task, TaskState, WorkflowState

from conversations.models import Thread
from library.models import ResourcePage

from .enums import EDITABLE, OPEN, WAITING, CorrectionKind, Likeness, State
from .querysets import CorrectionQuerySet, SubmissionQuerySet, WantedPracticeQuerySet


class DecisionRefused(PermissionDenied):
    """A decision is taken through `services.reviewing` only, on what the editor has seen."""


class WantedPractice(models.Model):
    """What readers looked for and did not find, put before everybody by an editor.

    `question` is what was typed, as the report of the search names it; `answer` the resource that
    came of a contribution to it, or that an editor names.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(
        _("what is wanted"),
        max_length=200,
        help_text=_("In words for every reader: “How a school moved its bell times”."),
    )
    note = models.TextField(
        _("note"), max_length=500, blank=True, help_text=_("A sentence more, if it helps.")
    )
    question = models.CharField(max_length=512, blank=True, editable=False)
    released_at = models.DateTimeField(default=timezone.now, editable=False)
    answer = models.ForeignKey(
        ResourcePage,
        verbose_name=_("answered by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_(
            "Filled in by itself once a contribution to it is published. Empty it to ask again."
        ),
    )
    is_closed = models.BooleanField(
        _("closed"), default=False, help_text=_("Closed ones are shown to nobody.")
    )

    objects = WantedPracticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("wanted practice")
        verbose_name_plural = _("wanted practices")
        ordering = ["-released_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> str:
        """How it stands, in a word for editors."""
        if self.is_closed:
            return str(_("Closed"))
        return str(_("Answered")) if self.answer_id else str(_("Open"))


class Submission(models.Model):
    """One contribution on its way in: a new resource, or an edit to a published one.

    `draft` is the one revision that autosave overwrites; `revision` the one that was handed in
    (or an editor corrected), with the hash of its content. Only what matches both is published.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    resource = models.ForeignKey(ResourcePage, on_delete=models.CASCADE, related_name="submissions")
    contributor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="submissions"
    )
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    state_since = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)

    draft = models.ForeignKey(
        Revision, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Counts the saves of the draft: two tabs notice each other by it.
    draft_serial = models.PositiveIntegerField(default=0)
    revision = models.ForeignKey(
        Revision, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    content_hash = models.CharField(max_length=64, blank=True)
    # Its contributor has handed it in, and it goes to the editors once its files are checked.
    submit_when_checked = models.BooleanField(default=False, db_default=False)
    what_changed = models.CharField(max_length=500, blank=True)

    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="held_submissions",
    )
    due_on = models.DateField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_self_approval = models.BooleanField(default=False)

    workflow_state = models.ForeignKey(
        WorkflowState, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    thread = models.OneToOneField(Thread, on_delete=models.PROTECT, related_name="submission")
    wanted = models.ForeignKey(
        WantedPractice, on_delete=models.SET_NULL, null=True, blank=True, related_name="submissions"
    )

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resource"],
                condition=models.Q(state__in=sorted(state.value for state in OPEN)),
                name="contributions_one_open",
            )
        ]
        indexes = [
            models.Index(fields=["state", "state_since"], name="contributions_queue"),
            models.Index(fields=["contributor", "state_since"], name="contributions_mine"),
        ]

    def __str__(self) -> str:
        return f"{self.submitted_title} ({self.get_state_display()})"

    @property
    def title(self) -> str:
        """The title as last saved: for the contributor."""
        return self.resource.draft_title or self.resource.title

    @property
    def submitted_title(self) -> str:
        """The title as handed in or corrected: for everyone else."""
        return self.revision.object_str if self.revision else self.resource.title

    @property
    def is_open(self) -> bool:
        """Whether it is not decided yet."""
        return self.state in OPEN

    @property
    def is_editable(self) -> bool:
        """Whether it is with the contributor, who may edit it."""
        return self.state in EDITABLE

    @property
    def is_waiting(self) -> bool:
        """Whether it is with the editors."""
        return self.state in WAITING

    @property
    def is_edit(self) -> bool:
        """Whether it changes a resource that was published before."""
        return self.resource.version_number > 0 and self.state != State.PUBLISHED

    def is_overdue(self, today: date) -> bool:
        """Whether its due date has passed."""
        return self.is_waiting and self.due_on is not None and self.due_on < today


class LikenessAnswer(models.Model):
    """What a contributor says about a resource that hers is alike to."""

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="likeness_answers"
    )
    resource = models.ForeignKey(ResourcePage, on_delete=models.CASCADE, related_name="+")
    answer = models.CharField(max_length=12, choices=Likeness.choices)
    note = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "resource"], name="contributions_likeness_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission}: {self.get_answer_display()} {self.resource}"


class Round(models.Model):
    """One round of review: what was handed in, so that the next round shows what changed."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="rounds")
    number = models.PositiveIntegerField()
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+")
    submitted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "number"], name="contributions_round_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission}, round {self.number}"


class Correction(models.Model):
    """What a reader other than the author thinks should change in a published resource.

    Anybody may report it. `author` is who was signed in, `email` where a visitor wants the answer;
    the address is forgotten once an editor has closed it.
    """

    resource = models.ForeignKey(ResourcePage, on_delete=models.CASCADE, related_name="corrections")
    kind = models.CharField(
        max_length=10,
        choices=CorrectionKind.choices,
        default=CorrectionKind.OTHER,
        db_default=CorrectionKind.OTHER.value,
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    email = models.EmailField(blank=True, db_default="")
    text = models.TextField(max_length=2000)
    # It was written as machines write: kept, and shown to editors who ask for such.
    is_suspect = models.BooleanField(default=False, db_default=False)
    created_at = models.DateTimeField(default=timezone.now)
    # When who shared the resource was asked about it.
    forwarded_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(max_length=2000, blank=True, db_default="")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]

    def __str__(self) -> str:
        return f"{self.resource}: {self.text[:40]}"

    @property
    def is_urgent(self) -> bool:
        """Whether it is about a person, whom what is published may harm."""
        return self.kind == CorrectionKind.PRIVACY

    @property
    def answer_to(self) -> str:
        """Where an answer can be sent, if anywhere."""
        if self.author is not None:
            return self.author.email if self.author.is_active else ""
        return self.email


class ReviewLock(WorkflowLock):
    """While a submission is in review the page editor is read-only: corrections are made on the
    review screen, where the contributor sees them."""

    def for_user(self, user: Any) -> bool:
        """Lock the page for everyone."""
        return True

    def get_message(self, user: Any) -> str:
        """Say where to go instead."""
        return str(_("This resource is in review. Open it under “Review” to correct or decide it."))


class ReviewTask(Task):
    """The one step of review. Wagtail offers no buttons for it: deciding needs the revision that
    the editor has seen, which only the review screen sends."""

    lock_class = ReviewLock

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        """Nobody gains access by it."""
        return False

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """Locked for everyone (see `ReviewLock`)."""
        return True

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        """None: see the class."""
        return []

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        """Refuse decisions that do not come through the review service.

        Raises:
            DecisionRefused: always.
        """
        raise DecisionRefused(_("Decide this on the review screen."))

    @classmethod
    def get_description(cls) -> str:
        """Describe the step in Wagtail's workflow settings."""
        return str(_("Editors review submissions to the library on the review screen."))

    class Meta:
        verbose_name = _("Review of a submission")
