"""Grants in words, as people read them who decide about them: whose role, what, of which records, how secret."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib.auth.models import Group
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forms_builder.schema import Compartment
from registry.models import Action, GrantProposal, RecordType, Role, Scope, Watch

State = Mapping[str, Any]
Words = str | Promise

TIERS: list[tuple[str, Words]] = [
    ("P", gettext_lazy("public")),
    ("I", gettext_lazy("internal")),
    ("C", gettext_lazy("confidential")),
    ("R", gettext_lazy("restricted")),
]
COMPARTMENTS: list[tuple[str, Words]] = [
    (Compartment.IDENTITY.value, gettext_lazy("who somebody is")),
    (Compartment.LOCATION.value, gettext_lazy("where somebody is")),
    (Compartment.CLINICAL.value, gettext_lazy("health and counselling")),
    (Compartment.LEGAL.value, gettext_lazy("legal matters")),
]


def parts(state: State) -> list[tuple[str, str]]:
    """(name, words) of what a grant allows; those whose records it is about left out."""
    kept = state.get("compartments") or []
    watch = state.get("watch") or ""
    found = [
        (
            _("What the role may do"),
            ", ".join(str(label) for key, label in Action.choices if key in (state.get("actions") or []))
            or _("nothing"),
        ),
        (_("Up to sensitivity"), _label(TIERS, state.get("tier"))),
        (
            _("Of confidential and restricted answers, those about"),
            ", ".join(str(label) for key, label in COMPARTMENTS if key in kept) or _("nothing"),
        ),
    ]
    return [*found, (_("Guarded records"), _label(Watch.choices, watch))] if watch else found


def whole(state: State) -> list[tuple[str, str]]:
    """The same with whose role it is and which records it is about, for a state that a proposal keeps."""
    group = Group.objects.filter(pk=state["group"]).first()
    record_type = RecordType.objects.filter(pk=state["record_type"]).first()
    about = [
        (_("Role"), role_of(group) if group else "–"),
        (_("Record type"), str(record_type or "–")),
        (_("Whose records"), scope_of(state["scope"])),
    ]
    return about + parts(state)


def sentence(state: State) -> str:
    """All of it in one line."""
    return "; ".join(f"{name}: {words}" for name, words in parts(state))


def role_of(group: Group) -> str:
    """A role's name in the reader's language."""
    role = Role.objects.filter(group=group).first()
    return str(role) if role else group.name


def scope_of(scope: str) -> str:
    return _label(Scope.choices, scope)


def changes_of(before: State, after: State) -> Iterator[str]:
    """What differs between two kept documents: what each grant was and is, all of it, so that nothing is left to guess."""
    names = {role.group.name: str(role) for role in Role.objects.select_related("group")}
    for key in [*before, *(key for key in after if key not in before)]:
        was, now = before.get(key), after.get(key)
        if was is not None and now is not None and parts(was) == parts(now):
            continue
        group, _comma, scope = key.rpartition(", ")
        words = {
            "grant": f"{names.get(group, group)} ({scope_of(scope)})",
            "before": sentence(was) if was is not None else "",
            "after": sentence(now) if now is not None else "",
        }
        if was is None:
            yield _("Given: %(grant)s. %(after)s") % words
        elif now is None:
            yield _("Taken away: %(grant)s. It was: %(before)s") % words
        else:
            yield _("Changed: %(grant)s. Before: %(before)s. Now: %(after)s") % words


def _label(choices: Any, value: Any) -> str:
    return str(dict(choices).get(value, value))


def title_of(proposal: GrantProposal) -> str:
    """What it is about in a few words."""
    words = {
        "role": role_of(proposal.group),
        "type": str(proposal.record_type),
        "scope": scope_of(proposal.scope),
    }
    if proposal.before is None:
        return _("Give: %(role)s – %(type)s (%(scope)s)") % words
    if proposal.wanted is None:
        return _("Take away: %(role)s – %(type)s (%(scope)s)") % words
    return _("Change: %(role)s – %(type)s (%(scope)s)") % words
