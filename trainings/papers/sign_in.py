"""The sheet that goes round in the hall: names of those expected, or blank rows, and room to sign for each session."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from forms_builder.printing.paper import Column, Lines, Paper, Room, Table, Told, Words
from forms_builder.printing.wording import Wording, version_code
from forms_builder.schema import sha256
from trainings.models import Participant, Session
from trainings.sheets.opening import OpenSheet
from trainings.views.names import shown_name

BLANK_ROWS = 25
SPARE_ROWS = 8
"""Below the names, for those who come without having been expected."""


def sign_in_sheet(opened: OpenSheet, day: date, people: list[Participant], wording: Wording) -> Paper:
    """One day. With no people: blank rows only."""
    parts = [one for one in opened.sheet.sessions.all() if one.day == day]
    columns = [
        Column(wording.say(_("Name")), 4),
        Column(wording.say(_("Designation")), 3),
        Column(wording.say(_("Office or agency")), 3),
        Column(wording.say(_("Telephone number")), 3),
        *(Column(wording.say(sign_words(one)), 3) for one in parts),
    ]
    rows = [name_row(one, len(parts), wording) for one in people]
    empty: tuple[Room, ...] = (Lines(),) * len(columns)
    rows += [empty] * (SPARE_ROWS if people else BLANK_ROWS)
    return Paper(
        title=wording.say(_("Sign-in sheet")),
        lead=(Words(wording.main, opened.title()),),
        language=wording.main,
        facts=(
            (wording.say(_("Event")), Told((Words("en", opened.record.reference),))),
            (wording.say(_("Day")), Told(wording.say("%(day)s", day=wording.day(day))[:1])),
        ),
        blocks=(Table(tuple(columns), tuple(rows), numbered=wording.say(_("No."))[0].text, row_height=11),),
        secrecy=wording.say(_("Confidential")) if people else (),
        code=code_of(opened, day),
        page_words=wording.say(_("Page {page} of {pages}"))[0].text,
        landscape=True,
    )


def code_of(opened: OpenSheet, day: date) -> str:
    """Which event, which day, and which version of the columns: for telling a scan apart."""
    version = opened.sheet.version
    columns = version_code(opened.setup.columns, version.number, sha256(version.parsed))
    return f"{opened.record.reference} {day:%Y-%m-%d} {columns}"


def sign_words(session: Session) -> str:
    words = {
        Session.Part.MORNING: _("Signature, morning"),
        Session.Part.AFTERNOON: _("Signature, afternoon"),
        Session.Part.DAY: _("Signature"),
    }
    return words[Session.Part(session.part)]  # type: ignore[return-value]  # lazy words


def name_row(one: Participant, signatures: int, wording: Wording) -> tuple[Room, ...]:
    person = one.person.merged_into or one.person if one.person else None
    said = [
        shown_name(one, wording.main)[0],
        person.designation if person else "",
        person.agency if person else "",
    ]
    told: list[Room] = [Told((Words(wording.main, text),)) if text else Lines() for text in said]
    return (*told, Lines(), *[Lines()] * signatures)
