"""A flood of one kind of effect does not hold up the others."""

from collections.abc import Iterator

import pytest

from outbox import registry, services
from outbox.models import OutboxRow
from outbox.registry import Payload, handler

pytestmark = pytest.mark.django_db
FLOOD, RARE = "test.a_flood", "test.rare"


@pytest.fixture
def order() -> Iterator[list[str]]:
    """What was delivered, in order, by two topics of which the first has much to do."""
    delivered: list[str] = []

    @handler(FLOOD, batch=2)
    def take(payloads: list[Payload]) -> None:
        delivered.extend(FLOOD for _ in payloads)

    @handler(RARE)
    def take_rare(payloads: list[Payload]) -> None:
        delivered.extend(RARE for _ in payloads)

    yield delivered
    for topic in (FLOOD, RARE):
        registry._handlers.pop(topic)


def test_topics_take_turns(order: list[str]) -> None:
    for number in range(10):
        services.add(topic=FLOOD, payload={"n": number})
    services.add(topic=RARE, payload={})
    assert services.drain() == 11
    assert order.index(RARE) == 2
    assert not OutboxRow.objects.pending().exists()


def test_a_limit_ends_the_round_and_the_rest_waits(order: list[str]) -> None:
    for number in range(10):
        services.add(topic=FLOOD, payload={"n": number})
    assert services.drain(limit=3) == 4
    assert OutboxRow.objects.pending().count() == 6
