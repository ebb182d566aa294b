"""`manage.py import_resources FILE`."""

import gc
import sys
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from accounts.models import User
from library.permissions import may_import
from library.services.importing import (
    SUFFIXES,
    InvalidMap,
    NoLibrary,
    Options,
    Problem,
    Report,
    UnknownTopics,
    UnreadableFile,
    import_resources,
    read_topic_map,
)

SHOWN_PROBLEMS = 100


class Command(BaseCommand):
    """Import resources from a table (docs/features/import.md names the columns)."""

    help = "Import resources from a CSV, Excel or JSONL file. Safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help=f"a file that ends in {', '.join(SUFFIXES)}")
        parser.add_argument(
            "--dry-run", action="store_true", help="tell what would happen, write nothing"
        )
        parser.add_argument(
            "--publish", action="store_true", help="publish at once instead of making drafts"
        )
        parser.add_argument(
            "--unknown-topics",
            choices=UnknownTopics.values,
            default=UnknownTopics.ERROR.value,
            help="topics that the vocabulary does not have are an error, added, or left out",
        )
        parser.add_argument(
            "--map",
            type=Path,
            help="CSV of two columns, their topic and ours (nothing leaves it out)",
        )
        parser.add_argument(
            "--create-schools", action="store_true", help="add schools that are not known"
        )
        parser.add_argument("--user", help="e-mail address of the editor who imports")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = self._import(options)
        except (UnreadableFile, InvalidMap, NoLibrary) as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt as error:
            message = "Interrupted. What was imported stays; run it again for the rest."
            raise CommandError(message, returncode=130) from error
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error
        self._tell(report)
        if report.has_errors:
            sys.exit(1)

    def _import(self, options: dict[str, Any]) -> Report:
        # What is loaded by now stays: the collector need not look through it again and again.
        gc.freeze()
        topic_map = read_topic_map(options["map"].read_bytes()) if options["map"] else {}
        chosen = Options(
            publish=options["publish"],
            unknown_topics=UnknownTopics(options["unknown_topics"]),
            topic_map=topic_map,
            create_schools=options["create_schools"],
        )
        # tqdm shows nothing unless someone is watching.
        with options["file"].open("rb") as file, tqdm(unit=" rows", disable=None) as bar:
            return import_resources(
                file=file,
                name=options["file"].name,
                options=chosen,
                user=_find_user(options["user"]),
                is_dry_run=options["dry_run"],
                progress=partial(_show, bar),
            )

    def _tell(self, report: Report) -> None:
        """Write problems to the error output and the counts to the output."""
        for problem in report.problems[:SHOWN_PROBLEMS]:
            self.stderr.write(_line(problem))
        more = len(report.problems) - SHOWN_PROBLEMS + report.left_out
        if more > 0:
            self.stderr.write(f"… and {more} more.")
        for name, count in report.unknown_topics.most_common(SHOWN_PROBLEMS):
            self.stderr.write(f"Unknown topic “{name}” in {count} rows.")
        what = "Would import: " if report.is_dry_run else "Imported: "
        self.stdout.write(what + report.summary())


def _find_user(email: str | None) -> User | None:
    if not email:
        return None
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        raise CommandError(f"There is no account with the address {email}.")
    if not may_import(user):
        raise CommandError(f"{email} is not an editor and may not import.")
    return user


def _line(problem: Problem) -> str:
    """Return a problem as a line: `Row 3, kind: … [value]`."""
    place = ", ".join(part for part in (f"Row {problem.row}", problem.column) if part)
    value = f" [{problem.value}]" if problem.value else ""
    prefix = f"{place}: " if problem.row else ""
    return f"{prefix}{problem.message}{value}"


def _show(bar: "tqdm[Any]", report: Report) -> None:
    """Move the progress bar to where the import is."""
    bar.update(report.rows - bar.n)
