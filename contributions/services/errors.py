"""Why something with a submission cannot be done; each says it in words for the person."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class SubmissionError(Exception):
    """Something that cannot be done with a submission now; `message` tells the person why."""

    message: Promise | str = _("That is not possible now.")

    def __init__(self, message: Promise | str | None = None) -> None:
        if message is not None:
            self.message = message
        super().__init__(str(self.message))


class NotAllowed(SubmissionError):
    """The person may not do it."""

    message = _("You may not do that with this submission.")


class WrongState(SubmissionError):
    """The submission is in a state in which it cannot be done."""

    message = _("The submission has moved on since you opened this page.")


class DraftConflict(SubmissionError):
    """The draft was saved elsewhere since this copy of the form was opened."""

    message = _("This draft was changed in another window since you opened it here.")


class AlreadyOpen(SubmissionError):
    """The resource has an open submission already."""

    message = _("Someone is working on a new version of this resource already.")


class StaleDecision(SubmissionError):
    """What would be published is not what the editor has seen."""

    message = _("The submission has changed since you opened it. Look at it again, then decide.")


class HeldByAnother(SubmissionError):
    """Another editor has claimed it."""

    message = _("Another editor has claimed this submission.")


class Incomplete(SubmissionError):
    """Something that a submission needs is missing."""

    message = _("Something is missing.")


class Lacking(Incomplete):
    """Fields of a submission are not fit to be handed in; `fields` says of each what to do."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self.fields = fields
        super().__init__(" ".join(fields.values()))


class Unrelated(Incomplete):
    """It is not said how the submission is related to what it is alike to."""


class ClosedAlready(SubmissionError):
    """Another editor was faster."""

    message = _("Another editor has closed it already.")


class NobodyToAsk(SubmissionError):
    """Nobody can be asked: the resource has no owner, or she was asked before, or has left."""

    message = _("Who shared it was asked already, or cannot be written to.")
