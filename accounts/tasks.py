"""What the workers do for accounts."""

from django.core.management import call_command

from outbox.registry import daily


@daily("accounts.sessions")
def clear_sessions() -> None:
    """Forget the sessions that have run out."""
    call_command("clearsessions")
