"""Who may see whom in the directory of people. The one place that decides it; everything else asks here.

Rights follow from those on record types that carry sheets or are meetings: who fills those in meets the people on
them. The whole directory is open only to those who see all such records, confidential answers included.
"""

from typing import Any

from django.db.models import Q

from forms_builder.schema import Compartment, Sensitivity
from registry.access import visible_types
from registry.models import Action, Record, Scope
from trainings.committees.bodies import may_see_members, visible_bodies
from trainings.models import Membership, Participant, Person
from trainings.models.person import PersonQuerySet
from trainings.setup.reading import SHEET, Reached, can_write, uses

CONTACT = (Sensitivity.CONFIDENTIAL, Compartment.IDENTITY.value)


def visible_people(user: Any) -> PersonQuerySet:
    """The people somebody may choose in a form: none without a right to see or add any kind of record."""
    if not visible_types(user).exists():
        return Person.objects.none()
    return Person.objects.present()


def may_use(user: Any) -> bool:
    """Whether the pages of the directory are for this person: who sees names on a sheet or in minutes."""
    return bool(_named(uses(user)))


def may_add(user: Any) -> bool:
    return can_write(_named(uses(user)))


def reachable(user: Any) -> PersonQuerySet:
    """The people somebody may look through: those they added, and those of the events they may see."""
    named = _named(uses(user))
    if not named:
        return Person.objects.none()
    if any(one.reach.scope is Scope.ALL and _whole(one) for one in named):
        return Person.objects.present()
    return Person.objects.present().filter(Q(created_by=user.pk) | met(user, named))


def met(user: Any, named: list[Reached]) -> Q:
    """The people on the sheets of visible events, and in visible bodies. Restricted sheets name nobody."""
    sheet_types = [one.record_type.pk for one in named if one.kind == SHEET]
    events = Record.objects.visible_to(user).filter(type__in=sheet_types)
    on_sheets = Participant.objects.filter(sheet__record__in=events, removed_at=None, person__isnull=False)
    found = Q(pk__in=on_sheets.values("person"))
    if may_see_members(user):
        found |= Q(pk__in=Membership.objects.filter(body__in=visible_bodies(user)).values("person"))
    return found


def may_open(user: Any, person: Person) -> bool:
    return reachable(user).filter(pk=person.pk).exists()


def _named(found: list[Reached]) -> list[Reached]:
    """Those of whose records somebody may see who took part."""
    return [one for one in found if one.reach.covers(*CONTACT) or one.reach.covers(*CONTACT, Action.CREATE)]


def _whole(one: Reached) -> bool:
    return one.reach.in_lists.covers(*CONTACT)
