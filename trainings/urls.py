"""Addresses under /workspace/ of people, events and committees."""

from django.urls import path

from trainings.views import (
    allowance,
    calling,
    check_in,
    committees,
    events,
    meetings,
    papers,
    people,
    sheet_import,
    sheet_offline,
    sheet_people,
    sheets,
    signatures,
)

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
    path("events/sheet-worker.js", sheet_offline.sheet_worker, name="sheet_worker"),
    path("events/<uuid:pk>/sheet/offline/", sheet_offline.sheet_offline, name="sheet_offline"),
    path("events/<uuid:pk>/sheet/app.webmanifest", sheet_offline.sheet_manifest, name="sheet_manifest"),
    path("events/<uuid:pk>/sheet/queue/", sheet_offline.sheet_queue, name="sheet_queue"),
    path("events/<uuid:pk>/sheet/queue/<uuid:entry>/", sheet_offline.sheet_entry, name="sheet_entry"),
    path("events/<uuid:pk>/sheet/marks/", sheets.sheet_marks, name="sheet_marks"),
    path("events/<uuid:pk>/sheet/do/", sheets.sheet_do, name="sheet_do"),
    path("events/<uuid:pk>/sheet/add/", sheet_people.sheet_add, name="sheet_add"),
    path("events/<uuid:pk>/sheet/new/", sheet_people.sheet_new, name="sheet_new"),
    path("events/<uuid:pk>/sheet/paste/", sheet_import.sheet_paste, name="sheet_paste"),
    path("events/<uuid:pk>/sheet/check-in/", check_in.sheet_check_in, name="sheet_check_in"),
    path("events/<uuid:pk>/sheet/print/", papers.sheet_print, name="sheet_print"),
    path("events/<uuid:pk>/sheet/signatures/", signatures.signatures, name="sheet_signatures"),
    path(
        "events/<uuid:pk>/sheet/signatures/<uuid:signature>/", signatures.sheet_drawing, name="sheet_drawing"
    ),
    path("events/<uuid:pk>/sheet/<uuid:row>/sign/", signatures.sheet_sign, name="sheet_sign"),
    path("events/<uuid:pk>/sheet/allowance/", allowance.sheet_allowance, name="sheet_allowance"),
    path("events/<uuid:pk>/sheet/allowance/print/", allowance.allowance_print, name="allowance_print"),
    path("events/<uuid:pk>/sheet/invitations/", papers.invitations, name="sheet_invitations"),
    path("events/<uuid:pk>/sheet/summary/", papers.sheet_summary, name="sheet_summary"),
    path("events/<uuid:pk>/certificates/", papers.certificates, name="certificates"),
    path("events/<uuid:pk>/certificates/print/", papers.certificate_print, name="certificate_print"),
    path("meetings/<uuid:pk>/decisions/", papers.meeting_decisions, name="meeting_decisions"),
    path("events/<uuid:pk>/sheet/<uuid:row>/", sheet_people.sheet_row, name="sheet_row"),
    path("committees/", committees.committees, name="committees"),
    path("committees/<uuid:pk>/", committees.body, name="body"),
    path("committees/<uuid:pk>/next/", committees.prepare, name="prepare"),
    path("committees/<uuid:pk>/next/letters/", calling.call_print, name="call_print"),
    path("committees/<uuid:pk>/members/add/", committees.member_add, name="member_add"),
    path("committees/<uuid:pk>/members/<uuid:member>/leave/", committees.member_leave, name="member_leave"),
    path("meetings/<uuid:pk>/", meetings.meeting, name="meeting"),
    path("meetings/<uuid:pk>/confidential/", meetings.meeting_confidential, name="meeting_confidential"),
]
