"""What the editors chose to come first for a question."""

from core.memo import Memo
from search import registry
from search.documents import make_key
from search.models import PinnedPage
from search.query import SearchQuery
from search.text import fold


def _load() -> dict[str, tuple[int, ...]]:
    """Return the pinned pages of each question."""
    found: dict[str, tuple[int, ...]] = {}
    rows = PinnedPage.objects.order_by("sort_order", "pk").values_list("entry__key", "page_id")
    for key, page in rows:
        found[key] = (*found.get(key, ()), page)
    return found


_memo: Memo[dict[str, tuple[int, ...]]] = Memo()


def keys_for(query: SearchQuery) -> tuple[str, ...]:
    """Return the keys that come first for a question, if it is the words that editors named."""
    if query.tree.excluded:
        return ()
    pages = _memo.get(_load).get(fold(query.text), ())
    # A page is of one kind; the index has no document under its other keys.
    kinds = query.kinds or tuple(one.kind for one in registry.registered())
    return tuple(make_key(kind, page) for page in pages for kind in kinds)
