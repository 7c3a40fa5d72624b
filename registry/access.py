"""The one place that decides who may see and do what with records. Everything else asks here.

Rights come from grants of a person's groups and from nothing else: no grant, nothing, superusers included.
The answers are kept on the user object, so they live as long as one request.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from forms_builder.schema import Compartment, Question, Sensitivity
from registry import scoping
from registry.models import Action, Grant, OfficeMembership, Record, RecordType, Scope, Watch

SCOPES = (Scope.OWN, Scope.ASSIGNED, Scope.OFFICE, Scope.ALL)
"""From narrow to wide."""
NOTHING = Q(pk__in=[])
ATTRIBUTE = "_registry_rights"


@dataclass(frozen=True, slots=True)
class Right:
    """One grant as it counts for a person."""

    type_id: int
    actions: frozenset[str]
    scope: Scope
    tier: Sensitivity
    compartments: frozenset[str]
    watch: Watch = Watch.ORDINARY
    watched: bool = False
    """Whether some records of the type are guarded."""

    @property
    def extent(self) -> tuple[Scope, Watch]:
        """Which records it is about."""
        return self.scope, self.watch

    def reaches_all_of(self, other: "Right") -> bool:
        """Whether every record that the other right is about is one of this right's."""
        return self.scope in (Scope.ALL, other.scope) and self.watch in (Watch.GUARDED, other.watch)

    def covers(self, tier: Sensitivity, compartment: str) -> bool:
        """Compartments narrow what is above internal; what is in none needs the tier only."""
        if tier.rank > self.tier.rank:
            return False
        free = tier.rank <= Sensitivity.INTERNAL.rank or compartment == Compartment.NONE
        return free or compartment in self.compartments


@dataclass(frozen=True, slots=True)
class Reach:
    """How far somebody's rights go with one record type. Rights are never mixed: one grant must allow it all."""

    user_id: int | None
    rights: tuple[Right, ...]
    offices: frozenset[int]

    @property
    def actions(self) -> frozenset[Action]:
        return frozenset(Action(action) for right in self.rights for action in right.actions)

    @property
    def scope(self) -> Scope | None:
        """The widest scope in which records are seen; None when none are."""
        return self.scope_of(Action.VIEW)

    @property
    def tier(self) -> Sensitivity:
        """The highest sensitivity that is seen of any record."""
        return max((right.tier for right in self._with(Action.VIEW)), key=_rank, default=Sensitivity.PUBLIC)

    @property
    def compartments(self) -> frozenset[str]:
        return frozenset(name for right in self._with(Action.VIEW) for name in right.compartments)

    def can(self, action: Action) -> bool:
        return bool(self._with(action))

    def scope_of(self, action: Action) -> Scope | None:
        return max((right.scope for right in self._with(action)), key=SCOPES.index, default=None)

    def allows(self, question: Question, action: Action = Action.VIEW) -> bool:
        """Whether answers to the question may be seen (or changed, exported) by one of the rights."""
        return self.covers(question.sensitivity, question.compartment.value, action)

    def covers(self, tier: Sensitivity, compartment: str, action: Action = Action.VIEW) -> bool:
        return any(right.covers(tier, compartment) for right in self._with(action))

    def on(self, record: Record) -> "Reach":
        """What is left of the rights for one record."""
        scopes = {Scope.ALL}
        if record.office_id in self.offices:  # outside of one's offices nothing is one's own any more
            scopes.add(Scope.OFFICE)
            if record.owner_id == self.user_id:
                scopes.add(Scope.OWN)
            if self._has(Scope.ASSIGNED) and scoping.works_on(self.user_id, record):
                scopes.add(Scope.ASSIGNED)
        left = [right for right in self.rights if right.scope in scopes]
        if any(right.watched for right in left):
            watches = scoping.watches_of(self.user_id, record)
            left = [right for right in left if right.watch in watches]
        return replace(self, rights=tuple(left))

    @property
    def in_lists(self) -> "Reach":
        return self.everywhere(Action.VIEW)

    def everywhere(self, action: Action) -> "Reach":
        """What holds for every record the action reaches: a filter on more would tell about the others."""
        having = self._with(action)
        rights = tuple(right for right in having if not _is_within_another(right, having))
        several = len({right.extent for right in rights}) > 1
        return replace(self, rights=_shared(rights) if several else rights)

    def condition(self, action: Action = Action.VIEW) -> Q:
        """The records of the type within reach, for `Record` and `RecordIndex` alike."""
        having = self._with(action)
        if not any(right.watched for right in having):
            return self._within({right.scope for right in having})
        parts = []
        for watch in sorted({right.watch for right in having}):
            scopes = {right.scope for right in having if right.watch == watch}
            parts.append(self._within(scopes) & scoping.watch_condition(watch, having[0].type_id))
        everything = Q() in parts  # an empty condition would get lost among others
        return scoping.not_named(self.user_id) & (Q() if everything else reduce(or_, parts))

    def _within(self, scopes: Collection[Scope]) -> Q:
        """The records in any of these scopes. All but the widest end with one's offices: what went to another office
        went from whoever wrote it or worked on it here too."""
        if Scope.ALL in scopes:
            return Q()
        if not scopes or not self.offices:
            return NOTHING
        here = Q(office_id__in=sorted(self.offices))
        if Scope.OFFICE in scopes:
            return here
        parts = []
        if Scope.OWN in scopes:
            parts.append(Q(owner_id=self.user_id))
        if Scope.ASSIGNED in scopes:
            parts.append(scoping.worked_on(self.user_id))
        return here & reduce(or_, parts)

    def _has(self, scope: Scope) -> bool:
        return any(right.scope == scope for right in self.rights)

    def _with(self, action: Action) -> list[Right]:
        return [right for right in self.rights if action in right.actions]


