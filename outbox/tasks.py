"""The outbox's own handler: mail."""

from collections.abc import Iterable, Sequence
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.core.mail import EmailMessage

from .registry import Payload, Undeliverable, handler

FIRST_FINAL_CODE = 500


@handler("outbox.mail")
def send_mail(payloads: Sequence[Payload]) -> None:
    """Send each mail; a failure is raised and the row tried again later.

    A worker may die between the server's "yes" and our note of it. The second copy then has the
    same Message-ID, by which mail systems drop it.

    Raises:
        Undeliverable: the server said for good that it does not take the mail for this address.
    """
    for payload in payloads:
        # Rows of an older release have none of their own.
        headers = {"Auto-Submitted": "auto-generated", **payload.get("headers", {})}
        if "message_id" in payload:  # rows of an older release have none
            headers["Message-ID"] = payload["message_id"]
        message = EmailMessage(
            subject=payload["subject"], body=payload["body"], to=[payload["to"]], headers=headers
        )
        try:
            message.send()
        except SMTPRecipientsRefused as error:
            _give_up_if_final(code for code, _text in error.recipients.values())
            raise
        except SMTPDataError as error:
            _give_up_if_final([error.smtp_code])
            raise


def _give_up_if_final(codes: Iterable[int]) -> None:
    final = [code for code in codes if code >= FIRST_FINAL_CODE]
    if final:
        raise Undeliverable(f"The mail server refused it for good (code {final[0]}).")
