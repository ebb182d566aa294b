"""Resources with files, in every state that decides who may fetch them."""

from accounts.models import User
from files import quarantine, texts
from files.models import ExtractedText, StoredFile
from files.services import store_bytes
from library.enums import Visibility
from library.models import LibraryIndexPage, ResourceFile, ResourcePage
from tests.factories.resources import make_draft, publish


def make_file(owner: User | None, name: str = "Plan.txt", data: bytes | None = None) -> StoredFile:
    return store_bytes(uploaded_by=owner, name=name, data=data or f"{name}\n".encode())


def list_files(page: ResourcePage, *files: StoredFile) -> ResourcePage:
    """Let the next revision of a page list these files and no others."""
    page.resource_files.set(
        [ResourceFile(stored_file=each, title=str(each), sha256=each.sha256) for each in files]
    )
    page.save_revision()
    return page


def make_listed(
    library: LibraryIndexPage,
    owner: User,
    *files: StoredFile,
    visibility: str = Visibility.PUBLIC,
) -> ResourcePage:
    """A published resource with files."""
    draft = make_draft(library, owner=owner, visibility=visibility)
    return publish(list_files(draft, *files))


def work_off() -> None:
    """Check and read what waits for it, as the slow worker would."""
    for stored_file in StoredFile.objects.quarantined():
        quarantine.check(public_id=stored_file.public_id)
    for row in ExtractedText.objects.waiting():
        texts.extract(sha256=row.pk)
