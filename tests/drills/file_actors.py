"""What the processes of the drills of files do: `python -m tests.drills.file_actors <what>`."""
# ruff: noqa: T201  (figures are for whoever runs the drill)

import json
import sys
from collections.abc import Callable

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.utils import timezone  # noqa: E402

from files.audit import GRACE, find_faults, sweep  # noqa: E402
from files.models import StoredFile  # noqa: E402
from tests.factories.people import make_member  # noqa: E402


def sign_in() -> None:
    """Make a member and print the key of her session."""
    user = make_member("sender@example.org", "Sam", "Sender")
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    print(session.session_key)


def rows() -> None:
    """Print state and hash of all files, by the hash of what was sent."""
    found = StoredFile.objects.values_list("public_id", "state", "sha256", "received_sha256")
    print(json.dumps({str(key): [state, sha, received] for key, state, sha, received in found}))


def faults() -> None:
    """Print what is wrong with the store, before and after a sweep."""
    before = [str(fault) for fault in find_faults()]
    sweep(now=timezone.now() + 2 * GRACE)
    print(json.dumps([before, [str(fault) for fault in find_faults()]]))


ACTORS: dict[str, Callable[[], None]] = {one.__name__: one for one in (sign_in, rows, faults)}

if __name__ == "__main__":
    ACTORS[sys.argv[1]]()
