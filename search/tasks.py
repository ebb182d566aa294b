"""What happens in the background: changes are carried into the index, old counts deleted."""

from collections.abc import Sequence

from outbox.registry import Payload, daily, handler

from . import services
from .documents import make_key
from .services.counting import forget_old_counts


@handler(services.TOPIC, batch=200)
def update_index(payloads: Sequence[Payload]) -> None:
    """Index what changed and remove what is gone; doing it twice changes nothing."""
    services.update_index(
        keys=[make_key(payload["kind"], one) for payload in payloads for one in payload["ids"]]
    )


@daily("search.counts")
def forget() -> None:
    """Delete counts of questions once they are thirteen months old."""
    forget_old_counts()
