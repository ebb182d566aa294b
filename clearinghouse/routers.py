"""Which database holds what: the cache table lives alone, all else in the default."""

from typing import Any


class CacheRouter:
    """Sends the database cache to its own file, so that cache writes never wait for others."""

    app_label = "django_cache"

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        """Return the database to read this model from."""
        return "cache" if model._meta.app_label == self.app_label else None

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        """Keep every table but the cache's out of the cache file."""
        if app_label == self.app_label:
            return db == "cache"
        return False if db == "cache" else None
