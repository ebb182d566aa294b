"""Following topics and contributors."""

from collections.abc import Iterable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import signed_in
from library.enums import Vocabulary
from library.models import Follow, ResourcePage, Term
from library.permissions import visibilities_for
from library.services import following
from library.views.resources import find_resource, or_tombstone


@require_safe
@never_cache
@login_required
def follows(request: HttpRequest) -> HttpResponse:
    """Show what the person follows."""
    user = signed_in(request)
    found = list(Follow.objects.of(user))
    shared = _newest_of(request, {one.author_id for one in found if one.author_id is not None})
    rows = [
        {"follow": one, "shared": shared.get(one.author_id) if one.author_id else None}
        for one in found
    ]
    context = {"rows": rows, "is_stopped": any(not one.is_mailed for one in found)}
    return render(request, "library/follows.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask, and follow a topic or stop."""
    user = signed_in(request)
    # A NUL in an address is an error to PostgreSQL.
    if not slug.isprintable():
        raise Http404
    term = get_object_or_404(Term.objects.of(Vocabulary.TOPIC), slug=slug)
    found = Follow.objects.filter(user=user, term=term).first()
    if request.method != "POST":
        return render(request, "library/follow_topic.html", {"term": term, "follow": found})
    if "stop" in request.POST:
        if found is not None:
            following.unfollow(user=user, pk=found.pk)
        messages.success(request, _("You no longer follow “%(topic)s”.") % {"topic": term.label})
    else:
        following.follow_term(user=user, term=term)
        said = _("You follow “%(topic)s”: what is new comes in a mail on Mondays.")
        messages.success(request, said % {"topic": term.label})
    return redirect(f"{reverse('library:browse')}?{urlencode({'topic': term.slug})}")


@require_http_methods(["GET", "HEAD", "POST"])
@or_tombstone
def follow(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose what to follow of a resource: its topics, and who shared it."""
    page = find_resource(request, slug)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    user = signed_in(request)
    topics = Term.objects.of(Vocabulary.TOPIC).filter(resource_terms__resource=page)
    has_author = following.has_author_to_follow(user, page)
    if request.method == "POST":
        sent = [slug for slug in request.POST.getlist("topic") if slug.isprintable()]
        chosen = topics.filter(slug__in=sent)
        is_author = has_author and "author" in request.POST
        following.choose(user=user, resource=page, terms=chosen, author=is_author)
        messages.success(request, _("Kept. What is new comes in a mail on Mondays."))
        return redirect("library:resource", slug=page.slug)
    context = {
        "page": page,
        "topics": topics,
        "has_author": has_author,
        "followed": set(
            Follow.objects.filter(user=user, term__in=topics).values_list("term", flat=True)
        ),
        "follows_author": has_author
        and Follow.objects.filter(user=user, author=page.owner_id).exists(),
    }
    return render(request, "library/follow.html", context)


@require_POST
@login_required
def unfollow(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop following something."""
    user = signed_in(request)
    found = get_object_or_404(Follow, pk=pk, user=user)
    following.unfollow(user=user, pk=found.pk)
    messages.success(request, _("You no longer follow it."))
    return redirect("library:follows")


@require_POST
@login_required
def mails(request: HttpRequest) -> HttpResponse:
    """Stop the weekly mail, or have it sent again."""
    user = signed_in(request)
    if request.POST.get("mails") == "yes":
        following.resume_mails(user=user)
        messages.success(request, _("You get the mail again, on Mondays if anything is new."))
    else:
        following.stop_mails(user=user)
        messages.success(request, _("You get no more weekly mails."))
    return redirect("library:follows")


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop_mails(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the weekly mail from the mail itself, signed in or not.

    Opening the link changes nothing, since mail scanners open links. Mail programs send the POST
    themselves (RFC 8058), without a cookie; the signature in the address stands for the person.
    """
    user = following.user_of_token(token)
    is_done = user is not None and request.method == "POST"
    if user is not None and is_done:
        following.stop_mails(user=user)
    context = {"is_known": user is not None, "is_done": is_done}
    return render(request, "library/stop_mails.html", context)


def _newest_of(request: HttpRequest, authors: Iterable[int]) -> dict[int, ResourcePage]:
    """Return the newest resource of each author that the person may see: it stands for the author,
    whose account has no name that is public."""
    found: dict[int, ResourcePage] = {}
    rows = ResourcePage.objects.published().visible_to(visibilities_for(request.user))
    rows = rows.filter(owner__in=authors, external_id=None).newest_first()
    for page in rows.only("title", "slug", "owner"):
        if page.owner_id is not None:
            found.setdefault(page.owner_id, page)
    return found
