"""Tests: a data folder that vanishes, fast passwords, tasks run at once."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# Child processes of a test (workers, a second writer) inherit the folder instead of making one.
if "CLEARINGHOUSE_TEST_DIR" not in os.environ:
    os.environ["CLEARINGHOUSE_TEST_DIR"] = tempfile.mkdtemp(prefix="clearinghouse-test-")
    atexit.register(shutil.rmtree, os.environ["CLEARINGHOUSE_TEST_DIR"], ignore_errors=True)
_worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
os.environ["DATA_DIR"] = str(Path(os.environ["CLEARINGHOUSE_TEST_DIR"]) / _worker)
(Path(os.environ["DATA_DIR"]) / "static").mkdir(parents=True, exist_ok=True)

from .base import *  # noqa: E402

SECRET_KEY = "test-only-key"
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# A thread of a test leaves no connection behind: the database is deleted at the end.
DATABASES = {"default": {**DATABASES["default"], "CONN_MAX_AGE": 0}}
DATABASE_ROUTERS = []
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
SAMPLES_ALLOWED = True
# Tests of its pages switch it on: it takes seconds for each file.
LIBREOFFICE = ""
# Tests of the second factor switch it on.
REQUIRE_SECOND_FACTOR = False
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: tests use several processes and threads, as production does.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
