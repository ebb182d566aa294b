"""Where uploads are kept: outside every public address, under the hash of their bytes."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.utils.functional import cached_property

DIRECTORY_MODE = 0o750
INCOMING = "incoming"
QUARANTINE = "quarantine"
PREVIEWS = "previews"


class PrivateStorage(FileSystemStorage):
    """Local private files. A name stands for its content, so saving it again replaces it whole.

    Files are moved in, never written in place: a reader or a power cut meets the complete file
    or none.
    """

    def __init__(self) -> None:
        super().__init__(directory_permissions_mode=DIRECTORY_MODE, allow_overwrite=True)

    @property
    def base_location(self) -> str:
        """The folder of private files; read at every use, so that the setting may change."""
        return str(settings.PRIVATE_FILES_ROOT)

    @property
    def location(self) -> str:
        """The same as an absolute path."""
        return os.path.abspath(self.base_location)

    @cached_property
    def base_url(self) -> None:  # type: ignore[override]
        """None: no file here has an address of its own."""
        return None

    def _save(self, name: str, content: Any) -> str:
        name = super()._save(name, content)  # type: ignore[misc]
        folder = Path(self.path(name)).parent
        sync_folder(folder)
        sync_folder(folder.parent)
        return name


class MovableFile(File):
    """A file on disk that the storage may move into place instead of copying it."""

    def temporary_file_path(self) -> str:
        """Return where the file is; Django's storage asks for it under this name."""
        assert self.file is not None
        return str(self.file.name)


def private_storage() -> Storage:
    """Return the storage of uploads: the one called "private" in the settings."""
    if "private" in settings.STORAGES:
        return storages["private"]
    return PrivateStorage()


def blob_name(sha256: str) -> str:
    """Return the name under which bytes with this hash are stored."""
    return f"{sha256[:2]}/{sha256}"


def preview_name(sha256: str, name: str) -> str:
    """Return the name under which a picture of a page of the bytes with this hash is stored."""
    return f"{PREVIEWS}/{sha256[:2]}/{sha256}.{name}.webp"


def quarantine_name(public_id: UUID) -> str:
    """Return the name under which an upload waits for its check."""
    return f"{QUARANTINE}/{public_id.hex}"


def incoming_folder() -> Path:
    """Return the local folder where uploads wait while they are checked."""
    folder = Path(settings.PRIVATE_FILES_ROOT) / INCOMING
    folder.mkdir(mode=DIRECTORY_MODE, parents=True, exist_ok=True)
    return folder


def save_blob(sha256: str, path: Path) -> None:
    """Move a complete, synced file into the store under its hash; the path is gone afterwards."""
    save_file(blob_name(sha256), path)


def save_file(name: str, path: Path) -> None:
    """Move a complete, synced file into the store; a local store leaves nothing at the path."""
    with path.open("rb") as file:
        private_storage().save(name, MovableFile(file))


@contextmanager
def local_path(name: str) -> Iterator[Path]:
    """Yield the path of something in the store; a store without paths lends a copy.

    Raises:
        FileNotFoundError: it is gone.
    """
    storage = private_storage()
    try:
        path = storage.path(name)
    except NotImplementedError:
        with storage.open(name) as source, NamedTemporaryFile(dir=incoming_folder()) as copy:
            shutil.copyfileobj(source, copy)
            copy.flush()
            yield Path(copy.name)
    else:
        yield Path(path)


def sync_folder(folder: Path) -> None:
    """Make sure that names in a folder survive a power cut, where the system can do it."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
