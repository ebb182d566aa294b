"""What the workers do for the public pages."""

from collections.abc import Sequence

from django_tasks import task

from home.services.issues import TOPIC as FOLLOWERS_TOPIC
from home.services.issues import tell_followers
from home.services.links import MOST_ASKED, TOPIC, check_links
from home.services.schedule import publish_due
from outbox.registry import Payload, chore, daily, handler

EVERY_SECONDS = 30
# When an editor asks for it by day: an import must not wait behind it.
ASKED_AT_ONCE = 300


@chore("home.schedule", seconds=EVERY_SECONDS)
def publish_scheduled() -> int:
    """Publish and take down what is scheduled."""
    return publish_due()


@handler(TOPIC, batch=10)
def hand_over_link_check(payloads: Sequence[Payload]) -> None:
    """Give it to the slow worker: it would hold up what follows it here."""
    check_all_links.enqueue(ASKED_AT_ONCE)


@daily("home.links")
def hand_over_nightly_link_check() -> None:
    """Give it to the slow worker: it may take an hour."""
    check_all_links.enqueue(MOST_ASKED)


@task
def check_all_links(limit: int = ASKED_AT_ONCE) -> None:
    """Look for links that lead nowhere, asking other sites for so many addresses at most."""
    check_links(limit=limit)


@handler(FOLLOWERS_TOPIC)
def tell(payloads: Sequence[Payload]) -> None:
    """Mail the followers of an issue what was published."""
    for payload in payloads:
        tell_followers(issue_id=payload["issue"], up_to=payload["up_to"])
