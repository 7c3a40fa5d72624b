"""The WSGI application, for gunicorn and its like."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nirapod.settings.production")
application = get_wsgi_application()

# What is loaded by now stays for good: reading it in full again and again for rubbish costs every tenth millisecond.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
