"""Which bodies somebody may see, and what holds for one on a day: its rule, and who was in office."""

from datetime import date
from typing import Any

from django.db.models import Q

from forms_builder.schema import Compartment, Sensitivity
from registry.access import offices_of
from registry.models import Action, Scope
from trainings.models import Body, BodyRule, Membership
from trainings.models.committee import BodyQuerySet
from trainings.setup.reading import MEETING, uses

WITH_NAMES = (Sensitivity.CONFIDENTIAL, Compartment.IDENTITY.value)


def is_restricted(organisation_key: str) -> bool:
    """Whether an answer names a body whose members nobody else may know."""
    return Body.objects.filter(organisation__key=organisation_key, kind__restricted=True).exists()


def visible_bodies(user: Any) -> BodyQuerySet:
    """Those of one's offices, and those of no office; all with a right to all meetings; none without a right to any."""
    reached = [one.reach for one in uses(user) if one.kind == MEETING and one.reach.can(Action.VIEW)]
    if not reached:
        return Body.objects.none()
    if any(one.scope is Scope.ALL for one in reached):
        return Body.objects.all()
    return Body.objects.filter(Q(organisation__office=None) | Q(organisation__office__in=offices_of(user)))


def may_see_members(user: Any) -> bool:
    reached = (one.reach for one in uses(user) if one.kind == MEETING)
    return any(one.covers(*WITH_NAMES) for one in reached)


def may_change_members(user: Any) -> bool:
    """Whether somebody keeps lists of members: who writes minutes and sees names."""
    reached = (one.reach for one in uses(user) if one.kind == MEETING)
    return any(one.covers(*WITH_NAMES, Action.EDIT) for one in reached)


def rule_on(body: Body, day: date) -> BodyRule | None:
    """The rule of the body's kind in force that day; of two since one day, the one entered last."""
    found: BodyRule | None = body.kind.rules.filter(since__lte=day).order_by("-since", "-pk").first()
    return found


def in_office(body: Body, day: date) -> list[Membership]:
    """Who belonged to it that day."""
    found = body.memberships.filter(since__lte=day).filter(Q(until=None) | Q(until__gte=day))
    return list(found.select_related("person__merged_into"))
