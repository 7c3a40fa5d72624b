"""The staff side: sign-in, workspace and Wagtail admin."""

from allauth.account.views import LogoutView
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView
from wagtail.admin import urls as admin_urls
from wagtail.admin.auth import require_admin_access

from nirapod.accounts.wagtail.views import OwnSettingsView
from nirapod.urls import shared

# Wagtail brings sign-in pages of its own that know no second factor: they lead to ours.
to_sign_in = RedirectView.as_view(url=settings.WAGTAILADMIN_LOGIN_URL, query_string=True)

staff_urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/login/", to_sign_in),
    path("admin/logout/", LogoutView.as_view()),
    path("_util/login/", to_sign_in),
    path("admin/account/", require_admin_access(OwnSettingsView.as_view())),
    path("accounts/signup/", to_sign_in),
    path("accounts/", include("allauth.urls")),
    path("workspace/fill/", include("forms_builder.filling.urls")),
    path("workspace/", include("trainings.urls")),
    path("workspace/", include("registry.urls")),
    path("admin/", include(admin_urls)),
]
urlpatterns = shared.urlpatterns + staff_urlpatterns
