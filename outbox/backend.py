"""The mail backend of the site: whoever sends a mail, Wagtail too, writes a row of the outbox."""

import logging
from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import DatabaseError, transaction

from .messages import NotKept, payload_of
from .services import add

logger = logging.getLogger(__name__)


class OutboxBackend(BaseEmailBackend):
    """Writes each mail into the current transaction; `outbox_worker` sends it by `MAIL_BACKEND`."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Queue mails and return how many."""
        return sum(self._queue(message) for message in email_messages if message.recipients())

    def _queue(self, message: EmailMessage) -> int:
        # What is wrong with it, such as a header of two lines, is for whoever sends it.
        message.message()
        try:
            with transaction.atomic():
                add(topic="outbox.mail", payload=payload_of(message))
        except (DatabaseError, NotKept) as error:
            # A report that the database is down cannot wait in it.
            logger.warning("A mail is sent at once (%s)", type(error).__name__)
            now = get_connection(settings.MAIL_BACKEND, fail_silently=self.fail_silently)
            return now.send_messages([message]) or 0
        return 1
