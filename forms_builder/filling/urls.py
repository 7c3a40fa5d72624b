"""Addresses of filling in, below /workspace/fill/."""

from django.urls import path

from forms_builder.filling import printing, together_views, views
from forms_builder.filling.draft_wizard import CHECK
from forms_builder.filling.not_theirs import said
from forms_builder.filling.page_form import PageForm
from forms_builder.filling.wizard import FillingWizard

app_name = "filling"

# The pages are each draft's own; formtools wants a first list that is never shown.
wizard = said(FillingWizard.as_view([("page", PageForm)], url_name="filling:page", done_step_name=CHECK))

urlpatterns = [
    path("<uuid:draft>/sent/", views.sent, name="sent"),
    path("<uuid:draft>/delete/", views.delete, name="delete"),
    path("<uuid:draft>/version/", said(together_views.version), name="version"),
    path("<uuid:draft>/merge/", said(together_views.merge), name="merge"),
    path("<uuid:draft>/file/<uuid:attachment>/", views.download, name="file"),
    path("<uuid:draft>/", wizard, name="resume"),
    path("<uuid:draft>/<slug:step>/", wizard, name="page"),
    path("print/<str:purpose>/<path:target>/", printing.blank, name="print"),
    path("<str:purpose>/", views.start, name="start"),
    path("<str:purpose>/<path:target>/", views.start, name="start"),
]
