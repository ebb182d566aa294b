"""The outbox's own handler: mail."""

from collections.abc import Sequence

from django.core.mail import EmailMessage

from .registry import Payload, handler


@handler("outbox.mail")
def send_mail(payloads: Sequence[Payload]) -> None:
    """Send each mail; a failure is raised and the row tried again later."""
    for payload in payloads:
        EmailMessage(subject=payload["subject"], body=payload["body"], to=[payload["to"]]).send()
