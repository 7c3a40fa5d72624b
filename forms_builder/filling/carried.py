"""Going on with answers that were given to an earlier version of the form: what is told to the person before they begin."""

from dataclasses import dataclass

from django.utils.translation import get_language

from forms_builder.evolution import Carried, Note, carry_over
from forms_builder.evolution.wording import labels_of, note_text
from forms_builder.filling.handlers import Assignment
from forms_builder.models import FieldLedger
from forms_builder.schema.document import text_in


@dataclass(frozen=True, slots=True)
class ChangedQuestion:
    """One question that wants another look, and why."""

    label: str
    notes: list[str]


def carried_over(assignment: Assignment) -> Carried:
    """The assignment's answers for its version; notes about what the person may see."""
    if assignment.before is None:
        return Carried(dict(assignment.answers), ())
    carried = carry_over(assignment.before.parsed, assignment.version.parsed, assignment.answers)
    return carried._replace(notes=tuple(note for note in carried.notes if not _is_withheld(note, assignment)))


def changed_questions(assignment: Assignment) -> list[ChangedQuestion]:
    """The questions that changed since, each once, in the order of the form."""
    notes = carried_over(assignment).notes
    labels = _labels(assignment, {note.key for note in notes})
    language = get_language() or "bn"
    by_key: dict[str, list[str]] = {}
    for note in notes:
        told = by_key.setdefault(note.key, [])
        if (text := note_text(note)) not in told:
            told.append(text)
    return [
        ChangedQuestion(text_in(labels.get(key, {}), language, key), told) for key, told in by_key.items()
    ]


def _is_withheld(note: Note, assignment: Assignment) -> bool:
    return any(part in assignment.withheld for part in note.path)


def _labels(assignment: Assignment, keys: set[str]) -> dict[str, dict[str, str]]:
    """As the new version has them, else the old one, else as they were last published."""
    before = assignment.before.parsed if assignment.before else None
    labels = labels_of(before, assignment.version.parsed)
    if keys - labels.keys():
        rows = FieldLedger.objects.filter(definition=assignment.version.definition_id, key__in=keys)
        labels = {row.key: row.as_question.label for row in rows} | labels
    return labels
