"""The letter that calls a committee or group to its next meeting: its number, its day, what is still to be reported."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from forms_builder.printing.paper import Block, Heading, Paper, Paragraph, Words
from forms_builder.printing.wording import Wording
from trainings.committees.meetings import text_of
from trainings.models import ActionPoint, Body, Membership
from trainings.papers.invitation import Guest, letters
from trainings.setup.documents import MeetingDocument


def call_letters(
    body: Body,
    members: list[Membership],
    number: int,
    day: date,
    points: list[ActionPoint],
    setup: MeetingDocument,
    wording: Wording,
) -> Paper:
    """A letter for each member in office."""
    sentence = wording.say(
        _("You are cordially invited to meeting no. %(number)s of %(body)s on %(day)s."),
        number=wording.number(number),
        body=body.organisation.name_in,
        day=wording.day(day),
    )
    blocks: list[Block] = [Paragraph(sentence)]
    if points:
        blocks.append(Heading(wording.say(_("First on the agenda: what is not verified yet")), 2))
        blocks += [Paragraph((Words(wording.main, f"– {text_of(one, setup)}"),)) for one in points]
    guests = [_guest(one, wording.main) for one in members]
    return letters(guests, blocks, f"{body.organisation.key} {number}", wording)


def _guest(one: Membership, language: str) -> Guest:
    person = one.person.merged_into or one.person
    return Guest(person.name_in(language), one.held_as or person.designation)
