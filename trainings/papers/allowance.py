"""The allowance sheet on paper: days, rate, amount in taka, and room to sign for what was received."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from forms_builder.digits import in_script
from forms_builder.printing.paper import Column, Lines, Paper, Room, Table, Text, Told, Words
from forms_builder.printing.wording import Wording
from trainings.sheets.allowance import Line, in_taka, total
from trainings.sheets.opening import OpenSheet
from trainings.sheets.signing import name_in
from trainings.views.names import shown_name


def allowance_paper(opened: OpenSheet, found: list[Line], printed_by: Text, wording: Wording) -> Paper:
    """Everybody who is due something."""
    rate = opened.sheet.day_rate or Decimal(0)
    columns = (
        Column(wording.say(_("Name")), 4),
        Column(wording.say(_("Designation and agency")), 4),
        Column(wording.say(_("Days")), 1),
        Column(wording.say(_("Rate")), 2),
        Column(wording.say(_("Amount")), 2),
        Column(wording.say(_("Signature of who received it")), 4),
    )
    rows = [row(one, rate, wording) for one in found if one.amount]
    return Paper(
        title=wording.say(_("Allowance sheet")),
        lead=(Words(wording.main, opened.title()),),
        language=wording.main,
        facts=(
            (wording.say(_("Event")), Told((Words("en", opened.record.reference),))),
            (wording.say(_("Total")), told(taka(total(found), wording), wording)),
        ),
        blocks=(Table(columns, tuple(rows), numbered=wording.say(_("No."))[0].text, row_height=11),),
        secrecy=wording.say(_("Confidential")),
        code=opened.record.reference,
        page_words=wording.say(_("Page {page} of {pages}"))[0].text,
        foot=printed_by,
        landscape=True,
    )


def row(one: Line, rate: Decimal, wording: Wording) -> tuple[Room, ...]:
    name, about = shown_name(one.participant, wording.main)
    days = in_script(str(one.days), wording.main)
    return (
        told(name, wording),
        told(about or "–", wording),
        told(days, wording),
        told(taka(rate, wording), wording),
        told(taka(one.amount, wording), wording),
        told(name_in(one.signature), wording) if one.signature else Lines(),
    )


def told(text: str, wording: Wording) -> Told:
    return Told((Words(wording.main, text),))


def taka(amount: Decimal, wording: Wording) -> str:
    return in_script(in_taka(amount), wording.main)
