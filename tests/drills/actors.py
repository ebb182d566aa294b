"""What the processes of a drill do: `python -m tests.drills.actors <what> <arguments>`."""
# ruff: noqa: T201  (figures are for whoever runs the drill)

import json
import random
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import django

django.setup()

from django.db import OperationalError, transaction  # noqa: E402

from accounts.enums import Role  # noqa: E402
from accounts.models import User  # noqa: E402
from contributions.enums import WAITING  # noqa: E402
from contributions.models import Submission  # noqa: E402
from contributions.services import drafts, reviewing, submitting  # noqa: E402
from contributions.services.errors import StaleDecision, SubmissionError  # noqa: E402
from contributions.services.workflow import content_hash  # noqa: E402
from files import examination  # noqa: E402
from files.services import store_bytes  # noqa: E402
from library.services.indexing import ADMIN_TOPIC  # noqa: E402
from members.models import District  # noqa: E402
from outbox import services as outbox  # noqa: E402
from outbox.models import OutboxRow  # noqa: E402
from tests.factories.people import make_member  # noqa: E402
from tests.factories.resources import make_library  # noqa: E402


def queue_mails(prefix: str, count: str) -> None:
    """Queue mails, each with a change, and print the median milliseconds that took."""
    took = []
    for number in range(int(count)):
        start = time.perf_counter()
        with transaction.atomic():
            District.objects.create(name=f"{prefix} {number}")
            address = f"{prefix}-{number}@example.org"
            outbox.queue_rendered_mail(to=address, subject="A word", body="Words")
        took.append((time.perf_counter() - start) * 1000)
    print(f"{statistics.median(took):.1f}")


def queue_index() -> None:
    """Queue a change of the index and print how many seconds it waited."""
    row = outbox.add(topic=ADMIN_TOPIC, payload={"model": "library.resourcepage", "pks": []})
    start = time.monotonic()
    while OutboxRow.objects.filter(pk=row.pk, delivered_at=None).exists():
        time.sleep(0.05)
    print(f"{time.monotonic() - start:.2f}")


def state_of_mails() -> None:
    """Print how many mails wait, have gone and were given up."""
    rows = OutboxRow.objects.filter(topic="outbox.mail")
    counts = {
        "waiting": rows.pending().count(),
        "delivered": rows.exclude(delivered_at=None).count(),
        "given_up": rows.given_up().count(),
        "kept_words": rows.exclude(delivered_at=None).exclude(payload={}).count(),
    }
    print(json.dumps(counts))


def count_up(count: str) -> None:
    """Read a number and write the next one, so often; print what went wrong and the slowest."""
    if not District.objects.filter(name__startswith="counter").exists():
        District.objects.create(name="counter")
    sys.stdin.readline()
    locked, slowest = 0, 0.0
    for _ in range(int(count)):
        start = time.perf_counter()
        try:
            with transaction.atomic():
                row = District.objects.get(name__startswith="counter")
                number = int(row.name.removeprefix("counter") or 0)
                row.name = f"counter{number + 1}"
                row.save()
        except OperationalError:
            locked += 1
        slowest = max(slowest, time.perf_counter() - start)
    print(json.dumps({"locked": locked, "slowest": slowest}))


def counted() -> None:
    """Print how far `count_up` came."""
    print(District.objects.get(name__startswith="counter").name.removeprefix("counter"))


def prepare_decisions(count: str) -> None:
    """Make people and submissions; print the keys of the submissions."""
    make_library()
    author = make_member("author@example.org", "Au", "Thor")
    for name in ("first", "second"):
        make_member(f"{name}@example.org", name, "Editor", role=Role.EDITOR)
    keys = []
    for number in range(int(count)):
        draft = drafts.start(user=author, content=_content(author, f"Practice {number}", "first"))
        keys.append(submitting.submit(submission=draft, user=author).pk)
    print(json.dumps(keys))


def _content(author: User, title: str, text: str) -> drafts.DraftContent:
    stored = store_bytes(uploaded_by=author, name="notes.txt", data=f"{title} {text}\n".encode())
    # No worker runs here.
    examination.look_now(files=[stored.pk])
    return drafts.DraftContent(
        title=title, summary=f"What came of it: {text}", body="x", files=((stored, "Notes"),)
    )


def decide(email: str, verdict: str) -> None:
    """Decide each submission whose key comes in; print what came of it."""
    editor = User.objects.get(email=f"{email}@example.org")
    for line in sys.stdin:
        print(json.dumps(_decide(editor, int(line), verdict)), flush=True)


def _decide(editor: User, key: int, verdict: str) -> dict[str, Any]:
    """Look, think for a moment, decide; look again when told that it has changed."""
    told: list[str] = []
    while True:
        submission = Submission.objects.get(pk=key)
        if submission.state not in WAITING:
            return {"did": None, "told": [*told, f"saw that it is {submission.state}"]}
        seen = reviewing.Seen(
            revision_id=submission.revision_id or 0, content_hash=submission.content_hash
        )
        time.sleep(random.random() / 50)
        try:
            if verdict == "approve":
                reviewing.approve(submission=submission, editor=editor, seen=seen)
            else:
                reviewing.decline(submission=submission, editor=editor, reason="Not for us.")
            return {"did": verdict, "hash": seen.content_hash, "told": told}
        except StaleDecision as error:
            told.append(str(error))
        except SubmissionError as error:
            return {"did": None, "told": [*told, str(error)]}


def hand_in_anew() -> None:
    """Take each submission back and hand it in with another file; print if that was possible."""
    author = User.objects.get(email="author@example.org")
    for line in sys.stdin:
        time.sleep(random.random() / 50)
        print(json.dumps(_hand_in_anew(author, int(line))), flush=True)


def _hand_in_anew(author: User, key: int) -> dict[str, Any]:
    submission = Submission.objects.get(pk=key)
    try:
        submitting.withdraw(submission=submission, user=author)
        submission = submitting.restart(submission=submission, user=author)
        content = _content(author, f"Practice {key}", "second")
        submission = drafts.save(
            submission=submission, user=author, content=content, serial=submission.draft_serial
        )
        submitting.submit(submission=submission, user=author)
    except SubmissionError as error:
        return {"did": None, "told": [str(error)]}
    return {"did": "hand in", "told": []}


def published(key: str) -> None:
    """Print what became of a submission: its state, and the hash of what was published."""
    submission = Submission.objects.select_related("resource").get(pk=key)
    versions = list(submission.resource.versions.select_related("revision"))
    live = [content_hash(version.revision) for version in versions]
    print(json.dumps({"state": submission.state, "live": live}))


def outcomes() -> None:
    """Print what became of each submission whose key comes in."""
    for line in sys.stdin:
        published(line.strip())
        sys.stdout.flush()


ACTORS: dict[str, Callable[..., None]] = {
    actor.__name__: actor
    for actor in (
        queue_mails,
        queue_index,
        state_of_mails,
        count_up,
        counted,
        prepare_decisions,
        decide,
        hand_in_anew,
        outcomes,
    )
}

if __name__ == "__main__":
    ACTORS[sys.argv[1]](*sys.argv[2:])
