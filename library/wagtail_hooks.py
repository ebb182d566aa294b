"""The library in Wagtail's admin and in the page tree."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry
from wagtail.snippets.models import register_snippet

from library import comment_hooks, import_hooks, vocabulary_hooks  # noqa: F401  (hooks in rooms of their own)
from library.models import Term
from library.services.uses import uses_of
from library.viewsets import VocabulariesGroup

register_snippet(VocabulariesGroup)


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    """Name what the history of a resource records beside Wagtail's own actions."""
    actions.register_action(
        "library.withdraw", gettext_lazy("Withdraw"), gettext_lazy("Withdrawn from the library")
    )
    actions.register_action(
        "library.still_good", gettext_lazy("Still good"), gettext_lazy("Found to be still good")
    )


@hooks.register("before_delete_snippet")
def keep_terms_in_use(request: HttpRequest, objects: Sequence[Any]) -> HttpResponse | None:
    """Refuse to delete a term that something hangs on, and say what."""
    refusals = [word for each in objects if isinstance(each, Term) for word in _obstacles(each)]
    for word in refusals:
        messages.error(request, word)
    if not refusals:
        return None
    vocabulary = next(each.vocabulary for each in objects if isinstance(each, Term))
    return redirect("vocabularies:tree", vocabulary)


def _obstacles(term: Term) -> list[str]:
    carrying, below = len(uses_of(terms=[term.pk]).everywhere), term.children.count()
    said = []
    if carrying:
        said.append(
            ngettext(
                "“%(term)s” is on %(n)d resource or a version of it, so it stays. "
                "Take it off there, or merge it into another one.",
                "“%(term)s” is on %(n)d resources or versions of them, so it stays. "
                "Take it off there, or merge it into another one.",
                carrying,
            )
            % {"term": term.label, "n": carrying}
        )
    if below:
        said.append(
            _("“%(term)s” has narrower terms (%(n)d). Move or delete them first.")
            % {"term": term.label, "n": below}
        )
    return said
