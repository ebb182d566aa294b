"""A title is a mail's subject and nothing else, whatever is written in it."""

from collections.abc import Callable
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from accounts.models import User
from contributions.models import Submission
from contributions.services import drafts, submitting
from library.models import LibraryIndexPage

from .conftest import typed

SignIn = Callable[[User], Client]
HEADERS = {
    *("Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted"),
    *("MIME-Version", "Content-Type", "Content-Transfer-Encoding"),
}
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"
TITLES = {
    "line breaks": "A phone tree\r\nBcc: everyone@example.org\r\n\r\nBuy now",
    "a lone line feed": "A phone tree\nBcc: everyone@example.org",
    "a lone carriage return": "A phone tree\rBcc: everyone@example.org",
    "other line ends": "A phone tree\x0b\x0c\x1c\x85\u2028\u2029Bcc: everyone@example.org",
    "very long": "A phone tree " + "that brought everybody back " * 6,
    "very long without a blank": "A phone tree" + "é" * 180,
    "turned letters": f"A phone tree {BIDI}gpj.exe",
    "an encoded line break": "A phone tree =?utf-8?q?=0D=0ABcc:_everyone@example.org?=",
}


def check(mails: list[EmailMessage]) -> None:
    """Look at the mails as they go over the wire."""
    assert len(mails) == 2, "the contributor's and the editor's"
    for mail in mails:
        sent: Message = message_from_bytes(mail.message().as_bytes())
        assert set(sent.keys()) <= HEADERS
        assert sent.get_all("Subject") is not None
        assert len(sent.get_all("Subject", [])) == 1
        assert sent["To"] in {"contributor@example.org", "reviewer@example.org"}
        subject = str(make_header(decode_header(sent["Subject"])))
        assert "A phone tree" in subject.replace("\n", "")
        assert not set(BIDI) & set(mail.subject)
        assert len(mail.subject.splitlines()) == 1


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES.keys())
def test_typed_into_the_form(
    title: str,
    library: LibraryIndexPage,
    contributor: User,
    reviewer: User,
    signed_in: SignIn,
    deliver: Callable[[], None],
    mailoutbox: list[EmailMessage],
) -> None:
    data = typed(title=title, action="submit")
    answer = signed_in(contributor).post(reverse("contributions:start"), data)
    assert answer.status_code == 302
    assert Submission.objects.exists()
    deliver()
    check(mailoutbox)


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES.keys())
def test_come_by_another_way(
    title: str,
    library: LibraryIndexPage,
    contributor: User,
    reviewer: User,
    deliver: Callable[[], None],
    mailoutbox: list[EmailMessage],
) -> None:
    content = drafts.DraftContent(title=title, summary="Advisers called home.", body="We called.")
    draft = drafts.start(user=contributor, content=content)
    submitting.submit(submission=draft, user=contributor)
    deliver()
    check(mailoutbox)
