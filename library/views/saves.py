"""Saved resources and lists of them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import intents
from accounts.models import User
from accounts.requests import signed_in
from library.forms.saves import ListForm, ListsForm
from library.models import ResourcePage, SavedResource
from library.permissions import visibilities_for
from library.services import saves
from library.services.answering import cards_of
from library.views.getting import get_resource

INTENT = "library.save"
PAGE_SIZE = 30
# What was withdrawn is on no list any more.
IN_LIBRARY = Q(saved_resources__resource__live=True, saved_resources__resource__withdrawn_at=None)


def perform_save(user: User, resource: int) -> str | None:
    """Save what a visitor wanted to save before she signed in; gone or hidden things quietly not.

    Args:
        user: who signed in.
        resource: primary key, as remembered by `save`.
    """
    page = ResourcePage.objects.published().filter(pk=resource).first()
    if page is None:
        return None
    try:
        saves.save_resource(user=user, resource=page)
    except saves.NotVisible:
        return None
    return _("Saved. You find it under “Saved”.")


@require_http_methods(["GET", "HEAD", "POST"])
def save(request: HttpRequest, slug: str) -> HttpResponse:
    """Save a resource; a visitor is asked to sign in first, and then it is done."""
    page = get_resource(request, slug)
    if request.method != "POST":
        return render(request, "library/save.html", {"page": page})
    if not request.user.is_authenticated:
        return _sign_in_first(request, page)
    saves.save_resource(user=request.user, resource=page)
    return _answer_save(request, page, is_saved=True)


@require_POST
def unsave(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a resource out of what the person saved."""
    page = get_resource(request, slug)
    if not request.user.is_authenticated:
        return _lead(request, f"{reverse('account_login')}?next={_address_of(page)}")
    saves.unsave_resource(user=signed_in(request), resource=page)
    return _answer_save(request, page, is_saved=False)


@require_POST
@login_required
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Take something out of what the person saved, whatever became of the resource."""
    user = signed_in(request)
    forgotten = get_object_or_404(
        SavedResource.objects.select_related("resource"), pk=pk, user=user
    )
    saves.unsave_resource(user=user, resource=forgotten.resource)
    messages.success(request, _("No longer saved."))
    return _back_to_saved(request)


@require_safe
@login_required
def saved(request: HttpRequest) -> HttpResponse:
    """Show what the person saved."""
    return _render_saved(request, ListForm())


@require_POST
@login_required
def create_list(request: HttpRequest) -> HttpResponse:
    """Make a list."""
    form = ListForm(request.POST)
    if form.is_valid():
        try:
            made = saves.create_list(user=signed_in(request), name=form.cleaned_data["name"])
        except saves.NameTaken:
            form.add_error("name", _("You have a list of this name already."))
        except saves.TooManyLists:
            form.add_error("name", _("You have 100 lists. Delete one to make another."))
        else:
            messages.success(request, _("The list “%(name)s” is ready.") % {"name": made.name})
            return redirect("library:saved")
    return _render_saved(request, form, status=422)


@require_POST
@login_required
def choose_lists(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a saved resource on the lists that are ticked, and on no other."""
    user = signed_in(request)
    chosen = get_object_or_404(SavedResource, pk=pk, user=user)
    form = ListsForm(request.POST, user=user)
    if not form.is_valid():
        raise Http404
    saves.put_on_lists(user=user, saved=chosen, lists=list(form.cleaned_data["lists"]))
    messages.success(request, _("The lists are as you ticked them."))
    return _back_to_saved(request, at=f"#saved-{chosen.pk}")


def _sign_in_first(request: HttpRequest, page: ResourcePage) -> HttpResponse:
    """Remember what the visitor wanted and lead her to the way in that she chose."""
    intents.remember(request, INTENT, {"resource": page.pk}, next=_address_of(page))
    return _lead(request, reverse("account_signup" if "new" in request.POST else "account_login"))


def _lead(request: HttpRequest, address: str) -> HttpResponse:
    """Lead to another page, the whole window even where htmx asked for a button's place only."""
    if "HX-Request" in request.headers:
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)


def _address_of(page: ResourcePage) -> str:
    return reverse("library:resource", args=[page.slug])


def _answer_save(request: HttpRequest, page: ResourcePage, *, is_saved: bool) -> HttpResponse:
    """Answer with the form turned around, or lead back to the resource."""
    if "HX-Request" in request.headers:
        context = {"page": page, "is_saved": is_saved, "just_now": True}
        return render(request, "library/parts/save_form.html", context)
    messages.success(
        request, _("Saved. You find it under “Saved”.") if is_saved else _("No longer saved.")
    )
    return redirect("library:resource", slug=page.slug)


def _back_to_saved(request: HttpRequest, at: str = "") -> HttpResponse:
    """Lead back to what the person saved, to the page of it that she was on."""
    page = request.GET.get("page", "")
    return redirect(
        reverse("library:saved") + (f"?{urlencode({'page': page})}" if page else "") + at
    )


def _render_saved(request: HttpRequest, form: ListForm, status: int = 200) -> HttpResponse:
    user = signed_in(request)
    everything = SavedResource.objects.filter(user=user).prefetch_related("lists")
    shown = Paginator(everything, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "lists": user.save_lists.annotate(count=Count("saved_resources", filter=IN_LIBRARY)),
        "shown": shown,
        "rows": rows_of(request, list(shown)),
    }
    return render(request, "library/saved.html", context, status=status)


def rows_of(request: HttpRequest, shown: list[SavedResource]) -> list[dict[str, Any]]:
    """Pair what was saved with its card; None where the person may not see the resource now."""
    cards = cards_of([one.resource_id for one in shown], visibilities_for(request.user))
    by_pk = {card.pk: card for card in cards}
    return [{"saved": one, "card": by_pk.get(one.resource_id)} for one in shown]
