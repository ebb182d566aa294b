"""Vocabularies and tags in Wagtail's admin: as a tree with counts, in order, merged."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.admin_pages import admin_frame
from core.fields import is_key
from library.enums import Vocabulary
from library.forms.merging import MergeTagForm, MergeTermForm
from library.models import ResourceTag, Term
from library.permissions import may_keep, may_merge
from library.services import merging
from library.services.tags import delete_unused
from library.services.uses import tag_counts, term_counts, unused_tags
from library.services.vocabulary import move_term, places
from library.views.terms import get_vocabulary

TAGS_PER_PAGE = 100
# A form has a thousand fields at most.
MOST_DELETED = 500


@require_GET
def tree(request: HttpRequest, name: str) -> HttpResponse:
    """Show a vocabulary as a tree, in its order, with how often each term is used."""
    require(request, Term, "change")
    vocabulary = get_vocabulary(name)
    counts = term_counts(vocabulary)
    rows = [
        (place, counts.published[place.term.pk], counts.drafts[place.term.pk])
        for place in places(vocabulary)
    ]
    context = {
        "vocabulary": vocabulary,
        "vocabularies": list(Vocabulary),
        "rows": rows,
        "may_add": may_keep(request.user, Term, "add"),
        "may_merge": may_merge(request.user, Term),
        **frame(vocabulary.label),
    }
    return render(request, "library/admin/terms.html", context)


@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a term one place up or down."""
    require(request, Term, "change")
    term = get_object_or_404(Term, pk=pk)
    move_term(term=term, up=request.POST.get("to") == "up")
    return redirect(f"{reverse('vocabularies:tree', args=[term.vocabulary])}#term-{term.pk}")


@require_http_methods(["GET", "POST"])
def merge_term(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose what a term is merged into, see what that does, do it."""
    require(request, Term, "change", "delete")
    term = Term.objects.filter(pk=pk).first()
    if term is None:
        return _merged_already(request, "term", pk)
    form = MergeTermForm(_sent(request), term=term)
    back = reverse("vocabularies:tree", args=[term.vocabulary])
    return _merge(request, term, form, back)


@require_GET
def tags(request: HttpRequest) -> HttpResponse:
    """List the tags with how often each is used."""
    require(request, ResourceTag, "change")
    sought = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    found = ResourceTag.objects.filter(name__icontains=sought).order_by("name", "pk")
    shown = Paginator(found, TAGS_PER_PAGE).get_page(request.GET.get("p"))
    counts = tag_counts()
    context = {
        "rows": [(tag, counts.published[tag.pk], counts.drafts[tag.pk]) for tag in shown],
        "shown": shown,
        "sought": sought,
        "may_add": may_keep(request.user, ResourceTag, "add"),
        "may_delete": may_keep(request.user, ResourceTag, "delete"),
        **frame(_("Tags")),
    }
    return render(request, "library/admin/tags.html", context)


@require_http_methods(["GET", "POST"])
def merge_tag(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose what a tag is merged into, see what that does, do it."""
    require(request, ResourceTag, "change", "delete")
    tag = ResourceTag.objects.filter(pk=pk).first()
    if tag is None:
        return _merged_already(request, "tag", pk)
    return _merge(request, tag, MergeTagForm(_sent(request), tag=tag), reverse("vocabularies:tags"))


@require_http_methods(["GET", "POST"])
def unused(request: HttpRequest) -> HttpResponse:
    """Show the tags that nothing uses, and delete them."""
    require(request, ResourceTag, "delete")
    if request.method == "POST":
        sent = request.POST.getlist("tag")
        keys = [int(key) for key in sent if is_key(key)]
        number = delete_unused(keys=keys, user=request.user)
        said = ngettext("%(n)d tag is gone.", "%(n)d tags are gone.", number)
        messages.success(request, said % {"n": number})
        return redirect("vocabularies:tags")
    context = {"tags": unused_tags()[:MOST_DELETED], **frame(_("Unused tags"), tags=True)}
    return render(request, "library/admin/unused_tags.html", context)


def require(request: HttpRequest, model: type[Model], *actions: str) -> None:
    """Let only those go on who may do this with terms or tags.

    Raises:
        PermissionDenied: the person may not.
    """
    if not may_keep(request.user, model, *actions):
        raise PermissionDenied


def frame(title: Any, *, tags: bool = False, vocabulary: str = "") -> dict[str, Any]:
    """Return title and breadcrumbs of a page of the vocabularies."""
    steps: list[tuple[str, Any]] = []
    if tags:
        steps.append((reverse("vocabularies:tags"), _("Tags")))
    if vocabulary:
        url = reverse("vocabularies:tree", args=[vocabulary])
        steps.append((url, Vocabulary(vocabulary).label))
    return admin_frame(title, icon="list-ul", steps=steps)


def _sent(request: HttpRequest) -> Any:
    if request.method == "POST":
        return request.POST
    return request.GET if "into" in request.GET else None


def _merge(request: HttpRequest, one: Any, form: Any, back: str) -> HttpResponse:
    """Show the choice, its preview, or what came of it."""
    is_term = isinstance(one, Term)
    preview = into = None
    if form.is_bound and form.is_valid():
        into = form.cleaned_data["into"]
        try:
            if request.method == "POST":
                return _do_merge(request, one, into, back)
            preview = (
                merging.preview_terms(term=one, into=into)
                if is_term
                else merging.preview_tags(tag=one, into=into)
            )
        except merging.MergeRefused as refused:
            form.add_error("into", str(refused))
    context = {
        "one": one,
        "into": into,
        "form": form,
        "preview": preview,
        "is_term": is_term,
        "back": back,
        **frame(
            _("Merge “%(name)s”") % {"name": one},
            tags=not is_term,
            vocabulary=one.vocabulary if is_term else "",
        ),
    }
    return render(request, "library/admin/merge.html", context, status=422 if form.errors else 200)


def _do_merge(request: HttpRequest, one: Any, into: Any, back: str) -> HttpResponse:
    name = str(one)
    if isinstance(one, Term):
        merging.merge_terms(term=one, into=into, user=request.user)
    else:
        merging.merge_tags(tag=one, into=into, user=request.user)
    said = _("“%(name)s” is merged into “%(into)s”.") % {"name": name, "into": into}
    messages.success(request, said)
    return redirect(f"{back}#term-{into.pk}" if isinstance(into, Term) else back)


def _merged_already(request: HttpRequest, name: str, pk: int) -> HttpResponse:
    """Answer a form that was sent twice: it is done."""
    present = merging.merged_into(name=name, key=pk)
    messages.info(request, _("It was merged into “%(into)s” already.") % {"into": present})
    if isinstance(present, Term):
        return redirect("vocabularies:tree", present.vocabulary)
    return redirect("vocabularies:tags")
