"""What every template may use: which half is served, and where a person leaves in a hurry."""

from django.conf import settings
from django.http import HttpRequest

# A weather service: nothing about it tells what somebody was reading before.
QUICK_EXIT_URL = "https://www.bmd.gov.bd/"


def product(request: HttpRequest) -> dict[str, object]:
    return {
        "surface": settings.NIRAPOD_SURFACE,
        "site_languages": settings.LANGUAGES,
        "quick_exit_url": QUICK_EXIT_URL,
    }
