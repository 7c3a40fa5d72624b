"""The page on which somebody makes or takes back the address of their calendar, and the calendar behind it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from registry import calendars
from registry.models import CalendarFeed


@login_required
@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """GET and POST /workspace/calendar/: the address is shown once, when it is made."""
    address = ""
    if request.method == "POST":
        if "revoke" in request.POST:
            calendars.revoke(request.user)
            messages.success(request, _("The address leads nowhere from now on."))
            return redirect("registry:calendar")
        secret = calendars.new_address(request.user)
        address = request.build_absolute_uri(reverse("registry:calendar_file", args=[secret]))
    has_one = CalendarFeed.objects.filter(user=request.user.pk).exists()
    context = {"title": _("Tasks in your calendar"), "address": address, "has_one": has_one}
    return render(request, "registry/calendar.html", context)


@require_GET
def file(request: HttpRequest, secret: str) -> HttpResponse:
    """GET /workspace/calendar/<secret>.ics: for calendar programs, which cannot sign in. It names nobody."""
    user = calendars.owner_of(secret)
    if user is None:
        raise Http404
    return HttpResponse(calendars.calendar(user), content_type="text/calendar; charset=utf-8")
