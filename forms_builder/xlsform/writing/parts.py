"""The parts of a document as rows of the survey sheet, in the order of the screen, and the rows that stood between them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from forms_builder.questions.exchange import XlsRow
from forms_builder.schema import Document, Group, Item, Page, Question, Repeat
from forms_builder.xlsform import own
from forms_builder.xlsform.aside import set_aside
from forms_builder.xlsform.cells import Cells, Part, cells_of, xls_type
from forms_builder.xlsform.document import FRAMELESS
from forms_builder.xlsform.items import box_for_other, other_key
from forms_builder.xlsform.lens import written
from forms_builder.xlsform.loops import untouched_rows
from forms_builder.xlsform.types import Role, row_type
from forms_builder.xlsform.writing.lists import Names
from forms_builder.xlsform.writing.tables import Table

Path = tuple[int, ...]
"""Where a part stands: number of the page, of the item on it, and so on inwards."""


@dataclass(slots=True)
class SurveyWriter:
    """Writes the rows. `plain`: nothing is left to the reader's rules, every page and every box has its row."""

    table: Table
    names: Names
    marked: bool
    """Pages say that they are pages."""
    plain: bool
    between: dict[str, list[Cells]] = field(default_factory=dict)
    """Rows that are no part, by what they stand behind."""
    rows: dict[Path, Cells] = field(default_factory=dict)
    """Where a part stands → its row."""

    def write(self, document: Document) -> None:
        self.follow("")
        for number, page in enumerate(document.pages):
            if page.extra.get(FRAMELESS) is True and not self.plain:
                self.items(page.items, (number,))
            else:
                self.frame(page, (number,))
        for behind in list(self.between):
            self.follow(behind)  # what they stood behind is gone

    def items(self, items: Sequence[Item], path: Path) -> None:
        made_for: Question | None = None
        for number, item in enumerate(items):
            if not isinstance(item, Question):
                self.frame(item, (*path, number))
            elif not (made_for and item == box_for_other(made_for, other_key(made_for))):
                self.question(item, (*path, number))
            other = isinstance(item, Question) and item.extra.get("or_other") is True and not self.plain
            made_for = item if other and isinstance(item, Question) else None

    def question(self, question: Question, path: Path) -> None:
        begun = self.begin(question, path)
        if row_type(begun.get(("type", ""), "")).role is Role.BEGIN:
            for row in xls_type(question).rows:
                self.table.add(self.inner(row))
            self.end(question)

    def inner(self, row: XlsRow) -> Cells:
        cells = {("type", ""): row.type.name, ("name", ""): row.name}
        cells |= {("label", code): text for code, text in row.label.items()}
        return cells | {("appearance", ""): row.type.appearance, ("parameters", ""): row.type.parameters}

    def frame(self, part: Page | Group | Repeat, path: Path) -> None:
        self.begin(part, path)
        rows = None if isinstance(part, Page | Repeat) else untouched_rows(part)
        if rows is None:
            self.items(part.items, path)
        for row in rows or ():
            self.table.add(self.table.by_heading(row))
        self.end(part)

    def begin(self, part: Part, path: Path) -> Cells:
        ours = cells_of(part, self.names.names.get(part.id, ""))
        cells = set_aside(written(ours, part.extra), ours)
        if self.plain and isinstance(part, Question) and part.extra.get("or_other") is True:
            cells["type", ""] = cells["type", ""].removesuffix(" or_other")
        if isinstance(part, Page) and self.marked:
            cells[own.KIND, ""] = "page"
        columns = part.extra.get("columns")
        if isinstance(columns, dict):
            cells |= self.table.by_heading({str(heading): str(text) for heading, text in columns.items()})
        self.rows[path] = self.table.add(cells)
        self.follow(part.id)
        return cells

    def end(self, part: Part) -> None:
        kept = part.extra.get("end")
        usual = {"type": "end_repeat" if isinstance(part, Repeat) else "end_group"}
        cells = (
            {str(heading): str(text) for heading, text in kept.items()} if isinstance(kept, dict) else usual
        )
        self.table.add(self.table.by_heading(cells))
        self.follow(f"{part.id}/end")

    def follow(self, behind: str) -> None:
        for cells in self.between.pop(behind, ()):
            self.table.add(cells)
