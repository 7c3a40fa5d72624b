"""Pages of the project itself: health, errors, and the page that holds what somebody typed."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST


def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers. Says nothing of what runs behind it."""
    return JsonResponse({"status": "ok"})


def home_redirect(request: HttpRequest) -> HttpResponseRedirect:
    return redirect(
        f"/{translation.get_language()}/" if settings.NIRAPOD_SURFACE != "staff" else "/workspace/"
    )


def hold_typed(request: HttpRequest, *, title: str, message: str, status: int, sign_in: bool) -> HttpResponse:
    """Give back what was posted, in a form that sends it again with a fresh token: nothing typed is lost."""
    typed = [(key, value) for key, values in request.POST.lists() for value in values]
    context = {
        "title": title,
        "message": message,
        "typed": [pair for pair in typed if pair[0] != "csrfmiddlewaretoken"],
        "address": request.get_full_path(),
        "sign_in_url": reverse("account_login") if sign_in else "",
        "lost_files": bool(request.FILES),
    }
    response = render(request, "errors/held.html", context, status=status)
    response.headers["Cache-Control"] = "no-store, private"
    return response


def signed_out(request: HttpRequest) -> HttpResponse:
    """Somebody sent a page after the session had ended."""
    return hold_typed(
        request,
        title=_("You were signed out"),
        message=_(
            "Your answers are still on this page. Sign in again in a new tab, then send them from here."
        ),
        status=403,
        sign_in=True,
    )


def stale_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open so long, or in so many tabs, that its token no longer counts."""
    if request.path.startswith("/accounts/"):
        # What was typed may be a password: ask again instead of giving it back.
        return redirect(request.get_full_path())
    return hold_typed(
        request,
        title=_("This page was open for a long time"),
        message=_("Your answers are still on this page. Send them again with the button below."),
        status=403,
        sign_in=False,
    )


@require_POST
def set_language(request: HttpRequest) -> HttpResponseRedirect:
    """Remember the language in the person's account, or in a cookie for visitors."""
    language = request.POST.get("language", "")
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = "/"
    response = redirect(target)
    if language in dict(settings.LANGUAGES):
        if request.user.is_authenticated:
            get_user_model().objects.filter(pk=request.user.pk).update(language=language)
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, httponly=True, samesite="Lax")
    return response
