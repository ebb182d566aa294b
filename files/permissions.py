"""Who may fetch or remove an uploaded file.

What lists a file lies in apps above this one; they register here in their `AppConfig.ready()`.
"""

from collections.abc import Callable, Iterable
from typing import Any

from accounts.permissions import is_editor

from .models import PrivacyHold, StoredFile

Reader = Callable[[Any, StoredFile], bool]
Holder = Callable[[StoredFile], bool]
Lister = Callable[[], Iterable[int]]

_readers: list[Reader] = []
_holders: list[Holder] = []
_listers: list[Lister] = []


def register_reader(reader: Reader) -> Reader:
    """Register who else may fetch a file: `reader(user, stored_file)` grants by returning True.

    Any one that grants is enough. The user may be a visitor. Keep it to one query.
    """
    if reader not in _readers:
        _readers.append(reader)
    return reader


def register_holder(holder: Holder) -> Holder:
    """Register what keeps a file where no foreign key does, such as a draft's revision.

    A file for which any `holder(stored_file)` returns True is not removed.
    """
    if holder not in _holders:
        _holders.append(holder)
    return holder


def register_lister(lister: Lister) -> Lister:
    """Register what names files where no foreign key does, for the sweep of unlisted uploads.

    `lister()` yields the primary keys of all files it names; some may be gone.
    """
    if lister not in _listers:
        _listers.append(lister)
    return lister


def is_uploader(user: Any, stored_file: StoredFile) -> bool:
    """Whether the person uploaded the file."""
    if not user.is_authenticated or not user.is_active:
        return False
    return stored_file.uploaded_by_id == user.pk


def may_read(user: Any, stored_file: StoredFile) -> bool:
    """Whether the person may fetch the file: its uploader may, others if a reader grants it.

    Nobody may before it was checked and found fit. A file that is held is for its uploader alone,
    and for an editor once she is asked to decide.
    """
    if not stored_file.is_available:
        return False
    if is_uploader(user, stored_file):
        return True
    hold = (
        PrivacyHold.objects.in_force()
        .select_related("stored_file")
        .filter(stored_file=stored_file)
        .first()
    )
    if hold is not None:
        return hold.is_with_editors and is_editor(user)
    return any(reader(user, stored_file) for reader in _readers)


def is_held(stored_file: StoredFile) -> bool:
    """Whether something outside the database's own references keeps the file."""
    return any(holder(stored_file) for holder in _holders)


def listed_files() -> set[int]:
    """Return the primary keys of all files named somewhere outside the database's references."""
    return {pk for lister in _listers for pk in lister()}
