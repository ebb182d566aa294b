"""Which published resources have a text that is alike to another."""

from collections.abc import Mapping

from django.db import transaction
from wagtail.rich_text import get_text_for_indexing

from files import alike, likeness
from library.models import ResourcePage, TypedText, TypedTextBand

# Read in one night: those published before there were signatures, and what a fault left out.
MOST_AT_ONCE = 5_000


def text_of(resource: ResourcePage) -> str:
    """Return what is typed into a resource, without its title and summary."""
    told = [html for _heading, html in resource.parts]
    return "\n".join(get_text_for_indexing(html) for html in (resource.body, *told) if html)


@transaction.atomic
def remember(*, resource: ResourcePage) -> None:
    """Keep what the text of a resource is known by, as it is published."""
    signed = likeness.signature(text_of(resource))
    known = TypedText.objects.filter(resource=resource).first()
    if known is not None and bytes(known.signature or b"") == signed:
        return
    typed_text, _new = TypedText.objects.update_or_create(
        resource=resource, defaults={"signature": signed or None}
    )
    typed_text.bands.all().delete()
    TypedTextBand.objects.bulk_create(
        TypedTextBand(typed_text=typed_text, value=value) for value in likeness.bands(signed)
    )


def remember_missing() -> int:
    """Keep what published resources are known by where that was not done; return how many."""
    missing = ResourcePage.objects.published().filter(typed_text=None).order_by("pk")
    keys = list(missing.values_list("pk", flat=True)[:MOST_AT_ONCE])
    for pk in keys:
        remember(resource=ResourcePage.objects.get(pk=pk))
    return len(keys)


def alike_to(signatures: Mapping[str, bytes]) -> dict[str, dict[int, float]]:
    """Return, for each of the signatures by its key, the resources whose text is alike: primary
    key, and how much is the same (0 to 1)."""
    return alike.compare(signatures, TypedText.objects.all(), name="resource_id")
