"""Slugs that are not taken yet, found without asking the database for each."""

from collections.abc import Collection, Iterable


class SlugPool:
    """Hands out slugs, each once.

    Args:
        taken: those that exist.
        longest: characters a slug may have.
        fallback: what to use where nothing of a title can stand in an address.
    """

    def __init__(self, taken: Collection[str], *, longest: int, fallback: str) -> None:
        self._taken = set(taken)
        self._longest = longest
        self._fallback = fallback
        self._counters: dict[str, int] = {}

    def take(self, wanted: str) -> str:
        """Return the slug, or the slug with the first free number."""
        base = wanted[: self._longest - 10].strip("-") or self._fallback
        slug = base
        while slug in self._taken:
            self._counters[base] = self._counters.get(base, 1) + 1
            slug = f"{base}-{self._counters[base]}"
        self._taken.add(slug)
        return slug

    def add(self, slugs: Iterable[str]) -> None:
        """Learn of slugs that others took in the meantime."""
        self._taken.update(slugs)
