"""Development: everything on this machine, sample content and demo accounts allowed."""

from .base import *

DEBUG = True
SECRET_KEY = SECRET_KEY or "development-only-key-that-signs-nothing-of-value"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
# `manage.py load_samples` refuses to run unless this is set; production never sets it.
SAMPLES_ALLOWED = True
# Demo accounts have no second factor.
REQUIRE_SECOND_FACTOR = False
