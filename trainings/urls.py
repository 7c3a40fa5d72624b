"""Addresses under /workspace/ of people, events and committees."""

from django.urls import path

from trainings.views import people

app_name = "trainings"
urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/add/", people.person_add, name="person_add"),
    path("people/<uuid:pk>/", people.person, name="person"),
    path("people/<uuid:pk>/change/", people.person_change, name="person_change"),
    path("people/<uuid:pk>/merge/", people.person_merge, name="person_merge"),
    path("people/<uuid:pk>/part/<uuid:merge>/", people.person_part, name="person_part"),
]
