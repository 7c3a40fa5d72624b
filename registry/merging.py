"""Two records about one person become one, and apart again. Never automatic: somebody decides, with a reason.

The record that goes keeps its answers and history and is marked; what lies below it, its open tasks and its reference
move to the one that stays. What commits together: all of that, and the `Merge` that can undo it.
"""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.models import Action, Alias, Merge, Record, Task
from registry.opening import get_record
from registry.saving import Entry, save_record
from registry.sealing import KeyRing, open_record
from registry.workflow import moving
from registry.workflow.configuring import workflow_of

DUPLICATE = "duplicate"
"""The state that marks the record that went; a type whose workflow has none cannot be merged."""
LONGEST_REASON = 2_000


class Refused(Exception):
    """It cannot be done; the message tells why. Nothing was changed."""


def merge(by: Any, gone_id: UUID, kept_id: UUID, reason: str) -> Merge:
    """Merge the record `gone_id` into `kept_id`. `NotVisible`, or `Refused` with the reason."""
    reason = reason.strip()[:LONGEST_REASON]
    with transaction.atomic():
        gone, kept = (get_record(by, pk, Action.MANAGE) for pk in (gone_id, kept_id))
        _refuse_unfit(gone, kept, reason)
        children = list(Record.objects.filter(parent=gone).select_related("type", "version"))
        tasks = list(Task.objects.filter(record=gone, done_at=None).values_list("pk", flat=True))
        undo = {
            "status": gone.status,
            "children": [str(child.pk) for child in children],
            "tasks": [str(pk) for pk in tasks],
        }
        made = Merge.objects.create(kept=kept, gone=gone, undo=undo, by=by)
        for child in children:
            _put_below(child, kept, by, _("Moved here by a merge."))
        Task.objects.filter(pk__in=tasks).update(record=kept)
        Alias.objects.create(reference=gone.reference, record=kept)
        moving.mark(gone, DUPLICATE, by, reason)
        return made


def undo(by: Any, merge_id: UUID) -> Merge:
    """Take a merge back: everything that moved and still lies where it was put moves back."""
    with transaction.atomic():
        made = Merge.objects.select_for_update().get(pk=merge_id)
        gone, kept = (get_record(by, pk, Action.MANAGE) for pk in (made.gone_id, made.kept_id))
        if made.undone_at is not None:
            raise Refused(_("This was taken back already."))
        still = Record.objects.filter(pk__in=made.undo["children"], parent=kept)
        for child in still.select_related("type", "version"):
            _put_below(child, gone, by, _("A merge was taken back."))
        Task.objects.filter(pk__in=made.undo["tasks"], record=kept, done_at=None).update(record=gone)
        Alias.objects.filter(reference=gone.reference, record=kept).delete()
        moving.mark(gone, made.undo["status"], by, _("A merge was taken back."))
        made.undone_at, made.undone_by = timezone.now(), by
        made.save(update_fields=["undone_at", "undone_by"])
        return made


def merge_of(gone: Record) -> Merge | None:
    """The merge by which a record went into another, unless it was taken back."""
    found = Merge.objects.filter(gone=gone, undone_at=None)
    return found.select_related("kept__type").order_by("-at").first()


def _refuse_unfit(gone: Record, kept: Record, reason: str) -> None:
    if gone.pk == kept.pk or gone.type_id != kept.type_id:
        raise Refused(_("Choose another record of the same kind."))
    if not reason:
        raise Refused(_("Say why these are the same."))
    if merge_of(gone) or merge_of(kept):
        raise Refused(_("One of them was merged already."))
    workflow = workflow_of(gone.type)
    if workflow is None or workflow.state(DUPLICATE) is None:
        raise Refused(_("Records of this kind cannot be merged: their workflow has no state for duplicates."))


def _put_below(child: Record, above: Record, by: Any, reason: str) -> None:
    """Move a record below another, with the answer that names it, as a change in its history."""
    key = child.type.parent_key
    answers = open_record(child, KeyRing.of(child))
    if key and answers.get(key):
        entry = Entry(
            record_type=child.type,
            version=child.version,
            answers={**answers, key: str(above.pk)},
            missing=[tuple(path) for path in child.missing],
            by=by,
            record=child,
            base_revision=child.revision,
            reason=reason,
        )
        save_record(entry)
    Record.objects.filter(pk=child.pk).update(parent=above)
