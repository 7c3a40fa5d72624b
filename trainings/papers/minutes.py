"""The minutes of a meeting for its file: who came, what was said and decided, and room for those who confirm it to sign.

As far as the reader may see the record. What stays within the committee (`committees.confidential`) is not on it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from forms_builder.printing.paper import (
    Asked,
    Block,
    Column,
    Frame,
    Heading,
    Paper,
    Paragraph,
    Room,
    Table,
    Text,
    Told,
    Words,
)
from forms_builder.printing.wording import Wording
from forms_builder.questions import types
from registry.opening import Opened
from registry.views.common import status_label
from trainings.committees.meetings import quorum_words
from trainings.models import Meeting
from trainings.setup.documents import MeetingDocument

Row = Mapping[str, Any]
Asking = tuple[str, str | Promise, int]
"""Key of a question, heading of its column, share of the width."""
NOTHING = Told((Words("en", "–"),))


def minutes_paper(found: Meeting, seen: Opened, setup: MeetingDocument, wording: Wording) -> Paper:
    """The whole minutes. `seen`: the record as far as the reader may see it."""
    return Paper(
        title=wording.of({code: found.body.organisation.name_in(code) for code in wording.languages}),
        lead=wording.say(_("Minutes of the meeting")),
        language=wording.main,
        facts=(
            (wording.say(_("Meeting no.")), _number(found, wording)),
            (wording.say(_("Held on")), Told(wording.say("%(day)s", day=wording.day(found.held_on))[:1])),
            (wording.say(_("Record number")), Told((Words("en", found.record.reference),))),
            (
                wording.say(_("Status")),
                Told(
                    _in_each(wording, lambda code: status_label(found.record.type, found.record.status, code))
                ),
            ),
        ),
        blocks=tuple(_blocks(found, seen, setup, wording)),
        secrecy=wording.say(_("Confidential")),
        code=found.record.reference,
        page_words=wording.say(_("Page {page} of {pages}"))[0].text,
    )


def _blocks(found: Meeting, seen: Opened, setup: MeetingDocument, wording: Wording) -> Iterator[Block]:
    yield Heading(wording.say(_("Who came")))
    yield Paragraph(_in_each(wording, lambda code: quorum_words(found)))
    rows = [row for row in seen.answers.get(setup.attendance) or () if row.get(setup.present) in setup.came]
    yield from _table(rows, _who_came(setup), seen, wording)
    yield Heading(wording.say(_("Agenda and decisions")))
    for number, row in enumerate(seen.answers.get(setup.agenda) or (), 1):
        item = str(row.get(setup.item) or "–")
        yield Heading(wording.say("%(number)s. %(item)s", number=wording.number(number), item=item)[:1], 2)
        if row.get(setup.discussion):
            yield Paragraph((Words(wording.main, str(row[setup.discussion])),))
        if row.get(setup.decision):
            yield Asked(wording.say(_("Decision")), Told((Words(wording.main, str(row[setup.decision])),)))
    points = list(_table(seen.answers.get(setup.points) or (), _to_do(setup), seen, wording))
    if points:
        yield Heading(wording.say(_("Action points")))
        yield from points
    if found.next_on:
        yield Paragraph(wording.say(_("Next meeting: %(day)s"), day=wording.day(found.next_on)))
    yield Heading(wording.say(_("Confirmed by")))
    yield Asked(wording.say(_("Chair: name, signature, date")), Frame(18))
    yield Asked(wording.say(_("Member secretary: name, signature, date")), Frame(18))


def _who_came(setup: MeetingDocument) -> list[Asking]:
    return [
        (setup.name, _("Name"), 4),
        (setup.designation, _("Designation"), 3),
        (setup.agency, _("Office or agency"), 3),
        (setup.position, _("Position"), 2),
    ]


def _to_do(setup: MeetingDocument) -> list[Asking]:
    return [
        (setup.action, _("What is to be done"), 5),
        (setup.who, _("Who does it"), 3),
        (setup.due, _("Due"), 2),
    ]


def _table(rows: Sequence[Row], columns: Sequence[Asking], seen: Opened, wording: Wording) -> Iterator[Block]:
    """The rows of a repeat: the questions of it that the reader may see; nothing without rows."""
    shown = [one for one in columns if one[0] not in seen.withheld]
    lines = tuple(tuple(_told(row, key, seen, wording) for key, _label, _share in shown) for row in rows)
    if lines and shown:
        heads = tuple(Column(wording.say(label), share) for _key, label, share in shown)
        yield Table(heads, lines, numbered=wording.say(_("No."))[0].text)


def _told(row: Row, key: str, seen: Opened, wording: Wording) -> Room:
    answer, question = row.get(key), seen.questions.get(key)
    if answer in (None, "") or question is None:
        return NOTHING
    return Told((Words(wording.main, types.of(question).display(question, answer, wording.main)),))


def _number(found: Meeting, wording: Wording) -> Room:
    if found.number is None:
        return NOTHING
    return Told(wording.say("%(number)s", number=wording.number(found.number))[:1])


def _in_each(wording: Wording, said: Callable[[str], str]) -> Text:
    """A text that is made in the language it is asked for."""
    found = {}
    for code in wording.languages:
        with override(code):
            found[code] = said(code)
    return wording.of(found)
