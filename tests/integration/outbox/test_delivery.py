"""Side effects come with the change or not at all, and arrive whatever the mail server does."""

import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from pytest_django import Settings

from outbox import registry, services
from outbox.models import OutboxRow
from outbox.registry import Payload, Undeliverable, UnknownTopic, handler
from tests.smtp import MailSink

pytestmark = pytest.mark.django_db
TOPIC = "test.effect"


class Effects:
    """What was delivered, and what goes wrong with which payload."""

    def __init__(self) -> None:
        self.done: list[int] = []
        self.fails: dict[int, Exception] = {}

    def take(self, payloads: list[Payload]) -> None:
        for payload in payloads:
            if payload["n"] in self.fails:
                raise self.fails[payload["n"]]
        self.done += [payload["n"] for payload in payloads]


@pytest.fixture
def effects() -> Iterator[Effects]:
    """A topic whose deliveries a test can watch and spoil."""
    made = Effects()
    handler(TOPIC, batch=3)(made.take)
    yield made
    registry._handlers.pop(TOPIC)


def put(*numbers: int) -> None:
    for number in numbers:
        services.add(topic=TOPIC, payload={"n": number})


def mail_to(address: str) -> None:
    services.queue_rendered_mail(to=address, subject="Word\nBcc: x@example.org", body="The word")


class TestWriting:
    def test_a_change_that_is_undone_leaves_nothing(self, effects: Effects) -> None:
        def change_and_fail() -> None:
            with transaction.atomic():
                put(1)
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            change_and_fail()
        assert not OutboxRow.objects.exists()
        assert services.drain() == 0
        assert effects.done == []

    def test_nothing_is_delivered_before_it_is_asked_for(self, effects: Effects) -> None:
        put(1)
        assert effects.done == []
        assert services.drain() == 1
        assert effects.done == [1]
        assert services.drain() == 0, "once is enough"

    def test_a_topic_nobody_knows_is_refused_at_once(self) -> None:
        with pytest.raises(UnknownTopic):
            services.add(topic="test.nobody", payload={})

    def test_a_later_time_is_kept(self, effects: Effects) -> None:
        now = timezone.now()
        services.add(topic=TOPIC, payload={"n": 1}, now=now + timedelta(hours=1))
        assert services.drain(now=now) == 0
        assert services.drain(now=now + timedelta(hours=2)) == 1


class TestFailing:
    def test_one_bad_row_of_a_batch_does_not_keep_the_others(self, effects: Effects) -> None:
        effects.fails[2] = OSError("secret words")
        put(1, 2, 3)
        assert services.drain() == 2
        assert effects.done == [1, 3]
        row = OutboxRow.objects.pending().get()
        assert (row.attempts, row.last_error) == (1, "OSError")

    def test_each_delay_is_twice_the_last_and_an_hour_at_most(self, effects: Effects) -> None:
        effects.fails[1] = OSError()
        put(1)
        delays, now = [], timezone.now()
        for _ in range(12):
            services.drain(now=now)
            row = OutboxRow.objects.get()
            delays.append((row.available_at - now).total_seconds())
            assert services.drain(now=row.available_at - timedelta(seconds=1)) == 0
            now = row.available_at
        assert delays[:4] == [5, 10, 20, 40]
        assert delays[-1] == 3600

    def test_it_is_tried_over_a_weekend_then_given_up_and_again_when_asked(
        self, effects: Effects, caplog: pytest.LogCaptureFixture
    ) -> None:
        effects.fails[1] = OSError("secret words")
        put(1)
        start = now = timezone.now()
        while OutboxRow.objects.pending().exists():
            services.drain(now=now)
            now = OutboxRow.objects.get().available_at
        assert timedelta(days=2, hours=12) < now - start < timedelta(days=4)
        assert [r.levelno for r in caplog.records].count(logging.ERROR) == 1
        assert "secret words" not in caplog.text
        assert services.drain(now=now + timedelta(days=1)) == 0
        effects.fails.clear()
        assert services.retry_given_up(now=now) == 1
        assert services.drain(now=now) == 1

    def test_what_is_of_no_use_is_not_tried_again(self, effects: Effects) -> None:
        effects.fails[1] = Undeliverable("Nobody lives there.")
        put(1)
        services.drain()
        row = OutboxRow.objects.given_up().get()
        assert row.last_error == "Nobody lives there."


