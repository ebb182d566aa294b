"""Lists of saved resources, private, shared by link, or collections for everybody."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import signed_in
from core import page_cache
from library.enums import Audience
from library.forms.saves import DescriptionForm, NoteForm
from library.models import ListItem, SaveList
from library.permissions import may_curate, visibilities_for
from library.services import lists, saves
from library.services.answering import cards_of
from library.services.collections import address_of, with_counts

PAGE_SIZE = 30
# What the buttons send; older pages say "yes" and "no".
AUDIENCES = {"no": Audience.PRIVATE, "yes": Audience.LINK, "public": Audience.PUBLIC}
MOVES = {"up": -1, "down": 1}


@require_safe
def show_list(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show a list to its owner, or to anyone with the link if it is shared."""
    save_list = get_object_or_404(SaveList.objects.select_related("owner"), public_id=public_id)
    if not save_list.is_shared and save_list.owner_id != request.user.pk:
        raise Http404
    return _render(request, save_list)


@require_safe
def collections(request: HttpRequest) -> HttpResponse:
    """Show the collections."""
    shown = Paginator(with_counts(), PAGE_SIZE).get_page(request.GET.get("page"))
    response = render(request, "library/collections.html", {"shown": shown})
    return page_cache.keep(request, response, ("page",))


@require_safe
def collection(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show a collection to everybody."""
    found = SaveList.objects.select_related("owner").filter(is_public=True)
    response = _render(request, get_object_or_404(found, public_id=public_id))
    return page_cache.keep(request, response, ("page",))


@require_POST
@login_required
def rename_list(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Give a list another name and description."""
    save_list = _get_own_list(request, public_id)
    form = DescriptionForm(request.POST)
    if form.is_valid():
        try:
            lists.describe_list(user=signed_in(request), save_list=save_list, **form.cleaned_data)
        except saves.NameTaken:
            form.add_error("name", _("You have a list of this name already."))
        else:
            return redirect("library:list", public_id=public_id)
    return _render(request, save_list, form, status=422)


@require_POST
@login_required
def share_list(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Say who may read a list."""
    user = signed_in(request)
    mine = Q(owner=user)
    found = SaveList.objects.filter(mine | Q(is_public=True) if may_curate(user) else mine)
    save_list = get_object_or_404(found, public_id=public_id)
    audience = AUDIENCES.get(request.POST.get("shared", ""), Audience.PRIVATE)
    lists.set_audience(user=user, save_list=save_list, audience=audience)
    if save_list.owner_id != user.pk:
        messages.success(request, _("It is no longer among the collections."))
        return redirect("library:collections")
    return redirect("library:list", public_id=public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def delete_list(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask, and delete a list; what was on it stays saved."""
    save_list = _get_own_list(request, public_id)
    if request.method != "POST":
        return render(request, "library/delete_list.html", {"save_list": save_list})
    lists.delete_list(user=signed_in(request), save_list=save_list)
    messages.success(request, _("The list “%(name)s” is deleted.") % {"name": save_list.name})
    return redirect("library:saved")


@require_POST
@login_required
def change_item(request: HttpRequest, public_id: UUID, pk: int) -> HttpResponse:
    """Move something on a list, say why it is there, or take it off."""
    user = signed_in(request)
    item = get_object_or_404(
        ListItem.objects.select_related("save_list"),
        pk=pk,
        save_list__public_id=public_id,
        save_list__owner=user,
    )
    action = request.POST.get("action", "")
    if action in MOVES:
        lists.move_item(user=user, item=item, by=MOVES[action])
    elif action == "remove":
        lists.remove_item(user=user, item=item)
        messages.success(request, _("It is off the list, and still saved."))
    else:
        form = NoteForm(request.POST)
        if not form.is_valid():
            messages.error(request, " ".join(map(str, form.errors["note"])))
            return _render(request, item.save_list, note=(item.pk, form), status=422)
        lists.note_item(user=user, item=item, note=form.cleaned_data["note"])
    page = request.GET.get("page", "")
    query = f"?{urlencode({'page': page})}" if page else ""
    return redirect(f"{reverse('library:list', args=[public_id])}{query}#item-{item.pk}")


def _get_own_list(request: HttpRequest, public_id: UUID) -> SaveList:
    return get_object_or_404(signed_in(request).save_lists, public_id=public_id)


def _render(
    request: HttpRequest,
    save_list: SaveList,
    form: DescriptionForm | None = None,
    note: tuple[int, NoteForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show a list: all that is on it to its owner, to others what they may see."""
    is_owner = save_list.owner_id == request.user.pk
    curates = request.user.is_authenticated and may_curate(request.user)
    seen = visibilities_for(request.user)
    on_it = (
        save_list.items.select_related("saved") if is_owner else lists.items_for(save_list, seen)
    )
    shown = Paginator(on_it, PAGE_SIZE).get_page(request.GET.get("page"))
    cards = {card.pk: card for card in cards_of([one.saved.resource_id for one in shown], seen)}
    own = reverse("library:list", args=[save_list.public_id])
    address = address_of(save_list) if save_list.is_public else own
    initial = {"name": save_list.name, "description": save_list.description}
    context = {
        "save_list": save_list,
        "form": form or DescriptionForm(initial=initial),
        "typed_note": note,
        "shown": shown,
        "rows": [{"item": one, "card": cards.get(one.saved.resource_id)} for one in shown],
        "is_owner": is_owner,
        "may_curate": curates,
        "may_change": is_owner and (curates or not save_list.is_public),
        "canonical": address,
        "address": request.build_absolute_uri(address),
    }
    return render(request, "library/list.html", context, status=status)
