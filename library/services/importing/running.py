"""Run an import: read, check, compare, write, and tell."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, BinaryIO

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from library.models import LibraryIndexPage, ResourcePage
from library.permissions import may_import
from library.services.indexing import mark_for_admin, mark_resources
from library.services.publishing import FilesChanged

from .changing import change_resource
from .creating import Creator, Source
from .existing import Existing, find_existing
from .options import Options
from .reading import RawRow, read_rows
from .relations import Relations
from .report import Outcome, Problem, Report, shorten
from .rows import Checker, Row

# Rows of one transaction. Other writers wait as long as it takes, so it is made to take less than
# a fifth of a second, however fast the machine is and however busy.
MOST_ROWS, FEWEST_ROWS = 100, 25
TRANSACTION_SECONDS = 0.18
# A writer that has waited a while on SQLite looks every tenth of a second whether it is its turn;
# with a shorter pause it would miss many.
PAUSE_SECONDS = 0.11

Progress = Callable[[Report], None]


class NoLibrary(RuntimeError):
    """There is no library page below which resources could be."""


def import_resources(
    *,
    file: BinaryIO,
    name: str,
    options: Options,
    user: Any = None,
    is_dry_run: bool = False,
    progress: Progress | None = None,
    now: datetime | None = None,
) -> Report:
    """Import the resources of a file; safe to run again, and at the same time as another one.

    Not one transaction: every hundred new resources or fewer are, and every changed one. Rows with
    errors are left out and reported, the others imported.

    Args:
        file: CSV, Excel or JSONL, open for reading bytes and seekable.
        name: its name, whose ending tells the format.
        options: how to do it.
        user: who imports; None for the system.
        is_dry_run: only tell what would happen.
        progress: called with the report so far after each chunk of rows; may raise to stop.
        now: the present.

    Raises:
        PermissionDenied: the person may not import.
        NoLibrary: there is no library page yet.
        UnreadableFile: the file as a whole cannot be read.
    """
    if user is not None and not may_import(user):
        raise PermissionDenied
    library = LibraryIndexPage.objects.first()
    if library is None:
        raise NoLibrary("Create the library page first.")
    now = now or timezone.now()
    source = Source(file_name=name, user=user, publish=options.publish, now=now)
    run = _Run(library, options, source, Report(is_dry_run=is_dry_run), now)
    ignored: set[str] = set()
    rows = read_rows(file, name, ignored=ignored)
    while chunk := list(islice(rows, run.size)):
        run.take(chunk)
        if progress:
            progress(run.report)
    for column in sorted(ignored):
        message = f"There is no column “{shorten(column)}” here; it was passed over."
        run.report.add_problem(Problem(0, "", message, is_error=False))
    return run.report


class _Run:
    """The state of one import between its chunks."""

    def __init__(
        self,
        library: LibraryIndexPage,
        options: Options,
        source: Source,
        report: Report,
        now: datetime,
    ) -> None:
        self.report = report
        self.size = MOST_ROWS // 2
        self._free_since = 0.0
        self._library = library
        self._source = source
        self._checker = Checker(options, now)
        self._relations = Relations(self._checker.terms)
        self._creator = Creator(library, self._relations, source)
        report.unknown_topics = self._checker.topics.not_found

    def take(self, chunk: Sequence[RawRow]) -> None:
        """Check, compare and write the next rows."""
        rows: list[Row] = []
        for raw in chunk:
            row, problems = self._checker.check(raw)
            for problem in problems:
                self.report.add_problem(problem)
            if row is None:
                self._count(raw, Outcome.FAILED)
            else:
                rows.append(row)
        if self.report.is_dry_run:
            outcomes = self._compare(rows, find_existing([row.external_id for row in rows]))
        else:
            outcomes = self._write(rows)
        for row, outcome in zip(rows, outcomes, strict=True):
            self._count(row, outcome)

    def _count(self, row: RawRow | Row, outcome: Outcome) -> None:
        if isinstance(row, Row):
            external_id, title = row.external_id, row.values["title"]
        else:
            external_id = shorten(row.cells.get("external_id", ""))
            title = shorten(row.cells.get("title", ""))
        self.report.add_row(row=row.number, external_id=external_id, title=title, outcome=outcome)

    def _compare(self, rows: Sequence[Row], existing: dict[str, Existing]) -> list[Outcome]:
        """Return what becomes of each row; report those that are held back."""
        outcomes = []
        for row in rows:
            found = existing.get(row.external_id)
            if found is None:
                outcomes.append(Outcome.NEW)
                continue
            outcomes.append(found.outcome(row, publish=self._source.publish))
            if outcomes[-1] == Outcome.HELD and found.held:
                message = str(found.held.label)
                self.report.add_problem(Problem(row.number, "", message, is_error=False))
        return outcomes

    def _write(self, rows: Sequence[Row]) -> list[Outcome]:
        """Create what is new in one transaction, then change the others one by one."""
        # Checking the rows gave others a moment; make sure that it was one.
        time.sleep(max(0.0, self._free_since + PAUSE_SECONDS - time.monotonic()))
        with transaction.atomic():
            # As treebeard does for every new page: whoever adds a child here waits.
            Page.objects.select_for_update().get(pk=self._library.pk)
            existing = find_existing([row.external_id for row in rows])
            outcomes = self._compare(rows, existing)
            pairs = list(zip(rows, outcomes, strict=True))
            start = time.monotonic()
            if new := [row for row, outcome in pairs if outcome == Outcome.NEW]:
                created = self._creator.create(new)
                mark_resources(created)
                mark_for_admin(model=ResourcePage._meta.label, pks=created)
                self._fit_size(len(new), time.monotonic() - start)
        self._free_since = time.monotonic()
        return [
            self._change(row, existing[row.external_id].pk)
            if outcome == Outcome.CHANGED
            else outcome
            for row, outcome in pairs
        ]

    def _fit_size(self, rows: int, seconds: float) -> None:
        """Take as many rows next as are written in the time that others may be kept waiting."""
        fitting = int(rows * TRANSACTION_SECONDS / max(seconds, 0.001))
        self.size = max(FEWEST_ROWS, min(MOST_ROWS, fitting, 2 * self.size))

    def _change(self, row: Row, pk: int) -> Outcome:
        """Change one resource unless its state has changed since it was compared."""
        if time.monotonic() > self._free_since + TRANSACTION_SECONDS:
            # One short transaction right after the other leaves nobody else a gap either.
            time.sleep(PAUSE_SECONDS)
            self._free_since = time.monotonic()
        with transaction.atomic():
            self._relations.prepare([row])
        try:
            with transaction.atomic():
                resource = ResourcePage.objects.select_for_update(of=("self",)).get(pk=pk)
                outcome = self._compare([row], find_existing([row.external_id]))[0]
                if outcome == Outcome.CHANGED:
                    change_resource(row, resource, self._relations, self._source)
                    mark_resources([pk])
                return outcome
        except ValidationError as error:
            message = " ".join(error.messages)
        except FilesChanged:
            message = "A file of the resource is not the one that was reviewed."
        except ResourcePage.DoesNotExist:
            message = "The resource was deleted in the meantime."
        self.report.add_problem(Problem(row.number, "", message))
        return Outcome.FAILED
