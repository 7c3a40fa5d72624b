"""Withdrawing in the admin: says what will happen, then does it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from wagtail.models import Page

from forms_builder.digits import in_readers_digits
from knowledge.models import MediaConsent
from knowledge.models.page import HubPage
from knowledge.safeguarding.withdrawing import pages_resting_on, withdraw, withdraw_consent


def withdraw_page(request: HttpRequest, pk: int) -> HttpResponse:
    page = get_object_or_404(Page, pk=pk).specific
    if not isinstance(page, HubPage) or not page.permissions_for_user(request.user).can_unpublish():
        raise PermissionDenied
    if request.method == "POST":
        withdraw(page, request.user)
        messages.success(
            request, _("The page is withdrawn. Its address says so; its pictures and files are deleted.")
        )
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return render(request, "knowledge/admin/withdraw.html", {"page": page})


def take_consent_back(request: HttpRequest, pk: int) -> HttpResponse:
    if not request.user.has_perm("knowledge.change_mediaconsent"):
        raise PermissionDenied
    consent = get_object_or_404(MediaConsent, pk=pk)
    if request.method == "POST":
        rows = withdraw_consent(consent, request.user)
        messages.success(
            request,
            _("The consent is withdrawn; pages taken down: %(count)s.")
            % {"count": in_readers_digits(len(rows))},
        )
        return redirect("media_consents:index")
    context = {"consent": consent, "pages": pages_resting_on(consent)}
    return render(request, "knowledge/admin/withdraw_consent.html", context)
