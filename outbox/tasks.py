"""The outbox's own handler: mail; and what the worker tidies up."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import get_connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from .messages import message_of
from .registry import Payload, Undeliverable, daily, handler

FIRST_FINAL_CODE = 500
# Long enough to see what went wrong.
KEEP_FINISHED = timedelta(days=14)


@handler("outbox.mail")
def send_mail(payloads: Sequence[Payload]) -> None:
    """Send each mail; a failure is raised and the row tried again later.

    A worker may die between the server's "yes" and our note of it. The second copy then has the
    same Message-ID, by which mail systems drop it.

    Raises:
        Undeliverable: the server said for good that it does not take the mail for this address.
    """
    connection = get_connection(settings.MAIL_BACKEND)
    for payload in payloads:
        try:
            connection.send_messages([message_of(payload)])
        except SMTPRecipientsRefused as error:
            _give_up_if_final(code for code, _text in error.recipients.values())
            raise
        except SMTPDataError as error:
            _give_up_if_final([error.smtp_code])
            raise


@daily("outbox.finished_tasks")
def forget_finished_tasks() -> None:
    """Delete what is kept of tasks that ended some time ago: each upload has a few."""
    finished = DBTaskResult.objects.finished()
    finished.filter(finished_at__lt=timezone.now() - KEEP_FINISHED).delete()


def _give_up_if_final(codes: Iterable[int]) -> None:
    given = list(codes)
    if given and min(given) >= FIRST_FINAL_CODE:
        raise Undeliverable(f"The mail server refused it for good (code {given[0]}).")
