"""What a meeting decided, for the notice board: decisions and action points. No discussion, no names, no cases."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from forms_builder.printing.paper import Block, Column, Heading, Paper, Paragraph, Room, Table, Told, Words
from forms_builder.printing.wording import Wording
from registry.opening import Opened
from trainings.committees.meetings import text_of
from trainings.models import Meeting
from trainings.setup.documents import MeetingDocument


def decisions_paper(found: Meeting, seen: Opened, setup: MeetingDocument, wording: Wording) -> Paper:
    """The public part of the minutes. `seen`: them as far as the reader may see them."""
    blocks: list[Block] = [Heading(wording.say(_("Decisions")))]
    for row in seen.answers.get(setup.agenda) or ():
        if row.get(setup.decision):
            blocks.append(Heading((Words(wording.main, str(row.get(setup.item, "")) or "–"),), 2))
            blocks.append(Paragraph((Words(wording.main, str(row[setup.decision])),)))
    points = list(found.points.select_related("record"))
    if points:
        blocks += [Heading(wording.say(_("Action points"))), points_table(points, setup, wording)]
    return Paper(
        title=wording.of({code: found.body.organisation.name_in(code) for code in wording.languages}),
        lead=wording.say(_("Decisions of the meeting")),
        language=wording.main,
        facts=(
            (wording.say(_("Held on")), Told(wording.say("%(day)s", day=wording.day(found.held_on))[:1])),
            (wording.say(_("Record number")), Told((Words("en", found.record.reference),))),
        ),
        blocks=tuple(blocks),
        code=found.record.reference,
        page_words=wording.say(_("Page {page} of {pages}"))[0].text,
    )


def points_table(points: list[Any], setup: MeetingDocument, wording: Wording) -> Table:
    rows: list[tuple[Room, ...]] = [
        (
            Told((Words(wording.main, text_of(one, setup)),)),
            Told(wording.say("%(day)s", day=wording.day(one.due))[:1])
            if one.due
            else Told((Words("en", "–"),)),
        )
        for one in points
    ]
    columns = (Column(wording.say(_("What is to be done")), 4), Column(wording.say(_("Due")), 1))
    return Table(columns, tuple(rows), numbered=wording.say(_("No."))[0].text)
