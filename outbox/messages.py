"""A mail as the payload of a row, and back."""

from base64 import b64decode, b64encode
from email.utils import make_msgid, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives

from .registry import Payload

_PLAIN = ("subject", "body", "from_email", "content_subtype")
_LISTS = ("to", "cc", "bcc", "reply_to")


class NotKept(TypeError):
    """The mail is of a kind that a row cannot hold as it is."""


def new_message_id() -> str:
    """Return a Message-ID under the name of the site's sender."""
    return make_msgid(domain=parseaddr(settings.DEFAULT_FROM_EMAIL)[1].split("@")[-1])


def payload_of(message: EmailMessage) -> Payload:
    """Return all of a mail that its recipients will see.

    Raises:
        NotKept: it has parts that were made by hand, or an encoding of its own.
    """
    if type(message) not in (EmailMessage, EmailMultiAlternatives) or message.encoding:
        raise NotKept
    headers = {name: str(value) for name, value in message.extra_headers.items()}
    named = {name.lower() for name in headers}
    return {
        **{name: str(getattr(message, name)) for name in _PLAIN},
        **{name: [str(one) for one in getattr(message, name)] for name in _LISTS},
        "headers": headers,
        **({} if "message-id" in named else {"message_id": new_message_id()}),
        "attachments": [_kept_part(*_three(one)) for one in message.attachments],
        "alternatives": [
            _kept_part(None, content, mimetype)
            for content, mimetype in getattr(message, "alternatives", [])
        ],
    }


def message_of(payload: Payload) -> EmailMessage:
    """Return the mail of a row. What a mail of our own does not name has its ordinary value."""
    headers = {"Auto-Submitted": "auto-generated", **payload.get("headers", {})}
    if "message_id" in payload:  # rows of an older release have none
        headers["Message-ID"] = payload["message_id"]
    to = payload["to"]
    message = EmailMultiAlternatives(
        subject=payload["subject"],
        body=payload["body"],
        from_email=payload.get("from_email"),
        to=[to] if isinstance(to, str) else to,
        headers=headers,
        **{name: payload.get(name, []) for name in _LISTS[1:]},
    )
    message.content_subtype = payload.get("content_subtype", "plain")
    for part in payload.get("attachments", []):
        message.attach(part["name"], _content(part), part["type"])
    for part in payload.get("alternatives", []):
        message.attach_alternative(_content(part), part["type"])
    return message


def _three(attachment: Any) -> tuple[Any, Any, Any]:
    """Return name, content and type of an attachment.

    Raises:
        NotKept: it is a part made by hand.
    """
    if not isinstance(attachment, tuple):
        raise NotKept
    name, content, mimetype = attachment
    return name, content, mimetype


def _kept_part(name: str | None, content: object, mimetype: str | None) -> Payload:
    if isinstance(content, bytes):
        kept = {"base64": b64encode(content).decode()}
    elif isinstance(content, str):
        kept = {"text": content}
    else:
        raise NotKept
    return {"name": name, "type": mimetype, **kept}


def _content(part: Payload) -> Any:
    return b64decode(part["base64"]) if "base64" in part else part["text"]
