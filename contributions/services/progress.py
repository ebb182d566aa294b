"""Where a contribution stands, in words for its contributor."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from contributions.enums import State
from contributions.models import Submission
from conversations.models import Post

from .comparison import Change, compare


@dataclass(frozen=True)
class Step:
    """One station on the way; `when` is None while it is ahead."""

    label: str
    when: datetime | None = None
    note: str = ""
    is_current: bool = False


def next_step(submission: Submission, today: date) -> str:
    """Say who does what next."""
    holder = submission.holder
    match State(submission.state):
        case State.DRAFT | State.CHANGES_REQUESTED if submission.submit_when_checked:
            return _("It goes to the editors by itself once its files are checked.")
        case State.DRAFT:
            return _("Finish it and submit it. Only you can see it.")
        case State.SUBMITTED | State.RESUBMITTED if holder:
            return _("%(name)s will look at it again.") % {"name": holder}
        case State.SUBMITTED | State.RESUBMITTED:
            return _("An editor will pick it up. You need do nothing.")
        case State.IN_REVIEW:
            return _in_review(submission, today)
        case State.CHANGES_REQUESTED:
            return _("Read what the editor asks, make the changes and submit it again.")
        case State.PUBLISHED:
            return _("It is in the library. You can start a new version at any time.")
        case State.DECLINED:
            return _("Read the reason. You can change it and start again.")
        case State.WITHDRAWN:
            return _("You took it back. You can start again from it.")


def steps(submission: Submission) -> list[Step]:
    """Return the way of a contribution: what was, where it is, what is ahead."""
    state, since = State(submission.state), submission.state_since
    draft = Step(_("Draft"), submission.created_at, is_current=state == State.DRAFT)
    if state == State.DRAFT:
        ahead = [Step(_("Submitted")), Step(_("In review")), Step(_("Published"))]
        return [draft, *ahead]
    waiting = state in {State.SUBMITTED, State.RESUBMITTED}
    again = submission.rounds.count() > 1
    handed_in = Step(
        _("Submitted again") if again else _("Submitted"),
        submission.submitted_at,
        is_current=waiting,
    )
    if waiting:
        return [draft, handed_in, Step(_("In review")), Step(_("Published"))]
    if state in {State.IN_REVIEW, State.CHANGES_REQUESTED}:
        note = str(submission.holder or "")
        here = Step(str(state.label), since, note, is_current=True)
        return [draft, handed_in, here, Step(_("Published"))]
    ended = Step(str(state.label), submission.decided_at or since, is_current=True)
    return [draft, *([handed_in] if submission.submitted_at else []), ended]


def corrections(submission: Submission) -> list[Change]:
    """Return what editors changed in what the contributor handed in last."""
    last = submission.rounds.select_related("revision").last()
    if last is None or submission.revision is None or last.revision_id == submission.revision_id:
        return []
    return compare(last.revision.as_object(), submission.revision.as_object())


def request(submission: Submission, posts: list[Post]) -> Post | None:
    """Return what the editor wrote last, while it is for the contributor to act on it."""
    if submission.state not in {State.CHANGES_REQUESTED, State.DECLINED}:
        return None
    written = [post for post in posts if not post.is_event]
    others = [post for post in written if post.author_id != submission.contributor_id]
    return others[-1] if others else None


def _in_review(submission: Submission, today: date) -> str:
    names: dict[str, Any] = {"name": submission.holder or _("An editor")}
    if submission.due_on is None:
        return _("%(name)s is reading it. You get a mail with the answer.") % names
    names["date"] = date_format(submission.due_on, "F j")
    if submission.is_overdue(today):
        return (
            _("%(name)s meant to answer by %(date)s. You can write below to ask how it goes.")
            % names
        )
    return _("%(name)s is reading it and means to answer by %(date)s.") % names
