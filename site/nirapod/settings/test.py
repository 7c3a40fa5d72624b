"""Settings for the test suite: fast hashes, jobs run at once, data in a folder of its own."""

import atexit
import os
import shutil
import tempfile

# Each test process keeps its files and keys apart from the others' and from a developer's.
os.environ["NIRAPOD_HOME"] = tempfile.mkdtemp(prefix="nirapod-test-")
os.environ.setdefault("NIRAPOD_SURFACE", "all")

from nirapod.settings.base import *  # noqa: F403
from nirapod.settings.base import DATABASES, NIRAPOD_HOME

atexit.register(shutil.rmtree, NIRAPOD_HOME, ignore_errors=True)

DEBUG = False
SECRET_KEY = "only-for-tests-and-never-anywhere-else-0123456789"  # noqa: S105
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

# Connections close with their thread, or PostgreSQL would not let the test database go.
DATABASES["default"]["CONN_MAX_AGE"] = 0
if "sqlite3" in str(DATABASES["default"]["ENGINE"]):
    # A file, not memory: the server of a browser test reads it from threads of its own.
    DATABASES["default"]["TEST"] = {"NAME": NIRAPOD_HOME / "test.sqlite3"}
