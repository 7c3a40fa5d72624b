"""Commitments made at a dialogue, onward actions agreed at a workshop: each becomes a record that is followed up.

Followed from the registry whenever the event is added or changed, inside that transaction. What became one stays,
whatever the event says later: as with action points of minutes.
"""

from typing import Any

from forms_builder.logic import ROW_ID
from forms_builder.logic.answers import day_of
from registry.models import Record
from trainings.committees import action_points
from trainings.models import Commitment
from trainings.setup.reading import sheet_of


def follow(record: Record, by: Any) -> None:
    setup = sheet_of(record.type)
    wanted = setup.commitments if setup else None
    if wanted is None:
        return
    known = set(Commitment.objects.filter(event=record).values_list("row", flat=True))
    for row in record.data.get(wanted.rows) or ():
        text = str(row.get(wanted.text) or "")
        if not text or not row.get(ROW_ID) or row[ROW_ID] in known:
            continue
        due = day_of(row.get(wanted.due))
        made = action_points.make(record, wanted, text, by)
        if made is not None:
            Commitment.objects.create(record=made, event=record, row=row[ROW_ID], due=due)
            action_points.begin(made, due, by)
