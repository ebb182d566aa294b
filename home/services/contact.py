"""Messages to the association."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.services import site_address
from home.models import ContactMessage, ContactPage
from outbox.services import queue_mail


@transaction.atomic
def receive_message(
    *,
    page: ContactPage,
    name: str,
    email: str,
    subject: str,
    message: str,
    now: datetime | None = None,
) -> ContactMessage:
    """Keep a message and mail it to those the page names.

    Args:
        page: where it was written.
        name: who wrote it, one line.
        email: where to answer.
        subject: one line.
        message: at most 4,000 characters.
        now: when it was sent.
    """
    kept = ContactMessage.objects.create(
        name=name, email=email, subject=subject, message=message, sent_at=now or timezone.now()
    )
    context = {
        "name": name,
        "email": email,
        "subject": subject,
        "message": message,
        "site_name": settings.WAGTAIL_SITE_NAME,
        "url": site_address(reverse("contact_messages:edit", args=[kept.pk])),
    }
    for address in dict.fromkeys(page.recipients.split()):
        queue_mail(to=address, template="contact_message", context=context)
    return kept
