"""Why something was found, in a sentence for readers."""

from collections.abc import Iterator, Mapping

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .results import Hit

# In this order, which is that of their weight to a reader.
FIELDS: Mapping[str, object] = {
    "title": gettext_lazy("in the title"),
    "summary": gettext_lazy("in the summary"),
    "keywords": gettext_lazy("among its topics, tags and names"),
    "body": gettext_lazy("in the text"),
    "file": gettext_lazy("in a file"),
}


def why(hit: Hit, *, also: tuple[str, ...] = ()) -> str:
    """Return why a hit was found; empty if no words were asked.

    Args:
        hit: as the engine found it.
        also: what else raised it, in words.
    """
    said = [*_words(hit), *also] if hit.found or hit.is_pinned else []
    return capfirst(f"{'; '.join(said)}.") if said else ""


def _words(hit: Hit) -> Iterator[str]:
    if hit.is_pinned:
        yield _("chosen by the editors for this question")
    for field, place in FIELDS.items():
        if words := hit.found.get(field):
            yield f"{', '.join(f'“{word}”' for word in words)} {place}"
    for pair in hit.found.get("synonym", ()):
        yield _("%(pair)s (a synonym)") % {"pair": pair}
