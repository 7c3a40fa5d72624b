"""The files that came with a record and with those below it, as far as somebody may see the answers they belong to."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from forms_builder.models import Attachment
from forms_builder.schema import Question
from registry.attaching import files_in
from registry.models import Record, RecordFile
from registry.opening import Knowledge, Opened, knowledge

MOST = 60
"""Files on one page, the newest."""


@dataclass(frozen=True, slots=True)
class Document:
    """One file. What it is called stays sealed until somebody opens it; here stands what it was asked for."""

    record: Record
    question: Question
    attachment: Attachment


def documents(user: Any, record: Record, seen: Opened, below: Iterable[Record]) -> list[Document]:
    """The newest first, of a record that was opened and of records below it that `user` was shown.

    Queries grow with the number of records below that have files.
    """
    own, children = dict(files_in(seen.questions, seen.answers)), list(below)
    if not own and not children:
        return []
    wanted = Q(record=record, attachment__in=own) | Q(record__in=children)
    rows = RecordFile.objects.filter(wanted).select_related("attachment", "record__type", "record__version")
    known: dict[UUID, Knowledge] = {}
    found = []
    for row in rows.order_by("-attachment__created_at", "-pk")[:MOST]:
        if row.record_id == record.pk:
            found.append(Document(record, seen.questions[row.key], row.attachment))
            continue
        within = known.get(row.record_id) or known.setdefault(row.record_id, knowledge(user, row.record))
        if row.key in within.allowed:
            found.append(Document(row.record, within.questions[row.key], row.attachment))
    return found
