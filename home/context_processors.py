"""What every page shows around its content."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from home.services.furniture import Furniture, furniture_for


def furniture(request: HttpRequest) -> dict[str, Furniture]:
    """Return menu, footer and notice; nothing is asked before a template looks."""
    lazy: Furniture = SimpleLazyObject(lambda: furniture_for(request))  # type: ignore[assignment]
    return {"furniture": lazy}
