"""Rules for every request of a person: language, how long a session lasts, what staff pages may do.

Who may see which record is not decided here but in `registry.access`.
"""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import get_language_from_path
from django.utils.translation import gettext as _

from forms_builder.public import visitors
from nirapod.views import signed_out

GetResponse = Callable[[HttpRequest], HttpResponse]
STAFF_PREFIXES = ("/workspace/", "/admin/", "/accounts/")
LAST_SEEN = "last_seen"
SIGNED_IN_AT = "signed_in_at"
MAY_CONFIGURE = "may_configure"


def is_staff_page(request: HttpRequest) -> bool:
    return request.path.startswith(STAFF_PREFIXES)


def carries_work(request: HttpRequest) -> bool:
    """Whether a post to this address holds work that would be lost. Sign-in pages hold a password instead."""
    return request.path.startswith(("/workspace/", "/admin/")) and not request.path.startswith("/admin/log")


class LanguageMiddleware:
    """Language of the address, else of the person, else of the cookie, else Bangla.

    The browser's own preference is left aside: most phones here are set to English whatever their owner reads.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = self.choose(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language() or language)
        return response

    @staticmethod
    def choose(request: HttpRequest) -> str:
        known = dict(settings.LANGUAGES)
        wished = [
            get_language_from_path(request.path_info),
            getattr(request.user, "language", None) if is_staff_page(request) else None,
            request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME),
        ]
        return next((code for code in wished if code in known), settings.LANGUAGE_CODE)


class SessionRulesMiddleware:
    """Ends a session after 15 idle minutes and 8 hours in all; answers that were on their way are kept."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            if request.method == "POST" and carries_work(request):
                return signed_out(request)
            return self.get_response(request)
        if self.is_over(request):
            with visitors.kept_in(request):
                logout(request)
            if not is_staff_page(request):  # a page for everybody stays open, and what is typed on it as well
                return self.get_response(request)
            if request.method == "POST" and carries_work(request):
                return signed_out(request)
            messages.info(request, _("You were signed out because nothing happened for a while."))
            return redirect(f"{settings.WAGTAILADMIN_LOGIN_URL}?next={request.path}")
        self.note_activity(request)
        return self.get_response(request)

    @staticmethod
    def is_over(request: HttpRequest) -> bool:
        now = time.time()
        idle_since = request.session.get(LAST_SEEN, now)
        began = request.session.get(SIGNED_IN_AT, now)
        return (
            now - idle_since > settings.NIRAPOD_IDLE_MINUTES * 60 or now - began > settings.SESSION_COOKIE_AGE
        )

    @staticmethod
    def note_activity(request: HttpRequest) -> None:
        """Remember when the person last did something; once a minute is exact enough and spares writes."""
        now = time.time()
        if SIGNED_IN_AT not in request.session:
            request.session[SIGNED_IN_AT] = now
            # Only for links; the admin asks again itself.
            request.session[MAY_CONFIGURE] = request.user.has_perm("wagtailadmin.access_admin")
        background = request.headers.get("X-Background") == "1"
        if not background and now - request.session.get(LAST_SEEN, 0) > 60:
            request.session[LAST_SEEN] = now


class StaffPagesMiddleware:
    """Staff pages are never cached, indexed or framed; the Wagtail admin gets the looser policy it needs."""

    ADMIN_POLICY = {
        "script-src": ["'unsafe-inline'"],
        "style-src": ["'unsafe-inline'"],
        "img-src": ["blob:"],
    }
    ADMIN_FRAMES = {
        "frame-src": ["'self'"],
        "frame-ancestors": ["'self'"],
    }  # its previews are frames of its own

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(request, "is_preview", False):  # Wagtail asks for previews by a request of its own
            response._csp_replace = {"frame-ancestors": ["'self'"]}  # type: ignore[attr-defined]
        if not is_staff_page(request):
            return response
        response.headers["Cache-Control"] = "no-store, private"
        response.headers["X-Robots-Tag"] = "noindex, noarchive"
        if request.path.startswith("/admin/"):
            # django-csp reads these two attributes.
            response._csp_update = self.ADMIN_POLICY  # type: ignore[attr-defined]
            response._csp_replace = self.ADMIN_FRAMES  # type: ignore[attr-defined]
        if request.path.endswith("/logout/") and request.method == "POST":
            # Not "storage": what a sheet keeps on the device without a network is sealed, and would be lost unsent.
            response.headers["Clear-Site-Data"] = '"cache"'
        return response
