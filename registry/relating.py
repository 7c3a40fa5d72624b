"""Records that have to do with each other: siblings, a parent and a child. Linked and unlinked with a reason.

A link is one row, read from both sides: the one it begins at says the relation, the other its inverse. Each person
sees the links to records that they may see, and learns nothing of others.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict

from forms_builder.digits import reader_language
from forms_builder.schema.document import text_in
from registry import access
from registry.casework import Relation, casework_of
from registry.events import Kind, Refused, note
from registry.models import Action, Record, RecordLink
from registry.opening import get_record

BACKWARDS = "~"
"""Behind the key of a relation: read from the other side."""
Text = dict[str, str]


@dataclass(frozen=True, slots=True)
class Related:
    """One link as it reads from one record. `label`: what the other one is to it."""

    link: RecordLink
    relation: Relation
    other: Record
    label: Text


class Carried(BaseModel):
    """Keys of the links that a merge gave to another record, and of those that it ended."""

    model_config = ConfigDict(frozen=True)

    moved: tuple[int, ...] = ()
    ended: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """How somebody may link a record: a relation, from the side of this record."""

    relation: Relation
    backwards: bool = False

    @property
    def name(self) -> str:
        return self.relation.key + (BACKWARDS if self.backwards else "")

    @property
    def label(self) -> Text:
        return self.relation.inverse if self.backwards else self.relation.label


def ways(record: Record) -> list[Way]:
    """The relations that a record of its type may be in, from its own side."""
    found = []
    for relation in casework_of(record.type).relations:
        found.append(Way(relation))
        if relation.inverse and relation.to in ("", record.type.key):
            found.append(Way(relation, backwards=True))
    return found


def related(user: Any, record: Record) -> list[Related]:
    """The links that last, to records that `user` may see."""
    links = RecordLink.objects.filter(Q(from_record=record) | Q(to_record=record), until=None)
    rows = links.select_related("from_record__type", "to_record__type").order_by("pk")
    return [one for one in _read(record, rows) if _visible(user, one.other)]


def link(user: Any, record_id: UUID, way: str, other_id: UUID, reason: str) -> RecordLink:
    """Link two records. `NotVisible`, or `Refused` with the reason. Noted in the history of both."""
    with transaction.atomic():
        record, other = get_record(user, record_id, Action.EDIT), get_record(user, other_id)
        chosen = next((one for one in ways(record) if one.name == way), None)
        if chosen is None:
            raise Refused(_("Choose how they belong together."))
        if not reason.strip():
            raise Refused(_("Say why."))
        start, end = (other, record) if chosen.backwards else (record, other)
        _refuse_unfit(chosen.relation, start, end)
        made, _new = RecordLink.objects.update_or_create(
            relation=chosen.relation.key,
            from_record=start,
            to_record=end,
            defaults={"since": timezone.localdate(), "until": None},
        )
        note(record, Kind.LINKED, user, reason.strip(), other=other)
        note(other, Kind.LINKED, user, other=record)
        return made


def unlink(user: Any, record_id: UUID, link_id: int, reason: str) -> None:
    """End a link today. That it was there stays on file. `NotVisible`, or `Refused` with the reason."""
    with transaction.atomic():
        record = get_record(user, record_id, Action.EDIT)
        found = find(user, record, link_id)
        if found is None:
            raise Refused(_("There is no such link any more."))
        if not reason.strip():
            raise Refused(_("Say why."))
        RecordLink.objects.filter(pk=found.link.pk).update(until=timezone.localdate())
        note(record, Kind.UNLINKED, user, reason.strip(), other=found.other)
        note(found.other, Kind.UNLINKED, user, other=record)


def find(user: Any, record: Record, link_id: int) -> Related | None:
    """One of the record's links that `user` sees."""
    return next((one for one in related(user, record) if one.link.pk == link_id), None)


def _read(record: Record, rows: Any) -> Iterator[Related]:
    """Links as they read from `record`; those that are no relation of case work are left out."""
    for row in rows:
        forwards, relation = row.from_record_id == record.pk, _relation(row)
        if relation is not None:
            other = row.to_record if forwards else row.from_record
            label = relation.label if forwards else relation.inverse or relation.label
            yield Related(row, relation, other, label)


def _relation(row: RecordLink) -> Relation | None:
    """Which relation of case work a link is, if it is one."""
    known = casework_of(row.from_record.type).relations
    return next((one for one in known if one.key == row.relation), None)


def _visible(user: Any, other: Record) -> bool:
    return not other.withdrawn and access.can(user, Action.VIEW, other)


def _refuse_unfit(relation: Relation, start: Record, end: Record) -> None:
    if problem := _problem(relation, start, end):
        raise Refused(problem)


def _problem(relation: Relation, start: Record, end: Record) -> str:
    """Why the two cannot be linked like this; blank where they can."""
    wanted = relation.to or start.type.key
    if start.pk == end.pk or end.type.key != wanted:
        return _("Choose another record of the kind that this relation is with.")
    for one in _between(start, end):
        if one.relation.key == relation.key:  # nobody is both the parent and the child of another
            return _("They are linked like this already.")
        if not (one.relation.key in relation.beside or relation.key in one.relation.beside):
            label = text_in(one.label, reader_language(), one.relation.key)
            return _("They are linked already: “%(label)s”. End that link first.") % {"label": label}
    lasting = RecordLink.objects.filter(relation=relation.key, until=None)
    if relation.one and lasting.filter(from_record=start).exists():
        return _("%(reference)s is linked like this to another record.") % {"reference": start}
    if relation.one_back and lasting.filter(to_record=end).exists():
        return _("%(reference)s is linked like this to another record.") % {"reference": end}
    return ""


def _between(start: Record, end: Record) -> Iterator[Related]:
    """The relations in which two records stand to each other now, as they read from the first."""
    there, back = Q(from_record=start, to_record=end), Q(from_record=end, to_record=start)
    rows = RecordLink.objects.filter(there | back, until=None)
    return _read(start, rows.select_related("from_record__type", "to_record__type"))


def carry(gone: Record, kept: Record) -> Carried:
    """Give the lasting links of a record to the one that it is merged into; those that would say nothing there end."""
    moved, ended = [], []
    rows = RecordLink.objects.filter(Q(from_record=gone) | Q(to_record=gone), until=None)
    for row in rows.select_related("from_record__type", "to_record__type").order_by("pk"):
        start = kept if row.from_record_id == gone.pk else row.from_record
        end = kept if row.to_record_id == gone.pk else row.to_record
        relation = _relation(row)
        same = RecordLink.objects.filter(relation=row.relation, from_record=start, to_record=end)
        if start.pk == end.pk or same.exists() or (relation and _problem(relation, start, end)):
            row.until = timezone.localdate()
            ended.append(row.pk)
        else:
            row.from_record, row.to_record = start, end
            moved.append(row.pk)
        row.save(update_fields=["from_record", "to_record", "until"])
    return Carried(moved=tuple(moved), ended=tuple(ended))


def carry_back(carried: Carried, gone: Record, kept: Record) -> None:
    """The links as they were before."""
    moved = RecordLink.objects.filter(pk__in=carried.moved)
    moved.filter(from_record=kept).update(from_record=gone)
    moved.filter(to_record=kept).update(to_record=gone)
    RecordLink.objects.filter(pk__in=carried.ended).update(until=None)
