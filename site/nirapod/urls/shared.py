"""Addresses that every surface has."""

from django.urls import path, re_path

from forms_builder.media_views import form_file
from nirapod import views
from trainings.views import check_in, papers

urlpatterns = [
    path("", views.home_redirect, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("language/", views.set_language, name="set_language"),
    path("check-in/<str:token>/", check_in.check_in, name="check_in"),
    re_path(r"^form-files/(?P<sha256>[0-9a-f]{64})/$", form_file, name="form_file"),
    path("verify/<str:token>/", papers.verify, name="verify"),
]
