"""WSGI entry point; production settings unless the environment says otherwise."""

import os
from wsgiref.types import WSGIApplication

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from core.page_cache import PageCache

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clearinghouse.settings.production")

application: WSGIApplication = get_wsgi_application()
# Whoever works on templates wants to see each change.
if not settings.DEBUG:
    application = PageCache(application)
