"""The living style page."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from core.icons import PATHS
from home.blocks import BODY_BLOCKS, PROGRAM_BLOCKS
from home.enums import NoticeKind
from home.forms.style import StyleForm

ENTRY = {
    "url": "/style/#entry",
    "title": "A phone tree that brought absent ninth graders back",
    "kind": "Practice",
    "recognition": "Recognized",
    "is_sample": True,
    "summary": "Advisers called home by 8:20 with one scripted question. First-period absence "
    "fell by a third in nine weeks.",
    "time_to_start": "6 hours",
    "cost": "None",
    "grades": "Grades 9-12",
}
LONG_ENTRY = {
    "url": "/style/#long",
    "title": "How three elementary schools with one shared nurse, two part-time counselors and no "
    "common calendar rebuilt their student-support-team meetings, and Donaudampfschifffahrts"
    "elektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "kind": "Template or tool",
    "members_only": True,
    "summary": "A title that nobody should write, and that must not break the page all the same.",
    "cost": "$ 1,200 a year",
    "context": "Elementary schools, 210 to 480 students",
    "format": "DOCX",
    "year": 2026,
}
NOTICE = "<p>The office is closed on Friday.</p>"
STATES = [
    ("draft", "Draft"),
    ("submitted", "Submitted"),
    ("in-review", "In review"),
    ("changes-requested", "Changes requested"),
    ("resubmitted", "Resubmitted"),
    ("published", "Published"),
    ("declined", "Declined"),
    ("withdrawn", "Withdrawn"),
]


@require_safe
def style(request: HttpRequest) -> HttpResponse:
    """Show every component in every state; for those who build the site, never in production."""
    if not (settings.DEBUG or getattr(settings, "SAMPLES_ALLOWED", False)):
        raise Http404
    messages.info(request, "Your draft was saved a minute ago.")
    messages.success(request, "Thank you. An editor will read it within five days.")
    messages.warning(request, "One file is still being checked for viruses.")
    messages.error(request, "The file was not accepted: it is not a PDF, whatever its name says.")
    marked = mark_safe(
        "Advisers called home by 8:20 when a student <mark>skipped</mark> <mark>class</mark>."
    )
    context = {
        "entry": ENTRY,
        "long": LONG_ENTRY,
        "entries": [ENTRY, LONG_ENTRY, {**ENTRY, "kind": "Guide", "recognition": ""}],
        "found": {**ENTRY, "excerpt": marked, "year": 2025},
        "form": StyleForm(),
        "wrong_form": StyleForm(
            {"wrong-email": "principal@", "wrong-summary": "Short.", "wrong-grades": "pre-k"},
            prefix="wrong",
        ),
        "states": STATES,
        "parts": _parts(),
        "notices": [{"text": NOTICE, "kind": NoticeKind.URGENT}],
        "icons": PATHS,
        "trail": [("Library", "/library/"), ("Attendance", "/library/?topic=attendance")],
        "paginator": Paginator(range(240), 20),
    }
    return render(request, "home/style.html", context)


def _parts() -> list[SafeString]:
    """Return every part that pages are made of, as the preview in the admin shows it."""
    named: list[tuple[str, Any]] = [*BODY_BLOCKS, *PROGRAM_BLOCKS]
    blocks = {block.meta.template: block for _, block in named}
    return [
        block.render(block.get_preview_value()) for block in blocks.values() if block.is_previewable
    ]
