"""Settings for a server. Every value that differs between servers is an environment variable."""

from nirapod.settings import environment
from nirapod.settings.base import *  # noqa: F403
from nirapod.settings.base import LOGGING, STORAGES

DEBUG = False
SECRET_KEY = environment.required("NIRAPOD_SECRET_KEY")
ALLOWED_HOSTS = environment.words("NIRAPOD_HOSTS")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]

SECURE_SSL_REDIRECT = environment.flag("NIRAPOD_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_NAME = "__Host-csrf"
LANGUAGE_COOKIE_SECURE = True

STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

LOGGING = LOGGING | {
    "formatters": {
        "line": {
            "()": "nirapod.discreet.DiscreetFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    }
}

EMAIL_HOST = environment.text("NIRAPOD_EMAIL_HOST", "localhost")
EMAIL_PORT = int(environment.text("NIRAPOD_EMAIL_PORT", "25"))
EMAIL_HOST_USER = environment.text("NIRAPOD_EMAIL_USER")
EMAIL_HOST_PASSWORD = environment.text("NIRAPOD_EMAIL_PASSWORD")
EMAIL_USE_TLS = environment.flag("NIRAPOD_EMAIL_TLS")
DEFAULT_FROM_EMAIL = environment.text("NIRAPOD_EMAIL_FROM", "nirapod@localhost")
