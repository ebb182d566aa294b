"""Reads on submissions."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models

from .enums import OPEN, WAITING, CorrectionKind, State

if TYPE_CHECKING:
    # Named in strings below.
    from .models import Correction, Submission, WantedPractice  # noqa: F401


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Sentences about submissions."""

    def open(self) -> Self:
        """Those not decided yet."""
        return self.filter(state__in=OPEN)

    def waiting(self) -> Self:
        """Those with the editors, longest waiting first."""
        return self.filter(state__in=WAITING).order_by("state_since", "pk")

    def by(self, contributor: Any) -> Self:
        """Those of one contributor, latest change first."""
        return self.filter(contributor=contributor).order_by("-state_since", "-pk")

    def unseen_by(self, user: Any) -> Self:
        """Those of others with work that was not handed in, which nobody but the contributor sees:
        drafts, and changes since the last hand-in as long as they are the resource's newest state.
        """
        unseen = models.Q(state=State.DRAFT)
        unseen |= models.Q(draft=models.F("resource__latest_revision"))
        return self.filter(unseen).exclude(contributor=user)

    def in_state(self, *states: State) -> Self:
        """Those in one of the states."""
        return self.filter(state__in=states)

    def held_by(self, editor: Any) -> Self:
        """Those an editor has claimed."""
        return self.filter(holder=editor)

    def carrying(self, stored_file: Any, *, with_drafts: bool = False) -> Self:
        """Those whose handed-in revisions, of any round, list the file; drafts if asked.

        Revisions name files in JSON. The hash narrows them down in the database, within the
        submissions of whoever uploaded the file; a second upload of the same bytes is the same
        thing to those who read it.
        """
        carriers = ["revision", "rounds__revision", *(["draft"] if with_drafts else [])]
        # A draft that was saved while the file was being checked has the hash of what was sent.
        hashes = {stored_file.sha256, stored_file.received_sha256} - {""}
        found = models.Q(pk=None)
        for carrier in carriers:
            for sha256 in hashes:
                found |= models.Q(**{f"{carrier}__content__resource_files__icontains": sha256})
        return self.filter(found, contributor=stored_file.uploaded_by_id)


class WantedPracticeQuerySet(models.QuerySet["WantedPractice"]):
    """Sentences about what is wanted."""

    def shown(self) -> Self:
        """Those not closed, the newest first."""
        return self.filter(is_closed=False).order_by("-released_at", "-pk")

    def answered(self) -> Self:
        """Those whose answer is in the library now."""
        return self.filter(answer__live=True, answer__withdrawn_at=None)

    def unanswered(self) -> Self:
        """Those nobody has answered, or whose answer has left the library."""
        return self.exclude(answer__live=True, answer__withdrawn_at=None)


class CorrectionQuerySet(models.QuerySet["Correction"]):
    """Sentences about what readers report."""

    def open(self) -> Self:
        """Those that no editor has closed."""
        return self.filter(closed_at=None)

    def waiting(self) -> Self:
        """Those that wait for an editor. What looks like spam does not, unless it is about a
        person: that one is looked at all the same."""
        return self.open().exclude(self._spam())

    def suspect(self) -> Self:
        """Those that look like spam."""
        return self.open().filter(self._spam())

    def about_people(self) -> Self:
        """Those about a student or another person."""
        return self.open().filter(kind=CorrectionKind.PRIVACY)

    @staticmethod
    def _spam() -> models.Q:
        return models.Q(is_suspect=True) & ~models.Q(kind=CorrectionKind.PRIVACY)
