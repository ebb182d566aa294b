"""Imports that editors run from the admin: check, choose, import, stop, run again.

The slow worker does the work (`perform`); the outbox hands it over once the choice is committed.
"""

import csv
import io
import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, BinaryIO, cast

from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.db import transaction
from django.utils import timezone

from library.enums import ImportState
from library.models import ImportRun
from library.permissions import may_import
from library.services import runs
from library.services.importing import (
    NoLibrary,
    Options,
    Report,
    UnknownTopics,
    UnreadableFile,
    count_rows,
    import_resources,
)
from library.services.importing.columns import add_formula_prefix
from library.services.runs import Attempt, Stopped, Superseded, WrongState

logger = logging.getLogger(__name__)

TOPIC = "library.import_run"
KEEP_UPLOADS = timedelta(days=7)
STARTABLE = {ImportState.CHECKED, ImportState.STOPPED, ImportState.FAILED}


class UploadGone(ValueError):
    """The upload was removed; it has to be uploaded again."""


@transaction.atomic
def start(
    *,
    user: Any,
    upload: File,
    name: str,
    options: Options,
    now: datetime | None = None,
) -> ImportRun:
    """Keep an upload and have it checked.

    Raises:
        PermissionDenied: the person may not import.
    """
    if not may_import(user):
        raise PermissionDenied
    now = now or timezone.now()
    drop_old_uploads(now=now)
    run = ImportRun(user=user, file_name=name[:255], created_at=now)
    run.file.save(name, upload, save=False)
    _take_over(run, options)
    return _send(run, ImportState.CHECKING, now)


@transaction.atomic
def check_again(*, run: ImportRun, user: Any, options: Options) -> ImportRun:
    """Check the upload anew, with other options.

    Raises:
        PermissionDenied: the person may not import.
        WrongState: it is being checked or imported, or done.
        UploadGone: the upload is not there any more.
    """
    run = _for_start(run, user)
    _take_over(run, options)
    return _send(run, ImportState.CHECKING, timezone.now())


@transaction.atomic
def confirm(*, run: ImportRun, user: Any) -> ImportRun:
    """Import what was checked, or go on with an import that was stopped or has stalled.

    Raises:
        PermissionDenied, UploadGone: see `check_again`.
        WrongState: it was not checked to its end, or is running, or done.
    """
    run = _for_start(run, user)
    if not run.may_be_imported:
        raise WrongState
    run.user = user
    return _send(run, ImportState.IMPORTING, timezone.now())


@transaction.atomic
def stop(*, run: ImportRun, user: Any) -> None:
    """Have the worker stop after the rows it is at; what is imported stays.

    Raises:
        PermissionDenied: the person may not import.
        WrongState: it is not running.
    """
    if not may_import(user):
        raise PermissionDenied
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    runs.request_stop(run, stopped=ImportState.STOPPED)


def perform(*, run_id: int, attempt: int) -> None:
    """Do what a run waits for; called by the slow worker, and harmless when called twice.

    Args:
        run_id: the run.
        attempt: as it was handed over; a later one takes it away from this call.
    """
    run = runs.take_up(ImportRun, pk=run_id, attempt=attempt)
    if run is not None:
        _Work(run).do()


def drop_old_uploads(*, now: datetime) -> None:
    """Delete uploads that nobody imported for a week; what was found in them stays."""
    old = ImportRun.objects.filter(created_at__lt=now - KEEP_UPLOADS).exclude(file="")
    for run in old:
        _drop_upload(run)
        run.save(update_fields=["file"])


def options_of(run: ImportRun) -> Options:
    """Return how a run imports."""
    return Options(
        publish=run.publish,
        unknown_topics=UnknownTopics(run.unknown_topics),
        topic_map=run.topic_map,
        new_topics=frozenset(run.new_topics),
        create_schools=run.create_schools,
    )


def problems_csv(run: ImportRun) -> Iterator[bytes]:
    """Yield everything that was found wrong as lines of CSV that a spreadsheet opens safely."""
    rows = [("row", "column", "problem", "value", "left out")]
    rows += [
        (
            str(problem["row"] or ""),
            problem["column"],
            problem["message"],
            problem["value"],
            "yes" if problem["is_error"] else "no",
        )
        for problem in run.report.get("problems", ())
    ]
    yield b"\xef\xbb\xbf"
    for row in rows:
        line = io.StringIO()
        csv.writer(line).writerow([add_formula_prefix(cell) for cell in row])
        yield line.getvalue().encode()


class _Work:
    """One attempt at a run, in the worker."""

    def __init__(self, run: ImportRun) -> None:
        self.run = run
        self.report = Report(is_dry_run=run.state == ImportState.CHECKING)
        self._attempt = Attempt(run)

    def do(self) -> None:
        """Check or import, and write down how it ended."""
        try:
            self._read()
        except Superseded:
            return
        except Stopped:
            self._end(ImportState.STOPPED)
        except (UnreadableFile, NoLibrary) as error:
            self._end(ImportState.FAILED, failure=str(error))
        except PermissionDenied:
            self._end(ImportState.FAILED, failure="Whoever started it may not import any more.")
        except FileNotFoundError:
            self._end(ImportState.FAILED, failure="The upload is gone. Upload the file again.")
        except Exception:
            self._end(ImportState.FAILED, failure="Something went wrong here; it is in the log.")
            raise
        else:
            is_check = self.report.is_dry_run
            self._end(ImportState.CHECKED if is_check else ImportState.DONE)

    def _read(self) -> None:
        if self.run.user is None:
            # Whose account is deleted is nobody, and not the system, which may do everything.
            raise PermissionDenied
        with self.run.file.open("rb") as upload:
            file = cast("BinaryIO", upload)
            self._attempt.update(rows_total=count_rows(file, self.run.file_name))
            self.report = import_resources(
                file=file,
                name=self.run.file_name,
                options=options_of(self.run),
                user=self.run.user,
                is_dry_run=self.report.is_dry_run,
                progress=self._note,
            )

    def _note(self, report: Report) -> None:
        """Show how far it is, and find out whether to go on (see `Attempt.sign`)."""
        self.report = report
        self._attempt.sign(report.rows)

    def _end(self, state: ImportState, *, failure: str = "") -> None:
        report = self.report
        is_ours = self._attempt.end(
            state, failure=failure, report=report.as_data(), rows_done=report.rows
        )
        if is_ours and state == ImportState.DONE:
            _drop_upload(self.run)
            self._attempt.update(file="")


def _for_start(run: ImportRun, user: Any) -> ImportRun:
    """Lock a run that can be handed to the worker."""
    if not may_import(user):
        raise PermissionDenied
    locked = ImportRun.objects.select_for_update().get(pk=run.pk)
    if locked.state not in STARTABLE and not locked.is_stalled(timezone.now()):
        raise WrongState
    if not locked.file:
        raise UploadGone
    return locked


def _take_over(run: ImportRun, options: Options) -> None:
    run.publish = options.publish
    run.create_schools = options.create_schools
    run.unknown_topics = options.unknown_topics.value
    run.topic_map = dict(options.topic_map)
    run.new_topics = sorted(options.new_topics)


def _send(run: ImportRun, state: ImportState, now: datetime) -> ImportRun:
    """Hand a run to the worker once this transaction is committed."""
    run.state = state
    return runs.hand_over(run, topic=TOPIC, key="run", now=now)


def _drop_upload(run: ImportRun) -> None:
    run.file.delete(save=False)
