"""Two records about one person become one, and apart again. Never automatic: somebody decides, with a reason.

The record that goes keeps its answers and history and is marked; everything around it moves to the one that stays
(`registry.merged_parts`). What commits together: all of that, and the `Merge` that can undo it.
"""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from registry import merged_parts
from registry.models import Action, Merge, Record, RecordType
from registry.opening import get_record
from registry.workflow import moving
from registry.workflow.configuring import workflow_of

DUPLICATE = "duplicate"
"""The state that marks the record that went; a type whose workflow has none cannot be merged."""
LONGEST_REASON = 2_000


class Refused(Exception):
    """It cannot be done; the message tells why. Nothing was changed."""


def possible(record_type: RecordType) -> bool:
    """Whether records of the type can be merged at all."""
    workflow = workflow_of(record_type)
    return workflow is not None and workflow.state(DUPLICATE) is not None


def merge(by: Any, gone_id: UUID, kept_id: UUID, reason: str) -> Merge:
    """Merge the record `gone_id` into `kept_id`. `NotVisible`, or `Refused` with the reason."""
    reason = reason.strip()[:LONGEST_REASON]
    with transaction.atomic():
        gone, kept = _both(by, gone_id, kept_id)
        _refuse_unfit(gone, kept, reason)
        along = merged_parts.bring(gone, kept, by)
        moving.mark(gone, DUPLICATE, by, reason)
        return Merge.objects.create(kept=kept, gone=gone, undo=along.model_dump(mode="json"), by=by)


def undo(by: Any, merge_id: UUID) -> Merge:
    """Take a merge back: everything that moved and still lies where it was put moves back."""
    with transaction.atomic():
        made = Merge.objects.select_for_update().get(pk=merge_id)
        gone, kept = _both(by, made.gone_id, made.kept_id)
        if made.undone_at is not None:
            raise Refused(_("This was taken back already."))
        if merge_of(kept) is not None:
            raise Refused(
                _("%(reference)s was merged into another record since. First take that back.")
                % {"reference": kept.reference}
            )
        merged_parts.put_back(merged_parts.Along.model_validate(made.undo), gone, kept, by)
        made.undone_at, made.undone_by = timezone.now(), by
        made.save(update_fields=["undone_at", "undone_by"])
        return made


def merge_of(gone: Record) -> Merge | None:
    """The merge by which a record went into another, unless it was taken back."""
    found = Merge.objects.filter(gone=gone, undone_at=None)
    return found.select_related("kept__type").order_by("-at").first()


def was_apart(gone: Record) -> bool:
    """Whether a merge of the record was taken back."""
    return Merge.objects.filter(gone=gone).exclude(undone_at=None).exists()


def _both(by: Any, gone_id: UUID, kept_id: UUID) -> tuple[Record, Record]:
    """The two as they are now, nobody else's to change until the transaction ends."""
    for pk in (gone_id, kept_id):
        get_record(by, pk, Action.MANAGE)
    related = ("type__workflow", "version", "owner", "parent", "office")
    rows = Record.objects.select_for_update(of=("self",)).select_related(*related)
    found = {one.pk: one for one in rows.filter(pk__in=[gone_id, kept_id]).order_by("pk")}
    return found[gone_id], found[kept_id]


def _refuse_unfit(gone: Record, kept: Record, reason: str) -> None:
    if gone.pk == kept.pk or gone.type_id != kept.type_id:
        raise Refused(_("Choose another record of the same kind."))
    if not reason:
        raise Refused(_("Say why these are the same."))
    if merge_of(gone) or merge_of(kept):
        raise Refused(_("One of them was merged already."))
    if not possible(gone.type):
        raise Refused(_("Records of this kind cannot be merged: their workflow has no state for duplicates."))
    if gone.office_id != kept.office_id:
        raise Refused(_("They are in different offices. Hand one of them over first."))
    if gone.handovers.filter(answered_at=None).exists():
        raise Refused(_("It is on its way to an office already."))
    if merged_parts.is_over(kept) and not merged_parts.is_over(gone):
        raise Refused(
            _("The work on %(reference)s is over and goes on here. Merge that one into this one instead.")
            % {"reference": kept.reference}
        )
