"""Attendance of an event on paper: totals by sex and agency, and how much each person came to."""

from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from forms_builder.printing.paper import Block, Column, Heading, Paper, Room, Table, Text, Told, Words
from forms_builder.printing.wording import Wording
from trainings.models import Person
from trainings.people.forms import kinds_of_agency
from trainings.sheets.attendance import Attended, rate
from trainings.sheets.opening import OpenSheet
from trainings.views.names import shown_name


def attendance_summary(opened: OpenSheet, rows: list[Attended], printed_by: Text, wording: Wording) -> Paper:
    """Everybody on the sheet. A restricted sheet gives totals only."""
    blocks: list[Block] = list(totals(rows, wording))
    if not opened.sheet.restricted:
        blocks += [Heading(wording.say(_("Each person"))), each(rows, wording)]
    return Paper(
        title=wording.say(_("Attendance")),
        lead=(Words(wording.main, opened.title()),),
        language=wording.main,
        facts=(
            (wording.say(_("Event")), Told((Words("en", opened.record.reference),))),
            (
                wording.say(_("Days")),
                Told(
                    wording.say(
                        "%(first)s – %(last)s",
                        first=wording.day(opened.sheet.first_day),
                        last=wording.day(opened.sheet.last_day),
                    )[:1]
                ),
            ),
        ),
        blocks=tuple(blocks),
        secrecy=wording.say(_("Confidential")),
        code=opened.record.reference,
        page_words=wording.say(_("Page {page} of {pages}"))[0].text,
        foot=printed_by,
    )


def totals(rows: list[Attended], wording: Wording) -> Iterable[Block]:
    here = [one for one in rows if one.came]
    share = rate(rows)
    yield Heading(wording.say(_("Totals")))
    counted: list[tuple[Text, int]] = [
        (wording.say(_("On the sheet")), len(rows)),
        (wording.say(_("Came at least once")), len(here)),
    ]
    people = [one.participant.person for one in here if one.participant.person]
    sexes = Counter(person.sex for person in people)
    counted += [(wording.say(label), sexes[value]) for value, label in Person.Sex.choices if sexes[value]]
    agencies = Counter(person.agency_kind for person in people if person.agency_kind)
    named = {language: dict(kinds_of_agency(language)) for language in wording.languages}
    for value, number in agencies.most_common():
        counted.append((wording.of({code: known.get(value, value) for code, known in named.items()}), number))
    cells: list[tuple[Room, ...]] = [
        (Told(label), Told(wording.say("%(number)s", number=wording.number(number))[:1]))
        for label, number in counted
    ]
    if share is not None:
        percent = wording.say("%(number)s%%", number=wording.number(round(share)))[:1]
        cells.append((Told(wording.say(_("Attendance rate"))), Told(percent)))
    yield Table((Column(wording.say(_("What")), 3), Column(wording.say(_("Number")))), tuple(cells))


def each(rows: list[Attended], wording: Wording) -> Table:
    columns = (
        Column(wording.say(_("Name")), 4),
        Column(wording.say(_("Designation and agency")), 5),
        Column(wording.say(_("Sessions")), 2),
        Column(wording.say(_("Per cent")), 2),
    )
    made: list[tuple[Room, ...]] = []
    for one in rows:
        name, about = shown_name(one.participant, wording.main)
        sessions = wording.say(
            "%(came)s / %(all)s", came=wording.number(one.came), all=wording.number(one.sessions)
        )
        made.append(
            (
                Told((Words(wording.main, name),)),
                Told((Words(wording.main, about or "–"),)),
                Told(sessions[:1]),
                Told(wording.say("%(number)s%%", number=wording.number(one.percent))[:1]),
            )
        )
    return Table(columns, tuple(made), numbered=wording.say(_("No."))[0].text)
