"""Mails that others send, Django and Wagtail: they take the same way as ours."""

from email.mime.image import MIMEImage
from smtplib import SMTPRecipientsRefused

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives, mail_admins, send_mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, OperationalError, transaction
from pytest_django import Settings

from outbox import backend, services
from outbox.models import OutboxRow
from tests.smtp import MailSink

pytestmark = pytest.mark.django_db
BYTES = bytes(range(256))


def full_mail() -> EmailMultiAlternatives:
    """A mail with all that one may have."""
    mail = EmailMultiAlternatives(
        subject="Grüße: a page waits",
        body="Plain wörds.",
        from_email="Desk <desk@example.org>",
        to=["Ann B <a@example.org>", "b@example.org"],
        cc=["c@example.org"],
        bcc=["hidden@example.org"],
        reply_to=["answers@example.org"],
        headers={"X-Story": "yes", "Message-ID": "<1@example.org>"},
    )
    mail.attach_alternative("<p>Fine <b>wörds</b>.</p>", "text/html")
    mail.attach("data.bin", BYTES, "application/octet-stream")
    mail.attach("notes.txt", "Two\nlines\n", "text/plain")
    return mail


def test_all_of_a_mail_survives(sink: MailSink) -> None:
    mail = full_mail()
    mail.send()
    assert sink.mails == [], "not before the commit"
    assert services.drain() == 1
    (arrived,) = sink.mails
    wanted = mail.message()
    for name in ("Subject", "From", "To", "Cc", "Reply-To", "X-Story", "Message-ID"):
        assert arrived[name] == wanted[name], name
    assert "hidden@example.org" not in arrived.as_string()
    parts = [
        (part.get_content_type(), part.get_filename(), part.get_payload(decode=True))
        for part in arrived.walk()
        if not part.is_multipart()
    ]
    assert [(kind, name) for kind, name, _content in parts] == [
        ("text/plain", None),
        ("text/html", None),
        ("application/octet-stream", "data.bin"),
        ("text/plain", "notes.txt"),
    ]
    assert parts[0][2] == "Plain wörds.".encode()
    assert parts[1][2] == "<p>Fine <b>wörds</b>.</p>".encode()
    assert parts[2][2] == BYTES
    assert parts[3][2].replace(b"\r\n", b"\n") == b"Two\nlines\n"


def test_hidden_recipients_get_it_too(mailoutbox: list[EmailMessage]) -> None:
    full_mail().send()
    services.drain()
    assert "hidden@example.org" in mailoutbox[0].recipients()


def test_a_page_of_html_stays_one(mailoutbox: list[EmailMessage]) -> None:
    mail = EmailMessage("Subject", "<p>All of it</p>", to=["a@example.org"])
    mail.content_subtype = "html"
    mail.send()
    services.drain()
    assert mailoutbox[0].message().get_content_type() == "text/html"


def test_a_change_that_is_undone_sends_nothing(mailoutbox: list[EmailMessage]) -> None:
    def change_and_fail() -> None:
        with transaction.atomic():
            full_mail().send()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change_and_fail()
    services.drain()
    assert mailoutbox == []


def test_its_words_are_erased_once_it_is_delivered() -> None:
    full_mail().send()
    row = OutboxRow.objects.get()
    assert row.addressed_to == "Ann B <a@example.org>, b@example.org"
    services.drain()
    assert OutboxRow.objects.get().payload == {}


def test_an_error_is_told_while_the_database_is_down(
    mailoutbox: list[EmailMessage], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**given: object) -> None:
        raise OperationalError

    settings.ADMINS = [("Ada", "ada@example.org")]
    monkeypatch.setattr(backend, "add", fail)
    mail_admins("Trouble", "The database is down.")
    assert [mail.to for mail in mailoutbox] == [["ada@example.org"]]


def test_an_error_is_told_within_a_broken_transaction(
    mailoutbox: list[EmailMessage], settings: Settings
) -> None:
    settings.ADMINS = [("Ada", "ada@example.org")]

    def fail() -> None:
        with transaction.atomic():
            row = services.add(topic="outbox.mail", payload={})
            try:
                OutboxRow.objects.create(pk=row.pk, topic="outbox.mail")
            except IntegrityError:
                mail_admins("Trouble", "Twice the same.")
                raise

    with pytest.raises(IntegrityError):
        fail()
    assert len(mailoutbox) == 1
    assert not OutboxRow.objects.exists()


def test_a_mail_that_a_row_cannot_hold_leaves_at_once(mailoutbox: list[EmailMessage]) -> None:
    mail = EmailMessage("Picture", "See below.", to=["a@example.org"])
    mail.attach(MIMEImage(b"GIF89a", "gif"))
    mail.send()
    assert len(mailoutbox) == 1
    assert not OutboxRow.objects.exists()


def test_a_header_of_two_lines_is_refused_to_whoever_sends_it() -> None:
    with pytest.raises(ValueError, match="newlines"):
        send_mail("Word\nBcc: x@example.org", "Text", None, ["a@example.org"])
    assert not OutboxRow.objects.exists()


def test_one_living_address_of_several_is_worth_another_try(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = {"a@example.org": (550, b"nobody"), "b@example.org": (451, b"later")}

    def refuse(self: EmailBackend, messages: object) -> int:
        raise SMTPRecipientsRefused(answers)

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    full_mail().send()
    services.drain()
    assert OutboxRow.objects.pending().count() == 1
    answers["b@example.org"] = (550, b"nobody")
    services.drain(now=OutboxRow.objects.get().available_at)
    assert OutboxRow.objects.given_up().count() == 1
