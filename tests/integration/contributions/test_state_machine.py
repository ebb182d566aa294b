"""Any sequence of steps with a contribution, against a model of what must come of it."""

from collections.abc import Callable
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from wagtail.models import WorkflowState

from accounts.models import User
from contributions.enums import EDITABLE, OPEN, WAITING, State
from contributions.models import Submission
from contributions.services import drafts, reviewing, submitting
from contributions.services.errors import SubmissionError
from library.models import LibraryIndexPage, ResourcePage

pytestmark = pytest.mark.django_db

BACK = {State.SUBMITTED, State.RESUBMITTED}
# What may follow what; a step that is not here has skipped one.
FOLLOWS = {
    State.DRAFT: {State.SUBMITTED, State.WITHDRAWN},
    State.SUBMITTED: {*BACK, State.IN_REVIEW, State.CHANGES_REQUESTED},
    State.IN_REVIEW: {*BACK, State.CHANGES_REQUESTED},
    State.RESUBMITTED: {*BACK, State.IN_REVIEW, State.CHANGES_REQUESTED},
    State.CHANGES_REQUESTED: {State.RESUBMITTED, State.WITHDRAWN},
    State.DECLINED: {State.DRAFT},
    State.WITHDRAWN: {State.DRAFT},
    State.PUBLISHED: set(),
}
for _state in WAITING:
    FOLLOWS[_state] |= {State.PUBLISHED, State.DECLINED, State.WITHDRAWN}

TEXTS = st.sampled_from(["We called.", "We called twice.", "We wrote."])
EDITORS = st.sampled_from(["reviewer", "second_reviewer"])
ANYONE = st.sampled_from(["contributor", "reviewer", "second_reviewer", "leader"])


