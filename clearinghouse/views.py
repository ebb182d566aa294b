"""Pages that belong to no app: errors."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

# What a path may hold beside words: keys, the ending of a file, numbers and signs.
_NO_WORDS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\.[a-z]{2,5}$|(?:(?!\.[a-z]{2,5}$)[\W\d_])+")
MOST_CHARACTERS = 80


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say in plain words that the form was too old, and how to go on."""
    return render(request, "403_csrf.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is no page, and offer to search for the words of its address."""
    context = {"question": words_of(request.path)}
    return render(request, "404.html", context, status=404)


def words_of(path: str) -> str:
    """Return the words of the last part of an address that has any.

    "/news/phone-tree/" is "phone tree".
    """
    for part in reversed(path.split("/")):
        words = [word for word in _NO_WORDS.sub(" ", part).split() if len(word) > 1]
        if words:
            return " ".join(words)[:MOST_CHARACTERS]
    return ""
