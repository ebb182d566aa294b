"""Messages to the association."""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from core.addresses import site_address
from home.models import ContactMessage, ContactPage
from outbox.services import queue_mail

# The same words from the same person within this time are one message, sent twice.
SAME_WITHIN = timedelta(minutes=10)


@transaction.atomic
def receive_message(
    *,
    page: ContactPage,
    name: str,
    email: str,
    subject: str,
    message: str,
    is_suspect: bool = False,
    now: datetime | None = None,
) -> ContactMessage:
    """Keep a message and mail it to those the page names; sent twice, it is kept once.

    Args:
        page: where it was written.
        name: who wrote it, one line.
        email: where to answer.
        subject: one line.
        message: at most 4,000 characters.
        is_suspect: a machine may have written it. It is kept all the same, and not mailed.
        now: when it was sent.
    """
    now = now or timezone.now()
    # Two clicks are two requests, which wait here for each other.
    ContactPage.objects.select_for_update().get(pk=page.pk)
    same = ContactMessage.objects.filter(
        email=email, subject=subject, message=message, sent_at__gt=now - SAME_WITHIN
    )
    # What was not mailed does not stand in the way of what will be.
    same = same if is_suspect else same.filter(is_suspect=False)
    if (known := same.first()) is not None:
        return known
    kept = ContactMessage.objects.create(
        name=name,
        email=email,
        subject=subject,
        message=message,
        is_suspect=is_suspect,
        sent_at=now,
    )
    if not is_suspect:
        _mail(kept, page)
    return kept


def _mail(kept: ContactMessage, page: ContactPage) -> None:
    """Mail a message; whoever presses "Answer" writes to its sender."""
    context = {
        "name": kept.name,
        "email": kept.email,
        "subject": kept.subject,
        "message": kept.message,
        "url": site_address(reverse("contact_messages:edit", args=[kept.pk])),
    }
    headers = {"Reply-To": kept.email}
    for address in dict.fromkeys(page.recipients.split()):
        queue_mail(to=address, template="contact_message", context=context, headers=headers)