class TestLease:
    def test_rows_of_a_dead_worker_come_back_after_two_minutes(self, effects: Effects) -> None:
        put(1)
        now = timezone.now()
        OutboxRow.objects.update(leased_until=now + services.LEASE)
        assert services.drain(now=now + timedelta(seconds=119)) == 0
        assert services.drain(now=now + timedelta(seconds=121)) == 1

    def test_polling_an_empty_outbox_takes_no_lock(
        self, effects: Effects, django_assert_num_queries: object
    ) -> None:
        with django_assert_num_queries(1):  # type: ignore[operator]
            services.drain(only=[TOPIC])


class TestRecords:
    def test_the_words_of_a_mail_are_erased_once_delivered(
        self, mailoutbox: list[EmailMessage]
    ) -> None:
        mail_to("a@example.org")
        assert "The word" in OutboxRow.objects.get().payload["body"]
        services.drain()
        assert OutboxRow.objects.get().payload == {}
        assert mailoutbox[0].body == "The word"
        assert mailoutbox[0].subject == "Word Bcc: x@example.org", "no header is smuggled in"
        assert mailoutbox[0].recipients() == ["a@example.org"]

    def test_records_go_after_30_days(self, effects: Effects) -> None:
        effects.fails[2] = Undeliverable("No.")
        put(1, 2, 3)
        now = timezone.now()
        services.drain(now=now)
        services.add(topic=TOPIC, payload={"n": 4}, now=now)
        assert services.purge(now=now + timedelta(days=29)) == 0
        assert services.purge(now=now + timedelta(days=31)) == 3
        assert OutboxRow.objects.get().payload == {"n": 4}


class TestMailServer:
    def test_accepts(self, sink: MailSink) -> None:
        mail_to("a@example.org")
        assert services.drain() == 1
        (mail,) = sink.mails
        assert mail["To"] == "a@example.org"
        assert mail["Auto-Submitted"] == "auto-generated"
        assert str(mail["Message-ID"]).endswith("@example.org>")

    @pytest.mark.parametrize("mode", ["defer", "hang", "refuse"])
    def test_is_away_for_a_while(self, sink: MailSink, mode: str, settings: Settings) -> None:
        port = sink.port
        sink.mode = mode
        if mode == "refuse":
            settings.EMAIL_PORT = 9  # nobody listens there
        for name in "abc":
            mail_to(f"{name}@example.org")
        now = timezone.now()
        assert services.drain(now=now) == 0
        assert OutboxRow.objects.pending().filter(attempts=1).count() == 3
        sink.mode, settings.EMAIL_PORT = "accept", port
        assert services.drain(now=now + timedelta(seconds=10)) == 3
        assert sorted(str(mail["To"]) for mail in sink.mails) == [
            f"{name}@example.org" for name in "abc"
        ]
        assert set(sink.copies().values()) == {1}

    def test_does_not_know_the_address(self, sink: MailSink) -> None:
        sink.mode = "reject"
        mail_to("gone@example.org")
        services.drain()
        row = OutboxRow.objects.given_up().get()
        assert row.last_error == "The mail server refused it for good (code 550)."

    def test_a_second_copy_has_the_same_message_id(self, sink: MailSink) -> None:
        mail_to("a@example.org")
        row = OutboxRow.objects.get()
        kept = row.payload
        services.drain()
        # As if the worker had died before it noted the delivery.
        OutboxRow.objects.update(payload=kept, delivered_at=None)
        services.drain()
        assert list(sink.copies().values()) == [2]
