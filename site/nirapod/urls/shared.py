"""Addresses that every surface has."""

from django.urls import path

from nirapod import views

urlpatterns = [
    path("", views.home_redirect, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("language/", views.set_language, name="set_language"),
]
