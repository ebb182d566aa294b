"""Who sent a request."""

from django.http import HttpRequest

from .models import User


def signed_in(request: HttpRequest) -> User:
    """Return the person behind a request; views behind `login_required` have one."""
    assert isinstance(request.user, User)
    return request.user
