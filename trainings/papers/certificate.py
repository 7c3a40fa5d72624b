"""A certificate of attendance: the event's own words with the name put in, a serial number, and a code to check it by."""

from collections.abc import Callable, Sequence

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
from trainings.models import Certificate
from trainings.sheets.opening import OpenSheet
from trainings.views.names import shown_name

WORDS = _("This is to certify that {name} took part in the training “{title}” from {first} to {last}.")
"""What stands between braces is put in; the use of the record type may have other words."""


def certificates_paper(
    opened: OpenSheet, some: Sequence[Certificate], address: Callable[[Certificate], str], wording: Wording
) -> Paper:
    """One certificate or several, each on a page of its own. `address` is where anybody may see whether one is valid."""
    blocks: list[Block] = []
    for one in some:
        blocks += [NewPage(address(one), facts(one, wording))] if blocks else []
        blocks += [Paragraph(said(opened, one, wording)), Asked(wording.say(_("Signature")), Frame(18))]
    return Paper(
        title=wording.say(_("Certificate of attendance")),
        language=wording.main,
        facts=facts(some[0], wording),
        blocks=tuple(blocks),
        code=address(some[0]),
        page_words=" ",
        landscape=True,
        formal=True,
        foot=wording.say(_("The code shows whether this certificate is valid, and nothing else.")),
    )


def facts(one: Certificate, wording: Wording) -> Facts:
    return (
        (wording.say(_("Serial number")), Told((Words("en", one.serial),))),
        (wording.say(_("Issued on")), Told(wording.say("%(day)s", day=wording.day(one.issued_at))[:1])),
    )


def said(opened: OpenSheet, one: Certificate, wording: Wording) -> Text:
    """The sentence in each language of the print; the event's own where its use says one."""
    return tuple(
        Words(
            words.language,
            _filled(opened.setup.certificate.get(words.language) or words.text, opened, one, words.language),
        )
        for words in wording.say(WORDS)
    )


def _filled(sentence: str, opened: OpenSheet, one: Certificate, language: str) -> str:
    values = {
        "name": shown_name(one.participant, language)[0],
        "title": opened.title(),
        "first": day_in_script(opened.sheet.first_day, language),
        "last": day_in_script(opened.sheet.last_day, language),
    }
    for key, value in values.items():
        sentence = sentence.replace(f"{{{key}}}", value)
    return sentence
