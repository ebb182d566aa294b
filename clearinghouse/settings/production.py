"""Production: secrets and hosts must be given, HTTPS assumed, no sample content."""

from django.core.exceptions import ImproperlyConfigured

from .base import *

if not SECRET_KEY:
    raise ImproperlyConfigured("Set SECRET_KEY to a long random value (docs/operations.md).")
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("Set ALLOWED_HOSTS to the host names of the site.")

SAMPLES_ALLOWED = False
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "core.static_files.RememberedStaticFiles"},
}
WHITENOISE_MAX_AGE = 3600

# `make serve` runs these settings on plain HTTP on this machine only.
HTTPS_ONLY = env.bool("HTTPS_ONLY", default=True)
SECURE_SSL_REDIRECT = HTTPS_ONLY
SESSION_COOKIE_SECURE = HTTPS_ONLY
CSRF_COOKIE_SECURE = HTTPS_ONLY
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=3600 if HTTPS_ONLY else 0)
# Trust the proxy's word on HTTPS only where the deployment says that one stands in front.
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

TEMPLATES[0]["APP_DIRS"] = False
TEMPLATES[0]["OPTIONS"]["loaders"] = [
    (
        "django.template.loaders.cached.Loader",
        [
            "django.template.loaders.filesystem.Loader",
            "django.template.loaders.app_directories.Loader",
        ],
    )
]
