"""Who belongs to a body and holds which office, from when to when. Ending is a date, never a deletion."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from trainings.models import Body, Membership, Person

ALONE = frozenset({"chair", "msec"})
"""Positions that one person holds at a time."""


class Refused(Exception):
    """The membership cannot be so; the message says why. Nothing was changed."""


def join(
    user: Any,
    body: Body,
    person: Person,
    *,
    position: str,
    since: date,
    held_as: str = "",
    ex_officio: bool = False,
) -> Membership:
    """Somebody comes into an office. Whoever holds an office of one person only has to leave it first."""
    if body.kind.restricted:
        raise Refused(_("No list of members is kept of this group."))
    if body.dissolved_on is not None and since > body.dissolved_on:
        raise Refused(_("The committee or group was dissolved before that day."))
    person = person.merged_into or person
    with transaction.atomic():
        Body.objects.select_for_update(of=("self",)).get(pk=body.pk)
        later = body.memberships.filter(Q(until=None) | Q(until__gte=since))
        if later.filter(person__in=[person, *person.merged.all()]).exists():
            raise Refused(_("This person is a member already on that day. End that membership first."))
        if position in ALONE and later.filter(position=position).exists():
            raise Refused(_("Somebody else holds this office on that day. End that membership first."))
        return Membership.objects.create(
            body=body,
            person=person,
            position=position,
            held_as=held_as.strip()[:200],
            ex_officio=ex_officio,
            since=since,
            added_by=user,
        )


def leave(membership: Membership, until: date) -> None:
    """Somebody leaves; the day itself still counts as in office."""
    if until < membership.since:
        raise Refused(_("The last day cannot lie before the first."))
    membership.until = until
    membership.save(update_fields=["until"])
