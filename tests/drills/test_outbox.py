"""R11, R12: whatever the mail server does and however the worker dies, each mail arrives once."""
# ruff: noqa: T201  (figures are for whoever runs the drill)

import json
from collections.abc import Iterator
from functools import partial

import pytest

from tests.drills.conftest import Installation, wait_until
from tests.smtp import MailSink

MAILS, KILLS = 200, 10
# Rows of a killed worker come back after two minutes.
LEASE_SECONDS = 120
ACTION_MS = 50


@pytest.fixture
def sink(site: Installation) -> Iterator[MailSink]:
    """The mail server of the site."""
    with MailSink() as server:
        site.environment["EMAIL_URL"] = f"smtp://127.0.0.1:{server.port}"
        yield server


def state(site: Installation) -> dict[str, int]:
    return dict(json.loads(site.ask("state_of_mails")))


def addresses(sink: MailSink) -> list[str]:
    return sorted(str(mail["To"]) for mail in sink.mails)


def has_taken(sink: MailSink, count: int) -> bool:
    return len(sink.mails) >= count


@pytest.mark.parametrize("mode", ["refuse", "defer", "hang"])
def test_mail_server_away(site: Installation, mode: str) -> None:
    with MailSink() as probe:
        port = probe.port
    site.environment["EMAIL_URL"] = f"smtp://127.0.0.1:{port}"
    before = MailSink(port)
    before.mode = mode
    if mode != "refuse":
        before.__enter__()
    site.worker()
    took = float(site.ask("queue_mails", mode, "5"))
    waited = float(site.ask("queue_index"))
    print(f"{mode}: the action takes {took} ms, a change of the index waits {waited} s")
    assert took <= 3 * ACTION_MS
    assert waited <= 3 * 2, "a mail server that is away delays nothing else"
    assert state(site) == {"waiting": 5, "delivered": 0, "given_up": 0, "kept_words": 0}
    if mode == "refuse":
        before.__enter__()
    before.mode = "accept"
    seconds = wait_until(lambda: len(before.mails) >= 5, 120, "recovery")
    print(f"{mode}: all mails {seconds:.0f} s after recovery")
    wait_until(lambda: state(site)["waiting"] == 0, 30, "the last note")
    assert addresses(before) == [f"{mode}-{number}@example.org" for number in range(5)]
    assert set(before.copies().values()) == {1}
    assert state(site)["kept_words"] == 0
    before.__exit__(None, None, None)


def test_mail_server_refuses_an_address_for_good(site: Installation, sink: MailSink) -> None:
    sink.mode = "reject"
    site.ask("queue_mails", "gone", "2")
    site.worker()
    wait_until(lambda: state(site)["given_up"] == 2, 30, "giving up")
    assert state(site)["waiting"] == 0


def test_worker_killed_again_and_again(site: Installation, sink: MailSink) -> None:
    sink.delay = 0.02
    site.ask("queue_mails", "kill", str(MAILS))
    for kill in range(1, KILLS + 1):
        worker = site.worker()
        goal = len(sink.mails) + MAILS // (KILLS + 4)
        wait_until(partial(has_taken, sink, goal), 60, f"worker {kill}")
        worker.kill()
        worker.wait()
    site.worker()
    wait_until(lambda: state(site)["waiting"] == 0, LEASE_SECONDS + 60, "the leases")
    copies = sink.copies()
    twice = sum(copies.values()) - len(copies)
    print(f"{KILLS} kills, {len(copies)} mails, {twice} sent twice under the same Message-ID")
    assert len(copies) == MAILS
    assert len({str(mail["To"]) for mail in sink.mails}) == MAILS
    assert twice <= KILLS, "at most the one that was under way when the worker died"
    assert state(site) == {"waiting": 0, "delivered": MAILS, "given_up": 0, "kept_words": 0}