@dataclass(frozen=True, slots=True)
class Rights:
    """All rights of one person, and the offices they work in."""

    user_id: int | None
    rights: tuple[Right, ...] = ()
    offices: frozenset[int] = frozenset()

    def on_type(self, type_id: int) -> Reach:
        return Reach(self.user_id, tuple(one for one in self.rights if one.type_id == type_id), self.offices)

    def seen_alike(self) -> list[list[int]]:
        """The types whose records they may see, those with one condition together: dozens of types, few conditions."""
        groups: dict[object, list[int]] = {}
        for type_id in sorted({right.type_id for right in self.rights if Action.VIEW in right.actions}):
            seen = self.on_type(type_id)._with(Action.VIEW)
            watched = any(right.watched for right in seen)
            groups.setdefault(type_id if watched else frozenset(right.scope for right in seen), []).append(
                type_id
            )
        return list(groups.values())


class NoRights(Exception):
    """Somebody asked for something without the right to it. Views answer 404."""


def reach(user: Any, record_type: RecordType) -> Reach:
    """How far `user` may go with records of the type."""
    return rights_of(user).on_type(record_type.pk)


def can(
    user: Any,
    action: Action,
    what: Record | RecordType,
    *,
    tier: Sensitivity | str | None = None,
    compartment: Compartment | str = Compartment.NONE,
) -> bool:
    """Whether `user` may do `action` with a record, or with records of a type at all; and with answers that secret."""
    rights = rights_of(user)
    found = rights.on_type(what.pk) if isinstance(what, RecordType) else rights.on_type(what.type_id).on(what)
    return found.can(action) if tier is None else found.covers(Sensitivity(tier), str(compartment), action)


def allowed_question(within: Reach, question: Question) -> bool:
    """Whether answers to the question may be seen."""
    return within.allows(question)


def visible_condition(user: Any, record_type: RecordType | None = None) -> Q:
    """The condition behind `visible_to`. Asks the database for rights only, never for records."""
    rights = rights_of(user)
    if record_type is not None:
        return Q(type_id=record_type.pk) & rights.on_type(record_type.pk).condition()
    found = NOTHING
    for alike in rights.seen_alike():
        found |= Q(type_id__in=alike) & rights.on_type(alike[0]).condition()
    return found


def worked_on(user: Any, record_type: RecordType) -> QuerySet[Record]:
    """The records of a type that somebody may see and works on: in their charge, or assigned to them."""
    mine = scoping.worked_on(rights_of(user).user_id)
    return Record.objects.visible_to(user, record_type).filter(mine)


def visible_types(user: Any) -> QuerySet[RecordType]:
    """The active record types that somebody may see or add records of, in the order of the menu."""
    useful = {Action.VIEW, Action.CREATE}
    ids = {right.type_id for right in rights_of(user).rights if useful & right.actions}
    return RecordType.objects.filter(pk__in=ids, active=True)


def offices_of(user: Any) -> tuple[int, ...]:
    """Keys of the offices somebody works in."""
    return tuple(sorted(rights_of(user).offices))


def rights_of(user: Any) -> Rights:
    """All rights of a person: two queries the first time a user object is asked about."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return Rights(None)
    known: Rights | None = getattr(user, ATTRIBUTE, None)
    if known is None:
        known = Rights(user.pk, tuple(_granted(user.pk)), frozenset(_offices(user.pk)))
        setattr(user, ATTRIBUTE, known)
    return known


def forget(user: Any) -> None:
    """Ask the database again next time: after grants changed within one request, and in tests."""
    if hasattr(user, ATTRIBUTE):
        delattr(user, ATTRIBUTE)


def _granted(user_id: int) -> Iterable[Right]:
    for grant in Grant.objects.filter(group__user=user_id).select_related("record_type").order_by("pk"):
        yield Right(
            grant.record_type_id,
            frozenset(grant.actions),
            Scope(grant.scope),
            Sensitivity(grant.tier),
            frozenset(grant.compartments),
            Watch(grant.watch),
            bool(grant.record_type.guard),
        )


def _offices(user_id: int) -> Iterable[int]:
    return OfficeMembership.objects.filter(user=user_id).values_list("office_id", flat=True)


def _shared(rights: Collection[Right]) -> tuple[Right, ...]:
    """Rights that some right of each other extent includes."""
    groups = [[one for one in rights if one.extent == extent] for extent in {one.extent for one in rights}]
    return tuple(
        right for right in rights if all(any(_includes(other, right) for other in group) for group in groups)
    )


def _includes(wide: Right, narrow: Right) -> bool:
    return wide.tier.rank >= narrow.tier.rank and wide.compartments >= narrow.compartments


def _is_within_another(right: Right, others: Iterable[Right]) -> bool:
    """Whether another right is about all of its records and more."""
    return any(other.extent != right.extent and other.reaches_all_of(right) for other in others)


def _rank(tier: Sensitivity) -> int:
    return tier.rank
