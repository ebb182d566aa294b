"""Private files in an object store that speaks S3, where the settings name one.

Imported only there: its client takes memory that a site on one machine has better use for.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage

# A browser follows at once; whoever copies the address has little of it.
SIGNED_SECONDS = 60
_MISSING = frozenset({"404", "NoSuchKey", "NotFound"})


class StoreAway(OSError):
    """The object store does not answer, or refuses."""


@contextmanager
def _as_os_errors(name: str) -> Iterator[None]:
    """Raise what a folder on a disk would raise.

    Raises:
        FileNotFoundError: there is nothing under that name.
        StoreAway: anything else went wrong.
    """
    try:
        yield
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") in _MISSING:
            raise FileNotFoundError(name) from error
        raise StoreAway(str(error)) from error
    except BotoCoreError as error:
        raise StoreAway(str(error)) from error


class PrivateObjectStorage(S3Storage):
    """Objects that nobody gets without a signature of ours, which is good for a minute."""

    default_acl = "private"
    querystring_auth = True
    querystring_expire = SIGNED_SECONDS
    custom_domain = None

    def _open(self, name: str, mode: str = "rb") -> Any:
        with _as_os_errors(name):
            return super()._open(name, mode)

    def _save(self, name: str, content: Any) -> str:
        with _as_os_errors(name):
            return str(super()._save(name, content))

    def delete(self, name: str) -> None:
        """Delete an object; one that is gone is no error."""
        with _as_os_errors(name):
            super().delete(name)

    def exists(self, name: str) -> bool:
        """Whether there is an object of that name."""
        with _as_os_errors(name):
            return bool(super().exists(name))

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        """Return the folders and the objects below a name."""
        with _as_os_errors(name):
            folders, files = super().listdir(name)
            return folders, files

    def signed_address(self, name: str, headers: dict[str, str]) -> str:
        """Return an address that serves an object for a minute, with headers of our choice."""
        return str(self.url(name, parameters=headers))

    def get_modified_time(self, name: str) -> datetime:
        """Return when an object was written."""
        with _as_os_errors(name):
            found: datetime = super().get_modified_time(name)
            return found


class ReplacingObjectStorage(PrivateObjectStorage):
    """The same for uploads: a name stands for its content, so saving it again replaces it."""

    file_overwrite = True
