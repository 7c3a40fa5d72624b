"""Settings for a developer's machine and the demo: a key made once, pages that explain errors."""

from nirapod.settings.base import *  # noqa: F403
from nirapod.settings.base import NIRAPOD_HOME
from nirapod.settings.secrets import local_secret

DEBUG = True
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]
SECRET_KEY = local_secret(NIRAPOD_HOME / "secret-key")
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
