"""Management commands in processes of their own, on the database and index of the running test."""

import os
import subprocess
import sys

from django.conf import settings

PATIENCE_SECONDS = 180
# The settings of the tests name the database that pytest copies; the test's own has another name.
_SCRIPT = """
import sys, django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", *sys.argv[2:]])
"""


def start_command(*arguments: object) -> "subprocess.Popen[str]":
    """Start a management command; the caller ends it."""
    return subprocess.Popen(
        [
            *(sys.executable, "-c", _SCRIPT, str(settings.DATABASES["default"]["NAME"])),
            *map(str, arguments),
        ],
        env={**os.environ, "SEARCH_URL": settings.SEARCH_URL},
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run_command(*arguments: object) -> str:
    """Run a management command to its end and return what it printed."""
    process = start_command(*arguments)
    out, err = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 0, err
    return out
