"""What one can do with accounts."""

from .confirmation import (
    Confirmation,
    LinkNoLongerWorks,
    confirmation_link,
    read_confirmation,
    send_confirmation_again,
)
from .people import change_address, create_account, invite, password_link
from .site import mail_links

__all__ = [
    "Confirmation",
    "LinkNoLongerWorks",
    "change_address",
    "confirmation_link",
    "create_account",
    "invite",
    "mail_links",
    "password_link",
    "read_confirmation",
    "send_confirmation_again",
]
