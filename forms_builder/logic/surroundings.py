"""What functions ask the form for, besides answers: labels of choices, its texts, cells of its lists."""

from forms_builder.logic.lists import cell
from forms_builder.logic.program import Program
from forms_builder.schema import Question, Text
from forms_builder.schema.document import text_in


class Surroundings:
    """The hooks of `expressions.Scope` over one compiled form."""

    def __init__(self, program: Program) -> None:
        self.program = program

    def choice_name(self, question: str, value: str, language: str) -> str | None:
        """`jr:choice-name`: None for a value that is no choice of the question."""
        for place in self.program.named.get(question, ()):
            table = self.program.lists.of_question.get(place.part.id)
            if table and value in table.by_value:
                return text_in(table.by_value[value].label, language, value)
        return None

    def text(self, name: str, language: str) -> str | None:
        """`jr:itext`: a question's text by the id that ODK gives it, such as `/data/group/question:label`."""
        path, _colon, form = name.rpartition(":")
        for place in self.program.named.get(path.rpartition("/")[2], ()):
            part = place.part
            hint: Text = {} if not isinstance(part, Question) else part.hint
            found = {"label": part.label, "hint": hint}.get(form)
            return text_in(found, language) if found else None
        return None

    def cell(self, table: str, wanted: str, searched: str, value: str) -> str | None:
        """`pulldata`: a column of the first row of a list where another column has the value."""
        found = self.program.lists.table(table)
        row = found.row(searched, value) if found else None
        return cell(row, wanted) if row else None
