"""What keeps a form from being open to everybody, found where an admin opens it and again at the gate."""

from collections.abc import Collection, Iterator

from forms_builder.logic import Problem
from forms_builder.questions import types
from forms_builder.schema import Document, Question, walk


def public_problems(document: Document) -> Iterator[Problem]:
    """Questions that visitors would be asked and cannot answer; nothing for a form that is not public."""
    public = document.public
    if public is None:
        return
    kept_back = {*public.left_out, *public.answers}
    for place in walk(document):
        question = place.part
        if not isinstance(question, Question) or question.retired:
            continue
        if question.key in public.answers:
            yield from _unfit(question, public.answers[question.key])
        around = {part.key for part in place.parents}
        if not types.of(question).for_everybody and not kept_back & {question.key, *around}:
            yield Problem("public-inside", part_id=question.id, key=question.key)


def _unfit(question: Question, answer: object) -> Iterator[Problem]:
    """A fixed answer that is not among the choices any more."""
    offered: Collection[str] = [choice.value for choice in question.choices if not choice.retired]
    if answer not in offered:
        yield Problem("public-answer", part_id=question.id, key=question.key, params={"value": answer})
