"""How offices, places, organisations, roles and grants look in a pack and in the database."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.contrib.auth.models import Group, Permission
from django.db.models import QuerySet

from forms_builder.schema.text import bangla_digits
from registry.models import Grant, Office, Organisation, Place, RecordType, Role
from registry.packs.parts import (
    GrantPart,
    OfficePart,
    OrganisationPart,
    PlacePart,
    RolePart,
)
from registry.packs.states import State, States


@dataclass
class Offices:
    parts: list[OfficePart]
    name: str = "offices"

    def wanted(self) -> States:
        return {part.key: {"bn": part.bn, "en": part.en, "code": part.code} for part in self.parts}

    def present(self) -> States:
        return {
            office.key: {"bn": office.name_bn, "en": office.name_en, "code": office.code}
            for office in Office.objects.all()
        }

    def write(self, key: str, state: State) -> None:
        names = {"name_bn": state["bn"], "name_en": state["en"]}
        Office.objects.update_or_create(key=key, defaults=names | {"code": state["code"]})


@dataclass
class Places:
    """The tree, parents first, wards made from their number."""

    parts: list[PlacePart]
    name: str = "places"
    _ids: dict[str, int] = field(default_factory=dict)

    def wanted(self) -> States:
        return dict(_branch(self.parts, ""))

    def present(self) -> States:
        places = list(Place.objects.select_related("parent"))
        self._ids = {place.code: place.pk for place in places}
        return {
            place.code: {
                "bn": place.name_bn,
                "en": place.name_en,
                "level": place.level,
                "parent": place.parent.code if place.parent else "",
                "aliases": place.aliases,
            }
            for place in places
        }

    def write(self, key: str, state: State) -> None:
        place, _new = Place.objects.update_or_create(
            code=key,
            defaults={
                "name_bn": state["bn"],
                "name_en": state["en"],
                "level": state["level"],
                "parent_id": self._ids[state["parent"]] if state["parent"] else None,
                "aliases": state["aliases"],
            },
        )
        self._ids[key] = place.pk


def _branch(parts: Iterable[PlacePart], parent: str) -> Iterator[tuple[str, State]]:
    for part in parts:
        yield (
            part.code,
            {
                "bn": part.bn,
                "en": part.en,
                "level": part.level.value,
                "parent": parent,
                "aliases": list(part.aliases),
            },
        )
        yield from _branch(part.inside, part.code)
        for number in range(1, part.wards + 1):
            names = {"bn": f"ওয়ার্ড {bangla_digits(str(number))}", "en": f"Ward {number}"}
            yield f"{part.code}.{number:02}", names | {"level": "ward", "parent": part.code, "aliases": []}


@dataclass
class Organisations:
    parts: list[OrganisationPart]
    name: str = "organisations"

    def wanted(self) -> States:
        return {part.key: part.model_dump(mode="json", exclude={"key"}) for part in self.parts}

    def present(self) -> States:
        return {
            one.key: {
                "bn": one.name_bn,
                "en": one.name_en,
                "kind": one.kind,
                "office": one.office.key if one.office else None,
                "active": one.active,
            }
            for one in Organisation.objects.select_related("office")
        }

    def write(self, key: str, state: State) -> None:
        office = Office.objects.get(key=state["office"]) if state["office"] else None
        values = {
            "name_bn": state["bn"],
            "name_en": state["en"],
            "kind": state["kind"],
            "active": state["active"],
        }
        Organisation.objects.update_or_create(key=key, defaults=values | {"office": office})


@dataclass
class Roles:
    """A role is a group with a key; its permissions are those of the configuration screens."""

    parts: list[RolePart]
    name: str = "roles"
    unknown: set[str] = field(default_factory=set)
    """Permissions that this installation does not have (an app that is not there)."""

    def wanted(self) -> States:
        named = {permission for part in self.parts for permission in part.permissions}
        known = set(_permission_names(Permission.objects.all()))
        self.unknown = named - known
        return {
            part.key: {"bn": part.bn, "en": part.en, "permissions": sorted(known & set(part.permissions))}
            for part in self.parts
        }

    def present(self) -> States:
        roles = Role.objects.select_related("group").prefetch_related("group__permissions__content_type")
        return {
            role.key: {
                "bn": role.name_bn,
                "en": role.name_en,
                "permissions": sorted(_permission_names(role.group.permissions.all())),
            }
            for role in roles
        }

    def write(self, key: str, state: State) -> None:
        role = Role.objects.select_related("group").filter(key=key).first()
        group = role.group if role else Group.objects.get_or_create(name=state["en"])[0]
        group.name = state["en"]
        group.save()
        names = {"name_bn": state["bn"], "name_en": state["en"], "group": group}
        Role.objects.update_or_create(key=key, defaults=names)
        wanted = {name.partition(".")[::2] for name in state["permissions"]}
        permissions = Permission.objects.filter(codename__in={codename for _app, codename in wanted})
        group.permissions.set(
            [
                one
                for one in permissions.select_related("content_type")
                if (one.content_type.app_label, one.codename) in wanted
            ]
        )


def _permission_names(permissions: "QuerySet[Permission]") -> Iterator[str]:
    for permission in permissions.select_related("content_type"):
        yield f"{permission.content_type.app_label}.{permission.codename}"


@dataclass
class Grants:
    parts: list[GrantPart]
    name: str = "grants"

    def wanted(self) -> States:
        return {
            f"{part.role} {part.record_type} {part.scope.value}": {
                "actions": sorted(action.value for action in part.actions),
                "tier": part.tier.value,
                "compartments": sorted(compartment.value for compartment in part.compartments),
                "watch": part.watch.value,
            }
            for part in self.parts
        }

    def present(self) -> States:
        grants = Grant.objects.filter(group__role__isnull=False).select_related("group__role", "record_type")
        return {
            f"{grant.group.role.key} {grant.record_type.key} {grant.scope}": {
                "actions": sorted(grant.actions),
                "tier": grant.tier,
                "compartments": sorted(grant.compartments),
                "watch": grant.watch,
            }
            for grant in grants
        }

    def write(self, key: str, state: State) -> None:
        role, record_type, scope = key.split(" ")
        Grant.objects.update_or_create(
            group=Group.objects.get(role__key=role),
            record_type=RecordType.objects.get(key=record_type),
            scope=scope,
            defaults=state,
        )
