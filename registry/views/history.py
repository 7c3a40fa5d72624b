"""What happened to a record: changes of its answers and of its state, as far as one person may know."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forms_builder.digits import in_readers_digits, readers_day
from forms_builder.schema import Compartment, Sensitivity, walk
from forms_builder.schema.document import text_in
from registry import access, events, handing_over
from registry.casework import casework_of
from registry.events import Kind
from registry.models import Handover, Record, RecordEvent, RecordRevision, RecordTransition
from registry.opening import Opened
from registry.sealing import KeyRing
from registry.views.common import language, status_label
from registry.workflow import moving

DEED_ICONS: dict[str, str] = {
    Kind.SIGNED: "lock",
    Kind.COUNTERSIGNED: "check",
    Kind.ADDENDUM: "plus",
    Kind.RESTORED: "refresh",
}


def happened(request: HttpRequest, found: Record, seen: Opened) -> list[dict[str, Any]]:
    """The record's history for components/timeline.html, the newest first: changes of answers and of the state, and
    what else was done to it."""
    moved = list(found.transitions.exclude(from_status="").select_related("by"))
    done = list(found.events.select_related("by"))
    offered = handing_over.handovers_of(found)
    sealed = any(one.sealed_reason for one in moved) or any(one.sealed for one in done)
    sealed = sealed or any(one.sealed_reason for one in offered)
    ring = KeyRing.of(found) if sealed else KeyRing(found, {})
    may_read = may_read_reasons(request, found)
    items = [*changes(found, seen), *moves(found, moved, ring, may_read), *deeds(done, ring, may_read)]
    items += [item for one in offered for item in handed(one, ring, may_read)]
    if casework_of(found.type).attempts:
        items += attempts(found)
    return sorted(items, key=lambda item: item["when"], reverse=True)


def changes(found: Record, seen: Opened) -> list[dict[str, Any]]:
    """Who changed which questions, when."""
    labels = {place.part.key: text_in(place.part.label, language()) for place in walk(found.version.parsed)}
    labels |= {key: text_in(one.label, language(), key) for key, one in seen.questions.items()}
    revisions = found.revisions.select_related("by").defer("sealed").order_by("-number")
    return [
        {
            "icon": "plus" if revision.number == 1 else "edit",
            "title": _("Added") if revision.number == 1 else changed_words(revision, seen, labels),
            "text": revision.reason,
            "when": revision.at,
            "by": str(revision.by),
        }
        for revision in revisions
    ]


def moves(
    found: Record, moved: list[RecordTransition], ring: KeyRing, may_read: bool
) -> list[dict[str, Any]]:
    """Who moved the record on, and why as far as that may be read."""
    return [
        {
            "icon": "flag",
            "title": moved_words(found, one),
            "text": moving.reason_of(one, ring) if may_read else "",
            "when": one.at,
            "by": "" if one.automatic else str(one.by),
        }
        for one in moved
    ]


def moved_words(found: Record, one: RecordTransition) -> str:
    """From which state to which; with its day where it was entered later."""
    words = _moved(found, one.from_status, one.to_status)
    if one.rule == moving.TAKEN_BACK:
        return _("Taken back: %(what)s") % {"what": _moved(found, one.to_status, one.from_status)}
    if not one.historic:
        return words
    day = readers_day(one.day)
    return _("%(moved)s, on %(day)s (entered later)") % {"moved": words, "day": day}


def _moved(found: Record, before: str, after: str) -> str:
    return f"{status_label(found.type, before)} → {status_label(found.type, after)}"


def deeds(done: list[RecordEvent], ring: KeyRing, may_read: bool) -> list[dict[str, Any]]:
    """What else was done to the record, and why. Addenda stand with the record itself."""
    return [
        {
            "icon": DEED_ICONS.get(one.kind, "info"),
            "title": one.get_kind_display(),
            "text": events.words_of(one, ring) if may_read and one.kind != Kind.ADDENDUM else "",
            "when": one.at,
            "by": str(one.by),
        }
        for one in done
    ]


def attempts(found: Record) -> list[dict[str, Any]]:
    """What was noted about reaching the person, by whom; and what of it was taken back."""
    items = []
    for one in found.attempts.select_related("by"):
        day = {"day": readers_day(one.day)}
        words = _("Reached on %(day)s") % day if one.reached else _("Tried on %(day)s, not reached") % day
        line = {"icon": "phone", "text": "", "by": str(one.by)}
        items.append({**line, "title": words, "when": one.at})
        if one.taken_back_at is not None:
            items.append(
                {**line, "title": _("Taken back: %(what)s") % {"what": words}, "when": one.taken_back_at}
            )
    return items


def handed(one: Handover, ring: KeyRing, may_read: bool) -> list[dict[str, Any]]:
    """The case was offered to another office; and what came of it."""
    offices = {"office": one.office.name_in(language())}
    found = [
        {
            "icon": "right",
            "title": _("Offered to %(office)s") % offices,
            "text": handing_over.reason_of(one, ring) if may_read else "",
            "when": one.asked_at,
            "by": str(one.asked_by),
        }
    ]
    if one.answered_at is not None:
        words = _("%(office)s refused the case") % offices
        if one.accepted:
            words = moved_to(one)
        elif one.taken_back:
            words = _("The offer to %(office)s was taken back") % offices
        text = handing_over.refusal_of(one, ring) if may_read else ""
        found.append(
            {
                "icon": "right",
                "title": words,
                "text": text,
                "when": one.answered_at,
                "by": str(one.answered_by),
            }
        )
    return found


def moved_to(one: Handover) -> str:
    """From which office to which."""
    offices = {"office": one.office.name_in(language())}
    if one.from_office is None:  # from before this was kept
        return _("Moved to %(office)s") % offices
    offices["before"] = one.from_office.name_in(language())
    return _("Moved from %(before)s to %(office)s") % offices


def may_read_reasons(request: HttpRequest, found: Record) -> bool:
    within = access.reach(request.user, found.type).on(found)
    return within.covers(Sensitivity.CONFIDENTIAL, Compartment.NONE)


def changed_words(revision: RecordRevision, seen: Opened, labels: Mapping[str, str]) -> str:
    """Which questions changed. Those that are withheld are counted, not named."""
    named = [labels.get(key) or key for key in revision.changed_keys if key not in seen.withheld]
    hidden = len(revision.changed_keys) - len(named)
    if hidden:
        count = in_readers_digits(hidden)
        named.append(
            ngettext("%(count)s withheld answer", "%(count)s withheld answers", hidden) % {"count": count}
        )
    return _("Changed: %(questions)s") % {"questions": ", ".join(named)}