class Contribution(RuleBasedStateMachine):
    """One resource and its contributions, one after the other."""

    people: ClassVar[dict[str, User]] = {}

    def __init__(self) -> None:
        super().__init__()
        self.submission = drafts.start(user=self.people["contributor"], content=self._content("x"))
        self.state = State.DRAFT
        self.approved: list[int] = []
        self.holder: User | None = None
        self.handed_in = State.SUBMITTED
        self.thread: list[str] = []
        # What an editor's screen shows; it grows stale while others act.
        self.screen = reviewing.Seen(0, "")

    def _content(self, text: str) -> drafts.DraftContent:
        return drafts.DraftContent(title="A phone tree", summary=f"Told: {text}", body=text)

    def _now(self) -> Submission:
        return Submission.objects.get(pk=self.submission.pk)

    def _facts(self) -> tuple[Any, ...]:
        now = self._now()
        kept = [post.text for post in now.thread.posts.order_by("pk")]
        return (now.state, now.holder_id, now.revision_id, now.draft_serial, kept)

    def _try(self, allowed: bool, act: Callable[[], Any], *, to: State | None = None) -> bool:
        """Do it; it must succeed or change nothing and say why, as the model has it."""
        before, refusal = self._facts(), None
        try:
            act()
        except SubmissionError as error:
            refusal = error
        assert allowed is (refusal is None), f"in {self.state}: {refusal}"
        if refusal is not None:
            assert str(refusal.message)
            assert self._facts() == before
            return False
        if to is not None:
            self.state = to
        return True

    def _may_decide(self, who: str, *, take_over: bool = False) -> bool:
        if who in {"contributor", "leader"} or self.state not in WAITING:
            return False
        free = self.state != State.IN_REVIEW or self.holder in {None, self.people[who]}
        return free or take_over

    @rule(text=TEXTS, who=ANYONE)
    def save(self, text: str, who: str) -> None:
        self._try(
            who == "contributor" and self.state in EDITABLE,
            lambda: drafts.save(
                submission=self.submission,
                user=self.people[who],
                content=self._content(text),
                serial=self._now().draft_serial,
            ),
        )

    @rule(who=ANYONE)
    def submit(self, who: str) -> None:
        again = self.state == State.CHANGES_REQUESTED
        if self._try(
            who == "contributor" and self.state in EDITABLE,
            lambda: submitting.submit(submission=self.submission, user=self.people[who]),
            to=State.RESUBMITTED if again else State.SUBMITTED,
        ):
            self.handed_in = self.state

    @rule(who=ANYONE)
    def withdraw(self, who: str) -> None:
        self._try(
            who == "contributor" and self.state in OPEN,
            lambda: submitting.withdraw(submission=self.submission, user=self.people[who]),
            to=State.WITHDRAWN,
        )

    @rule(who=ANYONE)
    def restart(self, who: str) -> None:
        if self._try(
            who == "contributor" and self.state in {State.DECLINED, State.WITHDRAWN},
            lambda: submitting.restart(submission=self.submission, user=self.people[who]),
            to=State.DRAFT,
        ):
            self.holder = None

    @rule(who=ANYONE, take_over=st.booleans())
    def claim(self, who: str, take_over: bool) -> None:
        if self._try(
            self._may_decide(who, take_over=take_over),
            lambda: reviewing.claim(
                submission=self.submission, editor=self.people[who], take_over=take_over
            ),
            to=State.IN_REVIEW,
        ):
            self.holder = self.people[who]

    @rule(who=EDITORS)
    def release(self, who: str) -> None:
        if self._try(
            self._may_decide(who),
            lambda: reviewing.release(submission=self.submission, editor=self.people[who]),
            to=self.handed_in,
        ):
            self.holder = None

    @rule(who=ANYONE)
    def request_changes(self, who: str) -> None:
        if self._try(
            self._may_decide(who),
            lambda: reviewing.request_changes(
                submission=self.submission, editor=self.people[who], text="How long?"
            ),
            to=State.CHANGES_REQUESTED,
        ):
            self.holder = self.people[who]

    @rule(who=ANYONE)
    def decline(self, who: str) -> None:
        if self._try(
            self._may_decide(who),
            lambda: reviewing.decline(
                submission=self.submission, editor=self.people[who], reason="Not for schools."
            ),
            to=State.DECLINED,
        ):
            self.holder = self.people[who]

    @rule()
    def look(self) -> None:
        now = self._now()
        self.screen = reviewing.Seen(now.revision_id or 0, now.content_hash)

    def _is_fresh(self) -> bool:
        now = self._now()
        return self.screen == reviewing.Seen(now.revision_id or 0, now.content_hash)

    @rule(who=EDITORS, title=st.sampled_from(["The phone tree", "Our phone tree"]))
    def correct(self, who: str, title: str) -> None:
        if self._try(
            self._may_decide(who) and self._is_fresh(),
            lambda: reviewing.correct(
                submission=self.submission,
                editor=self.people[who],
                seen=self.screen,
                changes={"title": title},
            ),
            to=State.IN_REVIEW,
        ):
            self.holder = self.people[who]

    @rule(who=ANYONE)
    def approve(self, who: str) -> None:
        looked_at = self.screen.revision_id
        if self._try(
            self._may_decide(who) and self._is_fresh(),
            lambda: reviewing.approve(
                submission=self.submission, editor=self.people[who], seen=self.screen
            ),
            to=State.PUBLISHED,
        ):
            self.holder = self.people[who]
            self.approved.append(looked_at)

    @rule(who=ANYONE)
    def post(self, who: str) -> None:
        closed_to_editors = {State.DRAFT, State.WITHDRAWN}
        allowed = (
            self.state != State.DRAFT
            if who == "contributor"
            else who != "leader" and self.state not in closed_to_editors
        )
        self._try(
            allowed,
            lambda: submitting.post(
                submission=self._now(), user=self.people[who], text="How is it going?"
            ),
        )

    @rule(who=ANYONE)
    def start_edit(self, who: str) -> None:
        page = ResourcePage.objects.get(pk=self.submission.resource_id)
        begun: list[Submission] = []
        if self._try(
            who == "contributor" and bool(self.approved) and self.state not in OPEN,
            lambda: begun.append(drafts.start_edit(user=self.people[who], resource=page)),
            to=State.DRAFT,
        ):
            self.submission, self.holder, self.thread = begun[0], None, []

    @invariant()
    def what_is_live_was_approved(self) -> None:
        page = ResourcePage.objects.get(pk=self.submission.resource_id)
        assert page.live is bool(self.approved)
        assert page.live_revision_id == (self.approved[-1] if self.approved else None)
        if page.live_revision is not None:
            said = page.live_revision.as_object()
            assert (page.title, page.summary) == (said.title, said.summary)
        numbered = page.versions.order_by("number").values_list("revision", flat=True)
        assert list(numbered) == self.approved

    @invariant()
    def it_stands_where_the_steps_led(self) -> None:
        now = self._now()
        assert now.state == self.state
        assert now.holder == self.holder
        if self.state == State.IN_REVIEW:
            assert now.holder is not None
        assert now.resource.submissions.open().count() <= 1
        under_way = WorkflowState.objects.active().filter(object_id=now.resource_id).count()
        assert under_way == (self.state in WAITING | {State.CHANGES_REQUESTED})

    @invariant()
    def the_thread_keeps_every_message(self) -> None:
        posts = self._now().thread.posts.order_by("pk").values_list("author", "text")
        told = [f"{author}: {text}" for author, text in posts]
        assert told[: len(self.thread)] == self.thread
        self.thread = told

    def check_invariants(self, *arguments: Any, **options: Any) -> None:
        """No step may skip one, whichever rule took it."""
        last = getattr(self, "last", None)
        if last is not None and last[0] == self.submission.pk and last[1] != self.state:
            assert self.state in FOLLOWS[last[1]], (last[1], self.state)
        self.last = (self.submission.pk, self.state)
        super().check_invariants(*arguments, **options)


def test_no_sequence_of_steps_breaks_the_rules(
    library: LibraryIndexPage,
    contributor: User,
    reviewer: User,
    second_reviewer: User,
    leader: User,
) -> None:
    Contribution.people = {
        "contributor": contributor,
        "reviewer": reviewer,
        "second_reviewer": second_reviewer,
        "leader": leader,
    }
    run_state_machine_as_test(
        Contribution,
        settings=settings(
            max_examples=15,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
