"""The outbox handler that carries changes into the index."""

from collections.abc import Sequence

from outbox.registry import Payload, handler

from . import services
from .documents import make_key


@handler(services.TOPIC, batch=200)
def update_index(payloads: Sequence[Payload]) -> None:
    """Index what changed and remove what is gone; doing it twice changes nothing."""
    services.update_index(
        keys=[make_key(payload["kind"], one) for payload in payloads for one in payload["ids"]]
    )
