"""Documents of other people go through upload, review, publishing and download unchanged."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from contributions.models import Submission
from contributions.services import drafts, reviewing, submitting
from files import holds
from files.models import Examination, PrivacyHold, StoredFile
from files.privacy.findings import Kind
from files.refusals import FileRefused
from files.services import store_upload
from library.models import LibraryIndexPage
from tests.factories.foreign import ForeignDocument, find_documents
from tests.services import require

AT_LEAST = 10
# What others left in their documents: a comment on a table; names with their dates of birth.
HELD_FOR = {
    "table-complex.docx": {Kind.COMMENTS},
    "deaths.xlsx": {Kind.BIRTH_DATE, Kind.ROSTER},
}


@pytest.fixture
def documents() -> list[ForeignDocument]:
    found = find_documents()
    require(f"{AT_LEAST} documents made elsewhere", available=len(found) >= AT_LEAST)
    return found


def release_if_held(stored_file: StoredFile, contributor: User, editor: User) -> None:
    """Let an editor pass what is held, which is what is known to be in it and nothing else."""
    hold = PrivacyHold.objects.in_force().filter(stored_file=stored_file).first()
    if hold is None:
        return
    found = {one["kind"] for one in Examination.objects.get(pk=stored_file.sha256).findings}
    assert found == HELD_FOR.get(stored_file.original_name), stored_file.original_name
    holds.justify(hold=hold, user=contributor, text="It is about no student.")
    hold.refresh_from_db()
    holds.decide(hold=hold, user=editor, release=True, text="No student is in it.")


def publish(stored_file: StoredFile, contributor: User, editor: User) -> Submission:
    content = drafts.DraftContent(
        title=stored_file.suggested_title,
        summary="A document of someone else's.",
        files=((stored_file, stored_file.suggested_title),),
    )
    submission = drafts.start(user=contributor, content=content)
    release_if_held(stored_file, contributor, editor)
    submission = submitting.submit(submission=submission, user=contributor)
    seen = reviewing.Seen(submission.revision_id or 0, submission.content_hash)
    reviewing.approve(submission=submission, editor=editor, seen=seen)
    return submission


def test_documents_made_elsewhere_arrive_as_they_left(
    documents: list[ForeignDocument],
    contributor: User,
    reviewer: User,
    library: LibraryIndexPage,
    client: Client,
    store: Path,
) -> None:
    passed = []
    for document in documents:
        data = document.read()
        upload = SimpleUploadedFile(document.name, data)
        try:
            stored_file = store_upload(uploaded_by=contributor, upload=upload)
        except FileRefused:
            if document.is_chosen:
                raise
            continue
        url = stored_file.get_absolute_url()
        assert client.get(url).status_code == 404

        publish(stored_file, contributor, reviewer)

        response = client.get(url)
        assert response.status_code == 200, document.path
        assert response.getvalue() == data, document.path
        assert response.headers["Content-Type"] == stored_file.content_type
        passed.append(document.name)

    assert len(passed) >= AT_LEAST
