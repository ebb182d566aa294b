"""The home app's outbox handlers."""

from collections.abc import Sequence

from home.services.issues import TOPIC, tell_followers
from outbox.registry import Payload, handler


@handler(TOPIC)
def tell(payloads: Sequence[Payload]) -> None:
    """Mail the followers of an issue what was published."""
    for payload in payloads:
        tell_followers(issue_id=payload["issue"], up_to=payload["up_to"])
