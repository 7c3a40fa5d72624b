"""Addresses of people, events and committees. Without a kind of record that carries a sheet or is a meeting none of
them is there, whoever asks; who may open which with one is in tests/trainings."""

PAGES = (
    "workspace/people/",
    "workspace/people/add/",
    "workspace/people/<uuid:pk>/",
    "workspace/people/<uuid:pk>/change/",
    "workspace/people/<uuid:pk>/merge/",
    "workspace/events/",
    "workspace/events/<uuid:pk>/sheet/",
    "workspace/events/<uuid:pk>/sheet/new/",
    "workspace/events/<uuid:pk>/sheet/paste/",
    "workspace/events/<uuid:pk>/sheet/check-in/",
    "workspace/events/<uuid:pk>/sheet/<uuid:row>/",
    "workspace/events/<uuid:pk>/sheet/offline/",
    "workspace/events/<uuid:pk>/sheet/app.webmanifest",
    "workspace/committees/",
    "workspace/committees/<uuid:pk>/",
    "workspace/committees/<uuid:pk>/next/",
    "workspace/committees/<uuid:pk>/members/add/",
    "workspace/meetings/<uuid:pk>/",
    "workspace/meetings/<uuid:pk>/confidential/",
    "workspace/events/<uuid:pk>/sheet/print/",
    "workspace/events/<uuid:pk>/sheet/summary/",
    "workspace/events/<uuid:pk>/certificates/",
    "workspace/events/<uuid:pk>/certificates/print/",
    "workspace/meetings/<uuid:pk>/decisions/",
)
POSTS = (
    "workspace/people/<uuid:pk>/part/<uuid:merge>/",
    "workspace/events/<uuid:pk>/sheet/marks/",
    "workspace/events/<uuid:pk>/sheet/do/",
    "workspace/events/<uuid:pk>/sheet/queue/",
    "workspace/events/<uuid:pk>/sheet/queue/<uuid:entry>/",
    "workspace/events/<uuid:pk>/sheet/add/",
    "workspace/committees/<uuid:pk>/members/<uuid:member>/leave/",
)
"""Answer a POST only."""
