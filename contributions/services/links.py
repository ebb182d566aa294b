"""Links that ask strangers to sign in, told by the look of their address alone."""

import re
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_GOOGLE = _(
    "Google may ask readers to sign in. In “Share”, set “Anyone with the link” and copy the link "
    "again, or add the file itself."
)
_MICROSOFT = _(
    "OneDrive and SharePoint ask strangers to sign in unless you share with “Anyone with the "
    "link”. Adding the file itself is safer."
)
_DROPBOX = _(
    "This is your own view of Dropbox, which nobody else can open. Use “Copy link”, or add the "
    "file itself."
)
_BOX = _(
    "Box asks strangers to sign in unless the link is shared with “People with the link”. Adding "
    "the file itself is safer."
)
_CLASSROOM = _("Only the people of this class can open it. Add the file itself instead.")
_INSIDE = _("This address works only inside your own network. Add the file itself instead.")

_GOOGLE_PUBLISHED = re.compile(r"/pub(html)?$")
_DROPBOX_SHARED = re.compile(r"^/(s|sh|scl|t)/")
_BOX_SHARED = re.compile(r"^/(s|v|shared)/")
_PRIVATE_HOST = re.compile(
    r"^(localhost|(127|10)(\.\d+){3}|192\.168(\.\d+){2}|172\.(1[6-9]|2\d|3[01])(\.\d+){2})$"
    r"|\.(local|lan|internal)$"
)


def asks_to_sign_in(url: str) -> str:
    """Return why strangers may not get to see the address, and what to do; "" if they may.

    Nothing is fetched: a private document and a shared one often have the same form of address,
    so this is a hint and never a reason to refuse.
    """
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    return str(_reason(host, parts.path) or "")


def _reason(host: str, path: str) -> Promise | str | None:
    if host in {"docs.google.com", "drive.google.com"}:
        return None if _GOOGLE_PUBLISHED.search(path) else _GOOGLE
    if host == "classroom.google.com" or host.endswith(".schoology.com"):
        return _CLASSROOM
    if host in {"onedrive.live.com", "1drv.ms"} or host.endswith(".sharepoint.com"):
        return _MICROSOFT
    if host in {"office.com", "teams.microsoft.com"}:
        return _MICROSOFT
    if host == "dropbox.com":
        return None if _DROPBOX_SHARED.match(path) else _DROPBOX
    if host == "box.com" or host.endswith(".box.com"):
        return None if _BOX_SHARED.match(path) else _BOX
    if host and (_PRIVATE_HOST.search(host) or "." not in host):
        return _INSIDE
    return None
