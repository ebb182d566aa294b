"""Whether files are fit to be shown to anyone but their sender, and what is in the way."""

from collections.abc import Iterable
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from .enums import HoldState
from .intake.kinds import READABLE_EXTENSIONS
from .models import Examination, PrivacyHold, StoredFile


class Standing(StrEnum):
    """How a file stands on its way to readers."""

    READY = "ready"
    # A worker has it: a matter of seconds as a rule.
    CHECKING = "checking"
    # An editor decides whether it may be shared.
    DECIDING = "deciding"
    HELD = "held"
    REFUSED = "refused"


# Nothing for its sender to do but wait.
WAITING = frozenset({Standing.CHECKING, Standing.DECIDING})

_WORDS = {
    Standing.CHECKING: _("Being looked into. This takes a few seconds."),
    Standing.DECIDING: _("An editor decides whether it may be shared. Nobody else gets it."),
    Standing.HELD: _(
        "Held: it seems to have students' data, comments or tracked changes in it. Nobody else "
        "gets it."
    ),
}


def words_for(stored_file: StoredFile, standing: Standing) -> str:
    """Return what its sender should know of how a file stands; nothing if it is ready."""
    return stored_file.state_words or str(_WORDS.get(standing, ""))


def standing_of(files: Iterable[StoredFile]) -> dict[int, Standing]:
    """Return how each file stands, by primary key, in two queries."""
    files = list(files)
    holds = dict(
        PrivacyHold.objects.in_force()
        .filter(stored_file__in=[each.pk for each in files])
        .values_list("stored_file_id", "state")
    )
    examined = set(
        Examination.objects.filter(pk__in={each.sha256 for each in files}).values_list(
            "pk", flat=True
        )
    )
    return {each.pk: _standing(each, holds.get(each.pk), examined) for each in files}


def _standing(stored_file: StoredFile, hold: str | None, examined: set[str]) -> Standing:
    if stored_file.is_refused:
        return Standing.REFUSED
    if stored_file.is_quarantined:
        return Standing.CHECKING
    if hold == HoldState.JUSTIFIED:
        return Standing.DECIDING
    if hold is not None:
        return Standing.HELD
    is_looked_into = stored_file.extension in READABLE_EXTENSIONS and stored_file.is_examined
    if is_looked_into and stored_file.sha256 not in examined:
        return Standing.CHECKING
    return Standing.READY
