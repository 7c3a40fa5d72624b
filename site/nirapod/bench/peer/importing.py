"""The peer's import: django-import-export in Django's admin as it comes, on a plain table with the same columns.

Its two requests are made as its admin makes them: the file is read and tried out, row by row, with the differences that
its page would show; then it is read again and kept. The page itself is not drawn.
"""

from collections.abc import Mapping
from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin  # noqa: TID251 - where the peer lives
from django.contrib.auth import get_user_model
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import RequestFactory
from django.urls import path, set_urlconf
from import_export.admin import ImportMixin
from import_export.resources import ModelResource

from nirapod.bench.peer.models import PeerRow

CSV = "0"
"""Number of the format among those that the admin offers."""
EMAIL = "peer.importer@demo.invalid"


class PeerResource(ModelResource):
    class Meta:
        model = PeerRow
        fields = tuple(field.name for field in PeerRow._meta.concrete_fields)


class PeerAdmin(ImportMixin, ModelAdmin):
    resource_classes = [PeerResource]


class PeerSite(AdminSite):
    """Our accounts have no `is_staff`."""

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active)


site = PeerSite()
site.register(PeerRow, PeerAdmin)
urlpatterns = [path("peer/", site.urls)]


def bring_in(content: bytes, rows: int) -> None:
    """Try out the rows of a CSV file, and bring them in."""
    admin: Any = site.get_model_admin(PeerRow)
    before = PeerRow._default_manager.count()
    set_urlconf(__name__)
    try:
        upload = SimpleUploadedFile("rows.csv", content, "text/csv")
        tried = admin.import_action(_request({"import_file": upload, "format": CSV}))
        confirm = tried.context_data["confirm_form"]
        admin.process_import(_request({name: confirm.initial.get(name, "") for name in confirm.fields}))
    finally:
        set_urlconf(None)
    if PeerRow._default_manager.count() - before != rows:
        raise RuntimeError("The peer left something out.")


def _request(data: Mapping[str, Any]) -> HttpRequest:
    request: Any = RequestFactory().post("/", data)
    model = get_user_model()
    request.user = model.objects.filter(email=EMAIL).first() or model.objects.create_superuser(EMAIL, None)
    request.session = {}
    request._messages = FallbackStorage(request)
    made: HttpRequest = request
    return made
