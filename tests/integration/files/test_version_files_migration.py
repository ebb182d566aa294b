"""Versions published before their files were recorded get the records by migration."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from accounts.models import User
from files.services import store_bytes
from library.models import LibraryIndexPage, ResourceFile, VersionFile
from tests.factories.resources import make_draft, publish

BEFORE = [("library", "0002_blank_summary")]
AFTER = [("library", "0003_version_files")]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_files_of_old_versions_are_recorded(library: LibraryIndexPage, contributor: User) -> None:
    stored_file = store_bytes(uploaded_by=contributor, name="Plan.txt", data=b"A plan.\n")
    draft = make_draft(library, owner=contributor)
    draft.resource_files.add(
        ResourceFile(stored_file=stored_file, title="Plan", sha256=stored_file.sha256)
    )
    draft.save_revision()
    version = publish(draft).versions.get()

    try:
        MigrationExecutor(connection).migrate(BEFORE)
        MigrationExecutor(connection).migrate(AFTER)
    finally:
        # Going back took along what other apps built on it.
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())

    recorded = VersionFile.objects.get()
    assert (recorded.version, recorded.stored_file) == (version, stored_file)
