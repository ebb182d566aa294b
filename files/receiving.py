"""Take uploads off the wire: nothing over the limit is written, and a full disk is no crash."""

from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from .enums import Refusal
from .inspection import OUT_OF_SPACE

# Files of one request together, in multiples of the limit for one.
FILES_AT_ONCE = 5


class RefusedUpload(UploadedFile):
    """An upload of which nothing was kept, and why. Its size is 0: forms call it empty."""

    def __init__(self, name: str, refusal: Refusal) -> None:
        super().__init__(name=name, size=0)
        self.refusal = refusal

    def chunks(self, chunk_size: int | None = None) -> Any:
        """Yield nothing."""
        return iter(())


class UploadHandler(TemporaryFileUploadHandler):
    """Write uploads to temporary files until they grow too large; then drop them, but read on.

    The rest of the form arrives behind the file, and must not be lost with it.
    """

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.total = 0
        self.refusal: Refusal | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a temporary file."""
        self.refusal = None
        try:
            super().new_file(*args, **kwargs)
        except OSError as error:
            self._fail(error)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write one chunk, unless the file is refused already."""
        if self.refusal is not None:
            return
        limit = settings.UPLOAD_MAX_BYTES
        self.total += len(raw_data)
        if start + len(raw_data) > limit or self.total > limit * FILES_AT_ONCE:
            self._drop(Refusal.TOO_LARGE)
            return
        try:
            self.file.write(raw_data)
        except OSError as error:
            self._fail(error)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """Return the temporary file, or what stands for a refused one."""
        if self.refusal is None:
            try:
                return super().file_complete(file_size)
            except OSError as error:
                self._fail(error)
        assert self.refusal is not None
        return RefusedUpload(self.file_name or "", self.refusal)

    def _fail(self, error: OSError) -> None:
        """Refuse the file if the disk is full; any other error is nobody's to expect."""
        if error.errno not in OUT_OF_SPACE:
            raise error
        self._drop(Refusal.STORAGE_FULL)

    def _drop(self, refusal: Refusal) -> None:
        """Give the room back at once: more files may follow in the same request."""
        self.refusal = refusal
        file = self.__dict__.pop("file", None)
        if file is not None:
            # What could not be written cannot be flushed either.
            with suppress(OSError):
                file.close()
