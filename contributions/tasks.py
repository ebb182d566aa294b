"""What the workers do for contributions."""

from collections.abc import Sequence

from contributions.services import submitting
from outbox.registry import Payload, handler


@handler(submitting.FILES_TOPIC, batch=100)
def submit_waiting(payloads: Sequence[Payload]) -> None:
    """Hand in what waited for its files."""
    submitting.submit_waiting()
