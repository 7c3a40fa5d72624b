"""Addresses that every surface has."""

from django.urls import path

from nirapod import views
from trainings.views import check_in, papers

urlpatterns = [
    path("", views.home_redirect, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("language/", views.set_language, name="set_language"),
    path("check-in/<str:token>/", check_in.check_in, name="check_in"),
    path("verify/<str:token>/", papers.verify, name="verify"),
]
