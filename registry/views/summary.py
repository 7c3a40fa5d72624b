"""What stands on the paper of a case below its answers: its course, what is due, its figures, what belongs to it.

Numbers, days and states only: nothing is opened here, and each reader finds what their own page shows.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from functools import partial
from typing import TypeVar

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from forms_builder.printing.paper import Asked, Block, Column, Heading, Room, Table, Text, Told, Words
from forms_builder.printing.wording import Wording
from forms_builder.schema.text import latin_digits
from registry import audit, timeline
from registry.models import Record, RecordTransition, RecordType
from registry.views import work
from registry.views.common import status_label

Row = tuple[Text, ...]
Line = TypeVar("Line")


def summary_blocks(request: HttpRequest, found: Record, wording: Wording) -> Iterator[Block]:
    """Nothing for a record that none belongs to."""
    kinds = timeline.kinds_of(request.user, found) if found.type.workflow_id else []
    if not kinds:
        return
    below = timeline.happenings(
        request.user,
        found,
        kinds,
        moves=False,
        kind=audit.AccessKind.PRINT,
        address=audit.address_of(request),
    )
    yield from _figures(found, wording)
    yield from _table(
        wording, _("What is due"), (_("Due"), _("Task"), _("Who")), _due(request, found, wording)
    )
    yield from _table(wording, _("Status"), (_("Day"), _("Status"), _("Who")), _moves(found, wording))
    yield from _table(
        wording,
        _("What belongs to this record"),
        (_("Day"), _("Kind"), _("Record number"), _("Status")),
        [
            (
                _day(wording, one.day),
                worded(wording, one.record.type.name_in),
                (Words("en", one.record.reference),),
                status_text(wording, one.record.type, one.record.status),
            )
            for one in reversed(below)
            if one.record
        ],
    )


def worded(wording: Wording, name_in: Callable[[str], str]) -> Text:
    return wording.of({language: name_in(language) for language in wording.languages})


def status_text(wording: Wording, kind: RecordType, status: str) -> Text:
    """A state by its name, in the languages of the print."""
    return worded(wording, lambda language: status_label(kind, status, language))


def _figures(found: Record, wording: Wording) -> Iterator[Block]:
    """What there is none of is left out: paper is for what there is."""
    counted = _in_each(wording, lambda: work.figures(found))
    lines = [line for line in counted if latin_digits(line[0]["value"]) != "0"]
    if lines:
        yield Heading(wording.say(_("At a glance")), 1)
    for line in lines:
        label = _text(wording, [one["label"] for one in line])
        yield Asked(label, Told(_text(wording, [one["value"] for one in line])))


def _due(request: HttpRequest, found: Record, wording: Wording) -> list[Row]:
    return [
        (
            _day(wording, line[0].due),
            _text(wording, [one.label for one in line]),
            _text(wording, [one.who for one in line]),
        )
        for line in _in_each(wording, lambda: work.due(request, found))
    ]


def _moves(found: Record, wording: Wording) -> list[Row]:
    """The first first. What followed by itself names nobody."""
    moved = found.transitions.exclude(from_status="").select_related("by").order_by("at")
    return [
        (
            _day(wording, one.day),
            worded(wording, partial(_moved, found.type, one)),
            () if one.automatic else (Words(wording.main, str(one.by)),),
        )
        for one in moved
    ]


def _moved(kind: RecordType, one: RecordTransition, language: str) -> str:
    return " → ".join(status_label(kind, status, language) for status in (one.from_status, one.to_status))


def _in_each(wording: Wording, lines: Callable[[], Sequence[Line]]) -> list[tuple[Line, ...]]:
    """The same lines as they read in each language of the print, side by side."""
    found = []
    for language in wording.languages:
        with override(language):
            found.append(lines())
    return list(zip(*found, strict=True))


def _text(wording: Wording, words: Sequence[str]) -> Text:
    return wording.of(dict(zip(wording.languages, words, strict=True)))


def _day(wording: Wording, day: date | datetime) -> Text:
    return wording.say("%(day)s", day=wording.day(day))[:1]


def _table(
    wording: Wording, title: str | Promise, heads: Sequence[str | Promise], rows: Sequence[Row]
) -> Iterator[Block]:
    """A heading with its table; nothing at all without rows."""
    if not rows:
        return
    yield Heading(wording.say(title), 1)
    columns = tuple(Column(wording.say(head)) for head in heads)
    told: tuple[tuple[Room, ...], ...] = tuple(tuple(Told(text) for text in row) for row in rows)
    yield Table(columns, told)
