"""Vocabularies that come in as files: upload, see what would happen, have it happen."""

from dataclasses import asdict

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from library.enums import Vocabulary
from library.forms.merging import VocabularyUploadForm
from library.models import Term
from library.services import exchange
from library.services.exchange import Entry, Plan
from library.views.terms import get_vocabulary
from library.views.vocabularies import frame, require

# What was read travels in the form, signed, and is kept nowhere.
SALT = "library.vocabulary_import"
KEEP_SECONDS = 24 * 60 * 60
SHOWN_LINES = 500


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, name: str) -> HttpResponse:
    """Take a file and show what it would do."""
    require(request, Term, "add", "change")
    vocabulary = get_vocabulary(name)
    form = VocabularyUploadForm(
        *((request.POST, request.FILES) if request.method == "POST" else ())
    )
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            entries = exchange.read_upload(file.read(), file.name)
        except exchange.Unreadable as unreadable:
            form.add_error("file", str(unreadable))
        else:
            return _report(request, vocabulary, entries)
    context = {
        "form": form,
        "vocabulary": vocabulary,
        **frame(_("Import"), vocabulary=vocabulary),
    }
    status = 422 if form.errors else 200
    return render(request, "library/admin/vocabulary_import.html", context, status=status)


@require_POST
def apply(request: HttpRequest, name: str) -> HttpResponse:
    """Do what was shown, or show it again if the vocabulary has changed since."""
    require(request, Term, "add", "change")
    vocabulary = get_vocabulary(name)
    try:
        sent = signing.loads(request.POST.get("plan", ""), salt=SALT, max_age=KEEP_SECONDS)
    except signing.BadSignature:
        messages.error(request, _("That was too long ago. Upload the file again."))
        return redirect("vocabularies:import", vocabulary)
    entries = [_entry(raw) for raw in sent["entries"]]
    try:
        plan = exchange.apply(
            vocabulary=vocabulary,
            entries=entries,
            fingerprint=sent["plan"] if sent["vocabulary"] == vocabulary else "",
            user=request.user,
        )
    except exchange.PlanChanged:
        messages.error(request, _("The vocabulary has changed. Look again at what would happen."))
        return _report(request, vocabulary, entries)
    told = ", ".join(f"{number} {outcome.label}" for outcome, number in plan.counts)
    messages.success(request, _("Imported: %(told)s.") % {"told": told})
    return redirect("vocabularies:tree", vocabulary)


def _report(request: HttpRequest, vocabulary: Vocabulary, entries: list[Entry]) -> HttpResponse:
    plan = exchange.make_plan(vocabulary, entries)
    context = {
        "plan": plan,
        "lines": _worth_showing(plan),
        "shown_lines": SHOWN_LINES,
        "signed": signing.dumps(
            {
                "vocabulary": vocabulary.value,
                "plan": plan.fingerprint,
                "entries": [list(asdict(entry).values()) for entry in entries],
            },
            salt=SALT,
            compress=True,
        ),
        "vocabulary": vocabulary,
        **frame(_("What would happen"), vocabulary=vocabulary),
    }
    return render(request, "library/admin/vocabulary_plan.html", context)


def _worth_showing(plan: Plan) -> list[exchange.Line]:
    """Return the lines, what is refused first and what stays last."""
    order = [each.value for each in (exchange.Outcome.REFUSED, exchange.Outcome.CHANGED)]
    order += [exchange.Outcome.ADDED.value, exchange.Outcome.UNCHANGED.value]
    return sorted(plan.lines, key=lambda line: order.index(line.outcome))[:SHOWN_LINES]


def _entry(raw: list[object]) -> Entry:
    # JSON has no tuples.
    return Entry(*(tuple(each) if isinstance(each, list) else each for each in raw))  # type: ignore[arg-type]
