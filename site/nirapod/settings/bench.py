"""Settings for `manage.py bench`: as in production, with data in a folder of its own that goes afterwards.

The peers are a form page of Wagtail's own and django-import-export in Django's admin; only here are their tables made.
"""

import atexit
import os
import shutil
import tempfile

os.environ["NIRAPOD_HOME"] = tempfile.mkdtemp(prefix="nirapod-bench-")
os.environ["NIRAPOD_SURFACE"] = "all"

from nirapod.settings.base import *  # noqa: F403
from nirapod.settings.base import DATABASES, INSTALLED_APPS, LOGGING, NIRAPOD_HOME

atexit.register(shutil.rmtree, NIRAPOD_HOME, ignore_errors=True)

DEBUG = False
SECRET_KEY = "only-for-measuring-0123456789-0123456789-0123456789"  # noqa: S105
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = [*INSTALLED_APPS, "django.contrib.admin", "wagtail.contrib.forms", "nirapod.bench.peer"]
DATABASES["default"]["CONN_MAX_AGE"] = 60  # as on PostgreSQL: opening a file anew each time is nobody's merit
LOGGING = {**LOGGING, "root": {"handlers": ["console"], "level": "ERROR"}}
