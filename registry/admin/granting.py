"""Grants change with two people: one proposes, another one confirms. The only way in which the admin changes a grant.

A pack that is applied on the server's command line is no proposal: whoever may do that has the server.
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from forms_builder.schema.text import clean_text
from registry.admin.versions import keep_grants
from registry.models import Grant, GrantProposal, RecordType

RIGHT = "change_grant"
"""Who may change grants may confirm what others propose."""
LONGEST_REASON = 500


class Refused(Exception):
    """It cannot be done; the message tells why. Nothing was changed."""


def state_of(grant: Grant) -> dict[str, Any]:
    """A grant as proposals keep it."""
    return {
        "group": grant.group_id,
        "record_type": grant.record_type_id,
        "scope": str(grant.scope),
        "actions": sorted(map(str, grant.actions)),
        "tier": grant.tier,
        "compartments": sorted(grant.compartments),
        "watch": str(grant.watch),
    }


def propose(by: Any, wanted: Grant) -> GrantProposal:
    """Propose a grant as `wanted` has it, which is not saved: a new one, or a change of the one with its key."""
    with transaction.atomic():
        before = Grant.objects.filter(pk=wanted.pk).first() if wanted.pk else None
        if before is not None and state_of(before) == state_of(wanted):
            raise Refused(_("Nothing would change."))
        return _note(by, before, wanted)


def propose_removal(by: Any, grant: Grant) -> GrantProposal:
    """Propose that a grant goes."""
    with transaction.atomic():
        return _note(by, Grant.objects.get(pk=grant.pk), None)


def waiting() -> QuerySet[GrantProposal]:
    return GrantProposal.objects.filter(decided_at=None).select_related("group", "record_type", "proposed_by")


def objection(user: Any, proposal: GrantProposal) -> str:
    """Why this person may not confirm it; blank where they may."""
    if proposal.decided_at is not None:
        return _("This was decided already.")
    if proposal.proposed_by_id == user.pk:
        return _("You proposed it, so somebody else has to confirm it.")
    if _gains(user, proposal) and _others(proposal, user).exists():
        return _("Your own role would gain by it, so somebody else has to confirm it.")
    return ""


def others_who_may(proposal: GrantProposal) -> QuerySet[Any]:
    """Who else may confirm it: all who may change grants, without whoever proposed it."""
    return _holders().exclude(pk=proposal.proposed_by_id)


def confirm(user: Any, proposal_id: int) -> GrantProposal:
    """Put a proposal into force. `Refused` where somebody else has to, or things have moved on.

    Commits together: the grant, how all grants for its type were before and are now, and the decision.
    """
    with transaction.atomic():
        proposal = _open(user, proposal_id)
        if why := objection(user, proposal):
            raise Refused(why)
        grant = _as_it_was(proposal)
        types = {proposal.record_type_id, (proposal.before or {}).get("record_type", proposal.record_type_id)}
        touched = list(RecordType.objects.filter(pk__in=types))
        for record_type in touched:
            keep_grants(record_type, None)  # how it was: what a pack brought is kept nowhere else
        _write(grant, proposal)
        for record_type in touched:
            keep_grants(record_type, proposal.proposed_by, user)
        return _decide(proposal, user, accepted=True)


def refuse(user: Any, proposal_id: int, reason: str) -> GrantProposal:
    """Turn a proposal down, with a reason; whoever made it takes it back without one."""
    with transaction.atomic():
        proposal = _open(user, proposal_id)
        if proposal.decided_at is not None:
            raise Refused(_("This was decided already."))
        words = clean_text(reason).strip()[:LONGEST_REASON]
        if not words and proposal.proposed_by_id != user.pk:
            raise Refused(_("Say why."))
        proposal.refusal = words
        return _decide(proposal, user, accepted=False)


def _note(by: Any, before: Grant | None, wanted: Grant | None) -> GrantProposal:
    about = wanted or before
    if about is None:
        raise ValueError("A proposal is about a grant that is there or one that is wanted.")
    same = Q(group=about.group_id, record_type=about.record_type_id, scope=about.scope)
    if waiting().filter(same | Q(grant=before) if before else same).exists():
        raise Refused(_("A change of this waits already. It has to be decided first."))
    return GrantProposal.objects.create(
        grant=before,
        group_id=about.group_id,
        record_type_id=about.record_type_id,
        scope=about.scope,
        before=state_of(before) if before else None,
        wanted=state_of(wanted) if wanted else None,
        proposed_by=by,
    )


def _open(user: Any, proposal_id: int) -> GrantProposal:
    if not user.has_perm(f"registry.{RIGHT}"):
        raise PermissionDenied
    return GrantProposal.objects.select_for_update().get(pk=proposal_id)


def _as_it_was(proposal: GrantProposal) -> Grant:
    """The grant to write into; `Refused` where it is not any more what was to be changed."""
    if proposal.before is None:
        return Grant()
    grant = Grant.objects.select_for_update().filter(pk=proposal.grant_id or 0).first()
    if grant is None or state_of(grant) != proposal.before:
        raise Refused(_("It has changed since this was proposed. Refuse this one and propose it anew."))
    return grant


def _write(grant: Grant, proposal: GrantProposal) -> None:
    if proposal.wanted is None:
        grant.delete()
        return
    wanted = dict(proposal.wanted)
    grant.group_id, grant.record_type_id = wanted.pop("group"), wanted.pop("record_type")
    for name, value in wanted.items():
        setattr(grant, name, value)
    try:
        grant.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    grant.save()


def _decide(proposal: GrantProposal, user: Any, *, accepted: bool) -> GrantProposal:
    proposal.decided_by, proposal.decided_at, proposal.accepted = user, timezone.now(), accepted
    proposal.save(update_fields=["decided_by", "decided_at", "accepted", "refusal"])
    return proposal


def _gains(user: Any, proposal: GrantProposal) -> bool:
    return proposal.wanted is not None and user.groups.filter(pk=proposal.group_id).exists()


def _holders() -> QuerySet[Any]:
    """Active people who may change grants."""
    right = Permission.objects.filter(content_type__app_label="registry", codename=RIGHT)
    given = Q(is_superuser=True) | Q(groups__permissions__in=right) | Q(user_permissions__in=right)
    return get_user_model().objects.filter(given, is_active=True).distinct()


def _others(proposal: GrantProposal, user: Any) -> QuerySet[Any]:
    """Who could confirm it instead, gaining nothing."""
    return others_who_may(proposal).exclude(pk=user.pk).exclude(groups=proposal.group_id)
