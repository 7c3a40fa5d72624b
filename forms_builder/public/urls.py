"""Addresses of public forms, below /<language>/forms/."""

from django.urls import path

from forms_builder.filling.draft_wizard import CHECK
from forms_builder.filling.page_form import PageForm
from forms_builder.public import views
from forms_builder.public.wizard import PublicWizard

app_name = "public_forms"

# The pages are each draft's own; formtools wants a first list that is never shown.
wizard = PublicWizard.as_view([("page", PageForm)], url_name="public_forms:page", done_step_name=CHECK)

urlpatterns = [
    path("<slug:slug>/", views.start, name="start"),
    path("<slug:slug>/by/<str:token>/", views.start_by_link, name="start_by_link"),
    path("<slug:slug>/<uuid:draft>/sent/", views.sent, name="sent"),
    path("<slug:slug>/<uuid:draft>/delete/", views.delete, name="delete"),
    path("<slug:slug>/<uuid:draft>/", wizard, name="resume"),
    path("<slug:slug>/<uuid:draft>/<slug:step>/", wizard, name="page"),
]
