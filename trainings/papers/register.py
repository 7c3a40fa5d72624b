"""Lines of the registers on paper: a committee or group as it stands, a facilitator with the events they led."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from forms_builder.printing.paper import (
    Block,
    Column,
    Facts,
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
from registry.models import Organisation
from trainings.committees.standing import WORDS, Standing
from trainings.models import Body, BodyRule, Meeting, Membership
from trainings.people.forms import positions
from trainings.setup.programmes import Led


def body_paper(
    body: Body,
    now: Standing,
    rule: BodyRule | None,
    meetings: Sequence[Meeting],
    members: Sequence[Membership] | None,
    wording: Wording,
) -> Paper:
    """A committee or group. `members`: those in office; None for who may not see them."""
    blocks: list[Block] = [Heading(wording.say(_("Meetings"))), _meetings(meetings, wording)]
    if members is not None:
        blocks = [Heading(wording.say(_("Members"))), _members(members, wording), *blocks]
    facts: list[tuple[Text, Room]] = [
        (wording.say(_("Kind")), Told(_named(body.kind, wording))),
        (wording.say(_("How it stands")), Told(wording.say(WORDS[now.state]))),
    ]
    if body.place:
        facts.append((wording.say(_("Place")), Told(_named(body.place, wording))))
    if rule is not None:
        facts.append((wording.say(_("Rule in force since")), _day(rule.since, wording)))
    return _paper(body.organisation, tuple(facts), blocks, wording, secret=members is not None)


def facilitator_paper(found: Organisation, events: Sequence[Led], wording: Wording) -> Paper:
    """A facilitator, and the events that the reader may see."""
    rows: list[tuple[Room, ...]] = [
        (
            Told((Words(wording.main, one.title),)),
            Told((Words("en", one.record.reference),)),
            _day(one.first_day, wording),
            _number(one.parts, wording),
        )
        for one in events
    ]
    columns = (
        Column(wording.say(_("Event")), 5),
        Column(wording.say(_("Record number")), 3),
        Column(wording.say(_("First day")), 2),
        Column(wording.say(_("Parts led")), 1),
    )
    facts: list[tuple[Text, Room]] = []
    if found.office:
        facts.append((wording.say(_("Office")), Told(_named(found.office, wording))))
    blocks = [Heading(wording.say(_("Events"))), _table(columns, rows, wording)]
    return _paper(found, tuple(facts), blocks, wording)


def _paper(
    named: Organisation, facts: Facts, blocks: Sequence[Block], wording: Wording, secret: bool = False
) -> Paper:
    return Paper(
        title=_named(named, wording),
        lead=(),
        language=wording.main,
        facts=facts,
        blocks=tuple(blocks),
        secrecy=wording.say(_("Confidential")) if secret else (),
        code=named.key,
        page_words=wording.say(_("Page {page} of {pages}"))[0].text,
    )


def _members(members: Sequence[Membership], wording: Wording) -> Block:
    names = {code: dict(positions(code)) for code in wording.languages}
    rows: list[tuple[Room, ...]] = []
    for one in members:
        person = one.person.merged_into or one.person
        position = {code: known.get(one.position, one.position) for code, known in names.items()}
        rows.append(
            (
                Told((Words(wording.main, person.name_in(wording.main)),)),
                Told(wording.of(position)),
                Told((Words(wording.main, one.held_as or person.designation or "–"),)),
                _day(one.since, wording),
            )
        )
    columns = (
        Column(wording.say(_("Name")), 4),
        Column(wording.say(_("Position")), 3),
        Column(wording.say(_("By what office")), 4),
        Column(wording.say(_("In office since")), 2),
    )
    return _table(columns, rows, wording)


def _meetings(meetings: Sequence[Meeting], wording: Wording) -> Block:
    rows: list[tuple[Room, ...]] = [
        (
            _day(one.held_on, wording),
            Told((Words("en", one.record.reference),)),
            _number(one.came, wording),
            _number(one.members, wording),
            Told(wording.say(quorum_said(one))),
        )
        for one in meetings
    ]
    columns = (
        Column(wording.say(_("Held on")), 2),
        Column(wording.say(_("Record number")), 3),
        Column(wording.say(_("Members who came")), 2),
        Column(wording.say(_("Members")), 2),
        Column(wording.say(_("Quorum")), 2),
    )
    return _table(columns, rows, wording)


def quorum_said(one: Meeting) -> str:
    """In a word: met, not met, none set."""
    said = {None: _("not set"), True: _("met"), False: _("not met")}
    return said[one.quorate]  # type: ignore[return-value]  # a lazy text


def _table(columns: tuple[Column, ...], rows: list[tuple[Room, ...]], wording: Wording) -> Block:
    if not rows:
        return Paragraph(wording.say(_("None.")))
    return Table(columns, tuple(rows), numbered=wording.say(_("No."))[0].text)


def _named(thing: object, wording: Wording) -> Text:
    return wording.of({code: thing.name_in(code) for code in wording.languages})  # type: ignore[attr-defined]  # Named


def _day(day: date | None, wording: Wording) -> Room:
    return Told(wording.say("%(day)s", day=wording.day(day))[:1] if day else (Words("en", "–"),))


def _number(number: int, wording: Wording) -> Room:
    return Told(wording.say("%(number)s", number=wording.number(number))[:1])
