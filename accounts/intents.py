"""What someone wanted to do when she was asked to sign in, done once she has.

An app registers a performer in `AppConfig.ready()`:

    intents.register("library.save", perform)    # perform(user, **params) -> "Saved." or None

and its view, met by a visitor, remembers the wish and leads to the sign-in page:

    intents.remember(request, "library.save", {"resource": "17"}, next=request.path)
    return redirect("account_login")

The wish waits in the session. A person who signs up takes it along on her account, so that it is
done even if she opens the confirmation link on another device. Performers check their parameters
and the person's rights themselves: a wish is only what somebody's browser sent.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypedDict

from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.db import transaction
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from .models import User

logger = logging.getLogger(__name__)

Performer = Callable[..., str | None]

SESSION_KEY = "intent"
JUST_RETURN = ""
# On a shared computer the next person must not act on the wish of the one before her.
SESSION_SECONDS = 3600
ACCOUNT_SECONDS = 7 * 24 * 3600


class Intent(TypedDict):
    """One wish as it is stored: plain values only."""

    name: str
    params: dict[str, Any]
    next: str
    at: float


@dataclass
class Outcome:
    """What was done: what to say, and where the person was."""

    said: list[str] = field(default_factory=list)
    next: str = ""


_performers: dict[str, Performer] = {}


def register(name: str, perform: Performer) -> None:
    """Declare how a wish is fulfilled.

    Args:
        name: "<app>.<verb>".
        perform: takes the person and the remembered parameters; returns what to tell her, or None.
    """
    _performers[name] = perform


def remember(request: HttpRequest, name: str, params: dict[str, Any], next: str) -> None:
    """Keep a wish until its person has signed in or signed up; a newer one replaces it.

    Args:
        name: a registered name.
        params: plain values, given to the performer by name.
        next: address of the page to return to; anything but an address on this site is dropped.

    Raises:
        LookupError: nobody registered the name.
    """
    if name not in _performers:
        raise LookupError(name)
    request.session[SESSION_KEY] = Intent(
        name=name, params=params, next=_on_this_site(next), at=time.time()
    )


def keep_for(request: HttpRequest, user: User) -> None:
    """Move the wish of this session onto the account that was just made in it.

    Where there is none, keep at least the page she came from.
    """
    intent = request.session.pop(SESSION_KEY, None)
    came_from = _on_this_site(request.POST.get(REDIRECT_FIELD_NAME, ""))
    if intent is None and came_from:
        intent = Intent(name=JUST_RETURN, params={}, next=came_from, at=time.time())
    if intent is not None:
        user.intent = intent
        user.save(update_fields=["intent"])


def perform_pending(request: HttpRequest, user: User) -> Outcome:
    """Do what waits for this person on her account and in this session, and say so."""
    outcome = perform_kept(user)
    intent = request.session.pop(SESSION_KEY, None)
    if intent is not None and time.time() - intent["at"] <= SESSION_SECONDS:
        _perform(user, intent, outcome)
    for text in outcome.said:
        messages.success(request, text)
    return outcome


def perform_kept(user: User) -> Outcome:
    """Do what waits on the account, once, even if two devices ask at the same time."""
    outcome = Outcome()
    if user.intent is None:
        return outcome
    with transaction.atomic():
        account = User.objects.select_for_update().get(pk=user.pk)
        intent: Intent | None = account.intent
        account.intent = user.intent = None
        account.save(update_fields=["intent"])
    if intent is not None and time.time() - intent["at"] <= ACCOUNT_SECONDS:
        _perform(user, intent, outcome)
    return outcome


def _perform(user: User, intent: Intent, outcome: Outcome) -> None:
    """Fulfill one wish; whatever goes wrong must not keep the person from signing in."""
    outcome.next = _on_this_site(intent["next"])
    if intent["name"] == JUST_RETURN:
        return
    try:
        with transaction.atomic():
            said = _performers[intent["name"]](user, **intent["params"])
    except Exception:
        logger.exception("The intent %r failed", intent["name"])
        return
    if said:
        outcome.said.append(said)


def _on_this_site(address: str) -> str:
    """Return the address if it is a path of this site, else nothing."""
    return address if url_has_allowed_host_and_scheme(address, allowed_hosts=None) else ""
