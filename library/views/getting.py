"""Load the resource that a member's page is about, for those who may."""

from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts import intents
from library.models import ResourcePage
from library.permissions import may_take_part
from library.views.resources import Withdrawn, find_resource, or_tombstone

# More than any of the forms takes; a session is no store for what somebody's program sends.
LONGEST = 10_000

View = Callable[..., HttpResponse]


class Wish(NamedTuple):
    """What is done with a form once its sender has signed in again, by whose fields."""

    intent: str
    fields: tuple[str, ...]


def get_resource(request: HttpRequest, slug: str) -> ResourcePage:
    """Return the published resource at an address, if the person may see it.

    Raises:
        Http404: there is none, or not for her, or it was withdrawn.
    """
    try:
        return find_resource(request, slug)
    except Withdrawn as withdrawn:
        raise Http404 from withdrawn


def for_members(wish: Wish | None = None) -> Callable[[View], View]:
    """Give a view the resource of its address, and let members alone to it.

    A visitor is led to sign in. If she sent a form, her session ended while she wrote: the wish is
    done once she is back.

    Args:
        wish: how what was sent is kept meanwhile; it is lost without one.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        @or_tombstone
        def answer(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
            page = find_resource(request, slug)
            if not request.user.is_authenticated:
                return _sign_in_first(request, page, wish)
            if not may_take_part(request.user):
                raise PermissionDenied
            return view(request, page, **kwargs)

        return answer

    return decorate


def _sign_in_first(request: HttpRequest, page: ResourcePage, wish: Wish | None) -> HttpResponse:
    if request.method != "POST":
        return redirect_to_login(request.get_full_path())
    if wish is None:
        return redirect_to_login(reverse("library:resource", args=[page.slug]))
    sent = {name: request.POST[name] for name in wish.fields if name in request.POST}
    if sum(map(len, sent.values())) > LONGEST:
        raise PermissionDenied
    back = reverse("library:resource", args=[page.slug])
    intents.remember(request, wish.intent, {"resource": page.pk, **sent}, next=back)
    return redirect("account_login")
