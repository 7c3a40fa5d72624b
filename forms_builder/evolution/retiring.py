"""Retire, not delete: what was published stays in the form, asked no more, so that every old answer keeps its question.

Pure. Applied where a draft is saved in the designer, and by the gate to whatever comes from elsewhere.
"""

from collections.abc import Callable, Iterable, Mapping

from forms_builder.schema import (
    Choice,
    Document,
    Group,
    Item,
    Page,
    Prefill,
    Question,
    Repeat,
    Required,
    questions,
    walk,
)

Holder = Page | Group | Repeat


def every_type(_type: str) -> bool:
    return True


def retire_missing(
    published: Document, draft: Document, is_known: Callable[[str], bool] = every_type
) -> Document:
    """`draft` with the questions and choices that `published` had and it has no more, all retired.

    A question stays in the repeat it was in (its answers are there), else in the page or group it was in, else on the
    last page. Questions that were given another type or repeat are left alone: the gate refuses those. Questions of a
    type that is not known (a stand-in of an early version) never took an answer and may go.
    """
    kept = _with_retired_choices(published, draft)
    present = {place.part.key for place in walk(draft)}
    ids = {place.part.id for place in walk(draft)}
    for place in walk(published):
        question = place.part
        if not isinstance(question, Question) or question.key in present or not is_known(question.type):
            continue
        part = retired(question)
        if part.id in ids:  # the same part under another key is a question of its own
            part = part.model_copy(update={"id": _free_id(part.id, ids)})
        ids.add(part.id)
        kept = _put_back(kept, part, place.parents)
    return kept


def put_back(draft: Document, kept: Document) -> list[Question]:
    """The questions that `retire_missing` put back into `draft`, or some of whose choices it did."""
    before = {question.key: question for question, _ in questions(draft)}
    return [
        question
        for question, _ in questions(kept)
        if question.key not in before or len(question.choices) > len(before[question.key].choices)
    ]


def retired(question: Question) -> Question:
    """The question as one that nobody is asked and no rule touches; its answers stay as they were given."""
    return question.model_copy(
        update={
            "retired": True,
            "required": Required.NO,
            "required_if": "",
            "show_if": "",
            "check": "",
            "calculate": "",
            "trigger": "",
            "choice_filter": "",
            "choice_list": "",
            "default": "",
            "prefill": Prefill.NONE,
        }
    )


def freed_of_rules(document: Document) -> Document:
    """The document with retired questions as `retired` leaves them: an old answer is never hidden or worked out anew."""

    def free(item: Item) -> Item:
        if isinstance(item, Question):
            return retired(item) if item.retired else item
        return item.model_copy(update={"items": tuple(map(free, item.items))})

    pages = tuple(page.model_copy(update={"items": tuple(map(free, page.items))}) for page in document.pages)
    return document.model_copy(update={"pages": pages})


# -- Choices ---------------------------------------------------------------------------------------


def _with_retired_choices(published: Document, draft: Document) -> Document:
    before = {place.part.key: place.part for place in walk(published) if isinstance(place.part, Question)}

    def keep(item: Item) -> Item:
        if not isinstance(item, Question):
            return item.model_copy(update={"items": tuple(map(keep, item.items))})
        old = before.get(item.key)
        # Choices of a list are put in when the form is published; until then there is nothing to compare.
        if old is None or old.type != item.type or (item.choice_list and not item.choices):
            return item
        gone = _gone(old.choices, item.choices)
        return item.model_copy(update={"choices": (*item.choices, *gone)}) if gone else item

    pages = tuple(page.model_copy(update={"items": tuple(map(keep, page.items))}) for page in draft.pages)
    return draft.model_copy(update={"pages": pages})


def _gone(old: Iterable[Choice], new: Iterable[Choice]) -> tuple[Choice, ...]:
    values = {choice.value for choice in new}
    return tuple(choice.model_copy(update={"retired": True}) for choice in old if choice.value not in values)


# -- Places ----------------------------------------------------------------------------------------


def _put_back(document: Document, part: Question, parents: tuple[Holder, ...]) -> Document:
    """Put the part where it was: into the innermost of `parents` that is still there, within its repeats."""
    rest: list[Holder] = []
    for parent in reversed(parents):
        found = _find(document, parent)
        if found is not None:
            return _append(document, found.id, _wrapped(part, rest))
        rest.insert(0, parent)
    inner = _wrapped(part, rest)
    if not document.pages:
        page = parents[0].model_copy(update={"show_if": "", "items": (inner,)})
        return document.model_copy(update={"pages": (page,)})
    return _append(document, document.pages[-1].id, inner)


def _find(document: Document, holder: Holder) -> Holder | None:
    """The same page, group or repeat in the document. Answers are under a repeat's key, so that counts as well."""
    for place in walk(document):
        part = place.part
        if isinstance(part, Question) or part.kind != holder.kind:
            continue
        if part.key == holder.key if isinstance(part, Repeat) else part.id == holder.id:
            return part
    return None


def _wrapped(part: Question, gone: list[Holder]) -> Item:
    """The part within the repeats that went; they have no rules any more and want no rows."""
    item: Item = part
    for holder in reversed(gone):
        if isinstance(holder, Repeat):
            item = holder.model_copy(update={"show_if": "", "count": "", "minimum": 0, "items": (item,)})
    return item


def _append(document: Document, holder_id: str, item: Item) -> Document:
    def put(holder: Item) -> Item:
        if isinstance(holder, Question):
            return holder
        more = (item,) if holder.id == holder_id else ()
        return holder.model_copy(update={"items": (*map(put, holder.items), *more)})

    pages = tuple(
        page.model_copy(update={"items": (*map(put, page.items), *((item,) if page.id == holder_id else ()))})
        for page in document.pages
    )
    return document.model_copy(update={"pages": pages})


def _free_id(wish: str, taken: Mapping[str, object] | set[str]) -> str:
    number = 2
    while f"{wish[:56]}-{number}" in taken:
        number += 1
    return f"{wish[:56]}-{number}"
