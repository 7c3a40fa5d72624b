"""What a sheet's page holds for the time without a network, and what it shows of entries that wait for a decision."""

import base64
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from registry.models import Action
from registry.views.common import language
from trainings.offline import deciding
from trainings.offline.applying import UNSAID
from trainings.offline.keys import key_of
from trainings.people.forms import PersonForm
from trainings.sheets import columns
from trainings.sheets.opening import OpenSheet
from trainings.views.names import shown_name
from trainings.views.sheet_words import about_person, tab

ASKED = ("name_bn", "name_en", "phone", "designation", "agency", "sex")


def may_go_offline(opened: OpenSheet) -> bool:
    """Never a sheet of cases, nor one of a group whose members nobody else may know."""
    return not opened.sheet.restricted and not opened.of_cases


def offline_parts(request: HttpRequest, opened: OpenSheet) -> dict[str, Any]:
    """What the page holds for the time without a network: where to send, the public key, blank forms. No names."""
    key, pk = key_of(request.user), opened.record.pk
    person = PersonForm(language=language(), auto_id="offline-%s", initial=UNSAID)
    for name in set(person.fields) - set(ASKED):
        del person.fields[name]
    asked = columns.visible_columns(request.user, opened, Action.EDIT)
    rows = columns.RowForm(
        None, opened=opened, questions=asked, answers={}, language=language(), user=request.user
    )
    rows.auto_id = "offline-row-%s"
    return {
        "sheet": pk,
        "key": key.pk,
        "point": base64.b64encode(bytes(key.public)).decode(),
        "queue_url": reverse("trainings:sheet_queue", args=[pk]),
        "sheet_url": reverse("trainings:sheet", args=[pk]),
        "kept_url": reverse("trainings:sheet_offline", args=[pk]),
        "worker_url": reverse("trainings:sheet_worker"),
        "manifest_url": reverse("trainings:sheet_manifest", args=[pk]),
        "sessions": [tab(opened, one, False) for one in opened.sheet.sessions.all()],
        "person": person,
        "row": rows,
    }


def open_entries(request: HttpRequest, opened: OpenSheet) -> list[dict[str, Any]]:
    """What this person has to decide about, for the page."""
    return [
        {
            "url": reverse("trainings:sheet_entry", args=[opened.record.pk, one.id]),
            "name": shown_name(one.participant)[0] if one.participant else one.name,
            "problem": one.problem,
            "kind": one.entry.kind,
            "candidates": [
                {"id": str(known.pk), "name": known.name_in(language()), "about": about_person(known)}
                for known in one.candidates
            ],
        }
        for one in deciding.waiting(request.user, opened)
    ]
