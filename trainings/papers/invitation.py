"""Letters that invite: to an event those on its sheet, to a meeting the members in office. One page a person."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from forms_builder.digits import day_in_script
from forms_builder.printing.paper import (
    Asked,
    Block,
    Facts,
    Frame,
    NewPage,
    Paper,
    Paragraph,
    Text,
    Told,
    Words,
)
from forms_builder.printing.wording import Wording
from trainings.models import Participant
from trainings.setup.reading import answer_of
from trainings.sheets.opening import OpenSheet
from trainings.views.names import shown_name

WORDS = _("You are cordially invited to “{title}”, from {first} to {last}, at {venue}.")
"""What stands between braces is put in; the use of the record type may have other words."""
NO_PLACE = _("the place that you will be told")


@dataclass(frozen=True, slots=True)
class Guest:
    """Whom a letter is for."""

    name: str
    about: str = ""


def event_letters(opened: OpenSheet, people: list[Participant], wording: Wording) -> Paper:
    """A letter for each person on the sheet."""
    guests = [Guest(*shown_name(one, wording.main)) for one in people]
    body = tuple(
        Words(
            words.language,
            filled(opened.setup.invitation.get(words.language) or words.text, opened, words.language),
        )
        for words in wording.say(WORDS)
    )
    return letters(guests, [Paragraph(body)], opened.record.reference, wording)


def filled(sentence: str, opened: OpenSheet, language: str) -> str:
    place = answer_of(opened.record, opened.setup.venue)
    values = {
        "title": opened.title(),
        "first": day_in_script(opened.sheet.first_day, language),
        "last": day_in_script(opened.sheet.last_day, language),
        "venue": str(place or next(w.text for w in Wording((language,)).say(NO_PLACE))),
    }
    for key, value in values.items():
        sentence = sentence.replace(f"{{{key}}}", value)
    return sentence


def letters(guests: Iterable[Guest], body: list[Block], code: str, wording: Wording) -> Paper:
    """The same words to each of them, each on a page of their own."""
    blocks: list[Block] = []
    facts: Facts = ((wording.say(_("Record number")), Told((Words("en", code),))),)
    for guest in guests:
        blocks += [NewPage(code, facts)] if blocks else []
        blocks += [Paragraph(said(guest.name, wording))]
        blocks += [Paragraph(said(guest.about, wording))] if guest.about else []
        blocks += [*body, Asked(wording.say(_("Signature")), Frame(18))]
    return Paper(
        title=wording.say(_("Invitation")),
        language=wording.main,
        facts=facts,
        blocks=tuple(blocks),
        code=code,
        page_words=" ",
    )


def said(text: str, wording: Wording) -> Text:
    return (Words(wording.main, text),)
