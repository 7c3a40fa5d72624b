"""Addresses of public forms for programs, below /api/forms/."""

from django.urls import path

from forms_builder.public import api

app_name = "public_api"

urlpatterns = [path("<slug:slug>/", api.form, name="form")]
