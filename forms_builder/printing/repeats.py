"""A repeat on a blank form: a table with empty rows where its questions fit into columns, else numbered blocks."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from forms_builder.digits import in_script
from forms_builder.printing.paper import Choices, Column, Lines, Room, Table, Text, Told, Words
from forms_builder.printing.rooms import labels, room_of
from forms_builder.printing.wording import Wording
from forms_builder.questions import types
from forms_builder.questions.printing import PrintKind, PrintShape
from forms_builder.schema import MOST_BLANK_ROWS, Layout, Question, Repeat, Required

UPRIGHT_COLUMNS = 7
"""More stand only on paper laid on its side."""
MOST_COLUMNS = 16
FEW_COLUMNS = 4
"""Up to so many columns leave room for several lines in each."""
MOST_IN_CELL = 28
"""Signs of all choices together that are ticked in a cell; more are written in."""
EMPTY_ROWS, SHEET_ROWS, EMPTY_BLOCKS = 6, 15, 2
ROW_HEIGHT, TALL_ROW = 7, 22

CELL_KINDS = frozenset(PrintKind) - {PrintKind.GRID, PrintKind.STATEMENT, PrintKind.PARTS, PrintKind.RANKS}
WEIGHTS = {PrintKind.LINE: 3, PrintKind.LINES: 5, PrintKind.SIGNATURE: 3, PrintKind.DIGITS: 3}
NUMBERING = "position(..)"
"""The rule of a question that only counts the rows: print does it as well."""


def fits_table(repeat: Repeat, shown: Sequence[Question]) -> bool:
    """Whether the questions of a repeat can be columns."""
    if not shown or len(shown) > MOST_COLUMNS or not all(isinstance(item, Question) for item in repeat.items):
        return False
    kinds = [types.of(question).print_shape(question).kind for question in shown]
    return CELL_KINDS.issuperset(kinds) and (PrintKind.LINES not in kinds or len(kinds) <= FEW_COLUMNS)


def empty_rows(repeat: Repeat, layout: Layout, columns: int, wanted: int | None = None) -> int:
    """How many empty rows a blank form has: those that are asked for, some more where people add rows.

    `columns`: how many the table has, 0 for numbered blocks. `wanted`: what the form says instead of the usual.
    """
    if repeat.count.strip().isdecimal():
        return min(int(repeat.count), MOST_BLANK_ROWS)
    is_sheet = layout is Layout.SHEET or columns > UPRIGHT_COLUMNS
    usual = (SHEET_ROWS if is_sheet else EMPTY_ROWS) if columns else EMPTY_BLOCKS
    return min(max(usual if wanted is None else wanted, repeat.minimum), repeat.maximum, MOST_BLANK_ROWS)


def empty_table(shown: Sequence[Question], rows: int, wording: Wording) -> Table:
    """A column a question, a room a cell."""
    shapes = [types.of(question).print_shape(question) for question in shown]
    counts = [question.calculate.strip() == NUMBERING for question in shown]
    cells = [cell(shape, wording) for shape in shapes]
    made = [
        tuple(
            Told((Words(wording.main, in_script(str(number), wording.main)),)) if counting else room
            for room, counting in zip(cells, counts, strict=True)
        )
        for number in range(1, rows + 1)
    ]
    columns = [
        Column(
            wording.of(question.label, question.key),
            weight=1 if counting else weight(shape, room),
            must=question.required is Required.YES,
            note=note(shape, room, wording),
            key=question.key,
        )
        for question, shape, room, counting in zip(shown, shapes, cells, counts, strict=True)
    ]
    tall = any(shape.kind is PrintKind.LINES for shape in shapes)
    return Table(
        tuple(columns),
        tuple(made),
        numbered="" if any(counts) else str(wording.say(_("No."))[0].text),
        row_height=TALL_ROW if tall else ROW_HEIGHT,
    )


def cell(shape: PrintShape, wording: Wording) -> Room:
    """Boxes where they fit, else room to write."""
    room = room_of(shape, wording)
    short = isinstance(room, Choices) and sum(map(length, room.labels)) <= MOST_IN_CELL
    return room if short else Lines()


def weight(shape: PrintShape, room: Room) -> int:
    if isinstance(room, Choices):
        return 2
    return WEIGHTS.get(shape.kind, 2)


def note(shape: PrintShape, room: Room, wording: Wording) -> Text:
    """What may be written in a cell whose choices do not fit into it."""
    if isinstance(room, Choices) or not shape.choices:
        return ()
    return tuple(
        Words(language, " · ".join(words.text for text in said for words in text))
        for language in wording.languages
        if (said := labels(shape.choices, Wording((language,))))
    )


def length(text: Text) -> int:
    return sum(len(words.text) + 3 for words in text)


def lies_down(tables: Sequence[Table]) -> bool:
    """Whether the paper is laid on its side."""
    return any(len(table.columns) > UPRIGHT_COLUMNS for table in tables)
