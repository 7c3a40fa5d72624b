"""From the shape of a question to room on paper, in the languages of the print."""

from django.utils.translation import gettext_lazy as _

from forms_builder.printing.paper import (
    Cells,
    Choices,
    Frame,
    Grid,
    Labelled,
    Lines,
    Mark,
    Room,
    Stack,
    Text,
    Told,
)
from forms_builder.printing.wording import Wording
from forms_builder.questions.printing import PrintKind, PrintShape
from forms_builder.schema import Choice

MOST_BOXES = 40
"""A longer list of choices is written in, not ticked."""
SIGNATURE_HEIGHT = 16
RESULT_HEIGHT = 9

DAY = ((2, "/"), (2, "/"), (4, ""))
CELLS = {
    PrintKind.DATE: DAY,
    PrintKind.MONTH: ((2, "/"), (4, "")),
    PrintKind.TIME: ((2, ":"), (2, "")),
    PrintKind.MOMENT: (*DAY[:2], (4, "–"), (2, ":"), (2, "")),
}
MARKS = {
    PrintKind.ONE: Mark.ROUND,
    PrintKind.SCALE: Mark.ROUND,
    PrintKind.MANY: Mark.SQUARE,
    PrintKind.RANKS: Mark.BLANK,
}


def room_of(shape: PrintShape, wording: Wording) -> Room:
    """Where a person writes or ticks."""
    kind = shape.kind
    if kind in CELLS:
        return Cells(CELLS[kind])
    if kind in MARKS:
        return _choices(shape, wording)
    if kind is PrintKind.DIGITS:
        return Cells(((shape.lines, ""),))
    if kind is PrintKind.GRID:
        rows = tuple(wording.of(row.label, row.key) for row in shape.rows)
        return Grid(rows, labels(shape.choices, wording))
    if kind is PrintKind.SIGNATURE:
        return Frame(SIGNATURE_HEIGHT)
    if kind is PrintKind.RESULT:
        return Frame(RESULT_HEIGHT, wording.say(_("Worked out when this is entered")))
    return _other(shape, wording)


def _other(shape: PrintShape, wording: Wording) -> Room:
    if shape.kind is PrintKind.ENCLOSED:
        return Choices((wording.say(_("The paper is enclosed")),), Mark.SQUARE)
    if shape.kind is PrintKind.STATEMENT:
        agree = Choices((wording.say(_("I agree")),), Mark.SQUARE)
        return Stack((Told(wording.of(shape.text)), agree, *_parts(shape, wording)))
    if shape.kind is PrintKind.PARTS:
        return Stack(_parts(shape, wording))
    return Lines(shape.lines if shape.kind is PrintKind.LINES else 1, wording.of(shape.unit))


def _parts(shape: PrintShape, wording: Wording) -> tuple[Room, ...]:
    return tuple(
        Labelled(wording.of(part.label, part.key), room_of(part.shape, wording)) for part in shape.parts
    )


def _choices(shape: PrintShape, wording: Wording) -> Room:
    if len(shape.choices) > MOST_BOXES:
        return Lines(2 if shape.kind is PrintKind.MANY else 1)
    return Choices(labels(shape.choices, wording), MARKS[shape.kind], across=shape.kind is PrintKind.SCALE)


def labels(choices: tuple[Choice, ...], wording: Wording) -> tuple[Text, ...]:
    """The words of choices; their values stay out of print."""
    return tuple(wording.of(choice.label, choice.value) for choice in choices)
