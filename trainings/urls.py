"""Addresses under /workspace/ of people, events and committees."""

from django.urls import path

from trainings.views import events, people, sheet_import, sheet_people, sheets

app_name = "trainings"
urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/add/", people.person_add, name="person_add"),
    path("people/<uuid:pk>/", people.person, name="person"),
    path("people/<uuid:pk>/change/", people.person_change, name="person_change"),
    path("people/<uuid:pk>/merge/", people.person_merge, name="person_merge"),
    path("people/<uuid:pk>/part/<uuid:merge>/", people.person_part, name="person_part"),
    path("events/", events.events, name="events"),
    path("events/<uuid:pk>/sheet/", sheets.sheet, name="sheet"),
    path("events/<uuid:pk>/sheet/marks/", sheets.sheet_marks, name="sheet_marks"),
    path("events/<uuid:pk>/sheet/do/", sheets.sheet_do, name="sheet_do"),
    path("events/<uuid:pk>/sheet/add/", sheet_people.sheet_add, name="sheet_add"),
    path("events/<uuid:pk>/sheet/new/", sheet_people.sheet_new, name="sheet_new"),
    path("events/<uuid:pk>/sheet/paste/", sheet_import.sheet_paste, name="sheet_paste"),
    path("events/<uuid:pk>/sheet/<uuid:row>/", sheet_people.sheet_row, name="sheet_row"),
]
