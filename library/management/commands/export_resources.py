"""`manage.py export_resources [FILE]`."""

import sys
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from library.services.exporting import CellTooLong, Format, count, export_resources


class Command(BaseCommand):
    """Export the published resources (docs/features/import.md names the columns)."""

    help = "Export the published resources as CSV, Excel or JSONL, members-only ones included."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the file and the format."""
        parser.add_argument(
            "file", type=Path, nargs="?", help="where to write; the standard output without it"
        )
        parser.add_argument(
            "--format", choices=Format.values, help="by the ending of the file, else csv"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file; an interrupted export leaves none."""
        path: Path | None = options["file"]
        chosen = _format(path, options["format"])
        try:
            if path is None:
                export_resources(file=sys.stdout.buffer, file_format=chosen)
            else:
                self.stdout.write(f"Exported: {_write(path, chosen)} resources.")
        except BrokenPipeError:
            # Whoever read the output has seen enough.
            sys.stderr.close()
        except KeyboardInterrupt as error:
            raise CommandError("Interrupted; no file was written.", returncode=130) from error
        except CellTooLong as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error


def _format(path: Path | None, wanted: str | None) -> Format:
    """Return the format asked for, else the one that the name of the file ends in."""
    if wanted:
        chosen = Format(wanted)
    else:
        ending = path.suffix.lower().lstrip(".") if path else ""
        if ending and ending not in Format.values:
            raise CommandError(f"The name must end in .{', .'.join(Format.values)}.")
        chosen = Format(ending or Format.CSV)
    if path is None and chosen == Format.XLSX:
        raise CommandError("Name a file: a workbook is not written to the standard output.")
    return chosen


def _write(path: Path, chosen: Format) -> int:
    """Write beside the file first, so that it is there whole or not at all."""
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as file, tqdm(total=count(), unit=" resources", disable=None) as bar:
            number = export_resources(file=file, file_format=chosen, progress=partial(_show, bar))
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return number


def _show(bar: "tqdm[Any]", done: int) -> None:
    """Move the progress bar to where the export is."""
    bar.update(done - bar.n)
