"""What the form of a contribution is made of, for the page and for its autosave."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import User
from accounts.requests import signed_in
from contributions.enums import Likeness, State
from contributions.forms.sharing import ContributionForm
from contributions.models import Submission, WantedPractice
from contributions.services import drafts, duplicates, progress
from contributions.services.comparison import Change, compare
from contributions.services.drafts import DraftContent
from contributions.services.links import asks_to_sign_in
from contributions.services.suggestions import Suggestion, suggest
from files import texts
from files.fix_list import to_mend
from files.models import StoredFile
from files.readiness import Standing, standing_of, words_for
from files.services import collect_files
from library.permissions import visibilities_for

TEXTS = ("summary", "body", "challenge", "actions", "results", "reflections")


def fresh_form(found: Submission | None) -> ContributionForm:
    """Return the form as the draft has it; empty for a new contribution."""
    if found is None:
        return ContributionForm(content=DraftContent(), files=[])
    content = drafts.content_of(drafts.read(found))
    return ContributionForm(
        content=content,
        files=[stored for stored, _title in content.files],
        what_changed=found.what_changed,
    )


def bound_form(
    user: User,
    data: QueryDict | str,
    found: Submission | None,
    uploads: Sequence[UploadedFile] = (),
) -> ContributionForm:
    """Return the form with what was sent, its files gathered and new ones kept.

    A file is listed if the person uploaded it or the draft lists it already; one that the button
    "Remove" names is left out.
    """
    sent = QueryDict(data) if isinstance(data, str) else data
    content = drafts.content_of(drafts.read(found)) if found else DraftContent()
    verb, _colon, removed = sent.get("action", "").partition(":")
    ids = [each for each in sent.getlist("file") if verb != "remove" or each != removed]
    collected = collect_files(
        uploaded_by=user,
        public_ids=ids,
        uploads=uploads,
        keep=[stored for stored, _title in content.files],
    )
    form = ContributionForm(
        sent,
        content=content,
        files=collected.files,
        what_changed=found.what_changed if found else "",
    )
    form.file_errors += collected.refused
    return form


def with_suggestion(sent: QueryDict, action: str) -> QueryDict:
    """Return what was sent, and the suggestion that the button `add:<field>:<value>` names."""
    verb, _colon, rest = action.partition(":")
    field, _colon, value = rest.partition(":")
    if verb != "add" or field not in {"topics", "grades", "tags"}:
        return sent
    data = sent.copy()
    if field == "tags":
        data["tags"] = ", ".join(filter(None, [data.get("tags", "").strip(" ,"), value]))
    else:
        data.appendlist(field, value)
    return data


def render_form(
    request: HttpRequest,
    found: Submission | None,
    form: ContributionForm,
    *,
    key: UUID,
    serial: int | None = None,
    conflict: bool = False,
    status: int = 200,
    wanted: WantedPractice | None = None,
) -> HttpResponse:
    """Render the page of the form.

    Args:
        request: the request.
        found: the contribution, if there is one already.
        form: fresh, or with what was sent and what is wrong with it.
        key: the public id that the draft has or will have.
        serial: the count of saves that the form builds on; by default what was sent, or else the
            draft's present one.
        conflict: what was saved elsewhere is shown beside what was sent.
        status: HTTP status.
        wanted: what a new contribution is to answer.
    """
    if serial is None:
        sent = form.data.get("serial", "") if form.is_bound else ""
        serial = int(sent) if sent.isdecimal() and len(sent) < 9 else 0
        if not form.is_bound and found is not None:
            serial = found.draft_serial
    is_asked = found is not None and found.state == State.CHANGES_REQUESTED
    context: dict[str, Any] = {
        "form": form,
        "submission": found,
        "key": key,
        "serial": serial,
        "errors": form.all_errors() if form.is_bound else [],
        "files": _files(form),
        "topic_groups": topic_groups(form),
        "warnings": link_warnings(form),
        **alike_context(signed_in(request), found, form),
        "conflict": conflict_between(found, form) if conflict and found else None,
        "suggestions": suggestions_for(signed_in(request), form)
        if request.GET.get("suggest") == "1"
        else [],
        "request_post": _request_post(found) if found and is_asked else None,
        "more_is_open": _has_more(form) or "suggest" in request.GET,
        "is_edit": found is not None and found.is_edit,
        "wanted": found.wanted if found else wanted,
        "now": timezone.localtime(),
    }
    return render(request, "contributions/form.html", context, status=status)


class FileRow(NamedTuple):
    """A listed file, its name for readers, how it stands, what to know about its text, and how much
    there is to mend so that everybody can read it."""

    stored: StoredFile
    title: str
    standing: Standing
    words: str
    text_note: str
    to_mend: int


def _files(form: ContributionForm) -> list[FileRow]:
    notes = texts.notes(stored.sha256 for stored in form.listed)
    standings = standing_of(form.listed)
    mending = to_mend(form.listed)
    return [
        FileRow(
            stored=each,
            title=form.title_of(each),
            standing=standings[each.pk],
            words=words_for(each, standings[each.pk]),
            text_note=notes.get(each.sha256, ""),
            to_mend=mending.get(each.pk, 0),
        )
        for each in form.listed
    ]


def topic_groups(form: ContributionForm) -> list[tuple[str, bool, list[Any]]]:
    """Return the topics by branch: its label, whether any is chosen, its checkboxes."""
    groups: dict[int, tuple[str, list[Any]]] = {}
    for box in form["topics"]:
        term = box.data["value"].instance
        branch = groups.setdefault(term.parent_id or term.pk, (term.label, []))
        branch[1].append(box)
    return [
        (label, any(box.data["selected"] for box in boxes), boxes)
        for label, boxes in groups.values()
    ]


def alike_context(user: User, found: Submission | None, form: ContributionForm) -> dict[str, Any]:
    """Return what the contribution is alike to, with what was said about each."""
    if found is None:
        return {"matches": []}
    content = form.to_content() if form.is_bound else form.content
    answers = {**duplicates.answers_of(found), **form.likeness_answers()}
    return {
        "matches": duplicates.matches(
            files=[(each.sha256, form.title_of(each)) for each in form.listed],
            text="\n".join(getattr(content, name) for name in drafts.TEXT_PARTS),
            besides=found.resource_id,
            user=user,
            answers=answers,
        ),
        "likeness_choices": Likeness.choices,
        "alike_error": form.alike_error,
    }


def link_warnings(form: ContributionForm) -> dict[str, str]:
    """Return, by the name of the field, which links ask strangers to sign in."""
    found = {row["url"].html_name: asks_to_sign_in(row["url"].value() or "") for row in form.links}
    return {name: words for name, words in found.items() if words}


def conflict_between(found: Submission, form: ContributionForm) -> list[Change]:
    """Return what differs between the draft as saved elsewhere and what was sent here."""
    content = form.to_content()
    return compare(drafts.read(found), drafts.with_content(found, content))


def conflict_html(found: Submission, form: ContributionForm) -> str:
    """Return both texts as HTML, for the form's script to show."""
    context = {"conflict": conflict_between(found, form), "submission": found}
    return render_to_string("contributions/parts/conflict.html", context)


def suggestions_for(user: User, form: ContributionForm) -> list[Suggestion]:
    """Return topics, grades and tags that the text speaks of."""
    content = form.to_content() if form.is_bound else form.content
    return suggest(
        title=content.title,
        text="\n".join(getattr(content, name) for name in TEXTS),
        chosen_terms=[term.pk for term in content.terms],
        chosen_tags=content.tags,
        visibilities=visibilities_for(user),
    )


def _request_post(found: Submission) -> Any:
    return progress.request(found, list(found.thread.posts.select_related("author")))


def _has_more(form: ContributionForm) -> bool:
    """Whether something under “Say more” is wrong, and so must be seen."""
    if not form.is_bound:
        return False
    shown = {"title", "summary", "body", "uploads", "right_to_share", "license"}
    shown |= {"what_changed", "is_cleared"}
    return any(
        name and name not in shown and not name.startswith("links-")
        for name in form.errors_by_name()
    )
