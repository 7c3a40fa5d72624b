"""How uses of record types, kinds of bodies and bodies look in a pack and in the database."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from registry.models import Organisation, Place, RecordType
from registry.packs import more
from registry.packs.states import State, States
from trainings.models import Body, BodyKind, BodyRule, Capability
from trainings.packs.parts import BodyPart, KindPart, UsePart

RULE_FIELDS = (
    "law",
    "chair",
    "secretary",
    "composition",
    "quorum_members",
    "quorum_percent",
    "interval_days",
)


def register() -> None:
    """Called once, when the app starts."""
    more.register(more.File("uses", UsePart, Uses, _use_entry))
    more.register(more.File("committee_kinds", KindPart, BodyKinds, lambda key, state: {"key": key, **state}))
    more.register(more.File("bodies", BodyPart, Bodies, lambda key, state: {"organisation": key, **state}))


def _use_entry(key: str, state: State) -> dict[str, Any]:
    record_type, _space, kind = key.partition(" ")
    return {"record_type": record_type, kind: state}


@dataclass
class Uses:
    parts: list[UsePart]
    name: str = "uses of record types"

    def wanted(self) -> States:
        return {f"{part.record_type} {part.kind}": part.document for part in self.parts}

    def present(self) -> States:
        found = Capability.objects.select_related("record_type")
        return {f"{one.record_type.key} {one.kind}": one.document for one in found}

    def write(self, key: str, state: State) -> None:
        record_type, _space, kind = key.partition(" ")
        Capability.objects.update_or_create(
            record_type=RecordType.objects.get(key=record_type), kind=kind, defaults={"document": state}
        )


@dataclass
class BodyKinds:
    """Rules are written once: a pack with another rule for a day adds it, and that one counts from then on."""

    parts: list[KindPart]
    name: str = "kinds of committees"

    def wanted(self) -> States:
        return {part.key: _wanted(part) for part in self.parts}

    def present(self) -> States:
        return {one.key: _present(one) for one in BodyKind.objects.prefetch_related("rules")}

    def write(self, key: str, state: State) -> None:
        values = {"name_bn": state["bn"], "name_en": state["en"]}
        values |= {name: state[name] for name in ("family", "restricted")}
        kind, _made = BodyKind.objects.update_or_create(key=key, defaults=values)
        there = _present(kind)["rules"]
        for rule in state["rules"]:
            if rule not in there:
                since = date.fromisoformat(rule["since"])
                BodyRule.objects.create(kind=kind, since=since, **{name: rule[name] for name in RULE_FIELDS})


def _wanted(part: KindPart) -> State:
    state = part.model_dump(mode="json", exclude={"key"})
    state["rules"].sort(key=lambda rule: rule["since"])
    return state


def _present(kind: BodyKind) -> State:
    """The rules as they count: of several since one day, the one entered last."""
    latest: dict[str, dict[str, Any]] = {}
    for rule in sorted(kind.rules.all(), key=lambda one: one.pk):
        since = rule.since.isoformat()
        latest[since] = {"since": since, **{name: getattr(rule, name) for name in RULE_FIELDS}}
    return {
        "bn": kind.name_bn,
        "en": kind.name_en,
        "family": kind.family,
        "restricted": kind.restricted,
        "rules": [latest[since] for since in sorted(latest)],
    }


@dataclass
class Bodies:
    parts: list[BodyPart]
    name: str = "committees and groups"

    def wanted(self) -> States:
        return {
            part.organisation: part.model_dump(mode="json", exclude={"organisation"}) for part in self.parts
        }

    def present(self) -> States:
        return {
            one.organisation.key: {
                "kind": one.kind.key,
                "place": one.place.code if one.place else None,
                "formed_on": one.formed_on.isoformat() if one.formed_on else None,
                "order": one.order_reference,
            }
            for one in Body.objects.with_names()
        }

    def write(self, key: str, state: State) -> None:
        formed = state["formed_on"]
        Body.objects.update_or_create(
            organisation=Organisation.objects.get(key=key),
            defaults={
                "kind": BodyKind.objects.get(key=state["kind"]),
                "place": Place.objects.get(code=state["place"]) if state["place"] else None,
                "formed_on": date.fromisoformat(formed) if formed else None,
                "order_reference": state["order"],
            },
        )
