"""What changes between two versions of a form, and how far each change may go by itself.

Pure functions over documents. Classes follow what happens to answers that exist already. What is compared inside one
question is in `evolution.questions`.
"""

from collections.abc import Iterable, Iterator, Mapping

from forms_builder.evolution import questions as inside
from forms_builder.evolution.classes import Change, change
from forms_builder.schema import Document, Group, Page, Place, Question, Repeat, Text, walk

Holder = Page | Group | Repeat


def changes(
    before: Document | None, after: Document, *, keeps_answers: inside.KeepsAnswers = str.__eq__
) -> list[Change]:
    """All changes: those of the form as a whole, then in the order of the new form; what went comes last.

    Empty for a first version.
    """
    if before is None:
        return []
    old, new = list(walk(before)), list(walk(after))
    return [
        *_of_form(before, after),
        *_of_holders(_holders(old), _holders(new)),
        *_of_questions(_asked(old), _asked(new), keeps_answers),
    ]


def _of_form(before: Document, after: Document) -> Iterator[Change]:
    if before.title != after.title:
        yield change("title-changed", before=before.title, after=after.title)
    if before.description != after.description:
        yield change("description-changed", before=before.description, after=after.description)
    if before.layout != after.layout:
        yield change("layout-changed", before=before.layout.value, after=after.layout.value)
    for language in sorted(set(after.languages) - set(before.languages)):
        yield change("language-added", language=language)
    for language in sorted(set(before.languages) - set(after.languages)):
        yield change("language-removed", language=language)
    if set(before.languages) == set(after.languages) and before.languages != after.languages:
        yield change("languages-reordered", language=after.languages[0])
    if before.files != after.files:
        names = {name for name, _digest in before.files.items() ^ after.files.items()}
        yield change("files-changed", names=", ".join(sorted(names)))
    if before.extra != after.extra:
        yield change("extra-changed")
    if before.public != after.public:
        opened, closed = before.public is None, after.public is None
        yield change("opened-to-public" if opened else "closed-to-public" if closed else "public-changed")


# -- Pages, groups and repeats ---------------------------------------------------------------------


def _holders(places: Iterable[Place]) -> dict[str, Holder]:
    """By id: a page may get another key, and is the same page."""
    return {place.part.id: place.part for place in places if not isinstance(place.part, Question)}


def _of_holders(old: Mapping[str, Holder], new: Mapping[str, Holder]) -> Iterator[Change]:
    for part_id, part in new.items():
        before = old.get(part_id)
        if before is None or before.kind != part.kind:
            yield change("part-added", part.key, kind=part.kind)
        else:
            yield from _of_holder(before, part)
    for part_id, part in old.items():
        if part_id not in new or new[part_id].kind != part.kind:
            code = "repeat-removed" if isinstance(part, Repeat) else "part-removed"
            yield change(code, part.key, kind=part.kind)


def _of_holder(old: Holder, new: Holder) -> Iterator[Change]:
    if old.label != new.label:
        yield change("part-label-changed", new.key, kind=new.kind, before=old.label, after=new.label)
    if old.hint != new.hint:
        yield change("part-hint-changed", new.key, kind=new.kind)
    if old.media != new.media:
        yield change("media-changed", new.key)
    if old.show_if != new.show_if:
        yield change("part-shown-changed", new.key, kind=new.kind, before=old.show_if, after=new.show_if)
    if isinstance(old, Repeat) and isinstance(new, Repeat):
        yield from _of_rows(old, new)


def _of_rows(old: Repeat, new: Repeat) -> Iterator[Change]:
    if old.count != new.count:
        yield change("rows-count-changed", new.key, before=old.count, after=new.count)
    limits = {"least": new.minimum, "most": new.maximum}
    if new.minimum > old.minimum or new.maximum < old.maximum:
        yield change("rows-narrowed", new.key, **limits)
    elif (new.minimum, new.maximum) != (old.minimum, old.maximum):
        yield change("rows-widened", new.key, **limits)


# -- Questions -------------------------------------------------------------------------------------


def _asked(places: Iterable[Place]) -> dict[str, tuple[Question, Place]]:
    """By key: the key is what answers are stored under."""
    return {place.part.key: (place.part, place) for place in places if isinstance(place.part, Question)}


Asked = Mapping[str, tuple[Question, Place]]


def _of_questions(old: Asked, new: Asked, keeps_answers: inside.KeepsAnswers) -> Iterator[Change]:
    for key, (question, place) in new.items():
        if key not in old:
            yield from inside.of_new(question)
            continue
        before, old_place = old[key]
        if _rows(old_place) != _rows(place):
            yield change("repeat-changed", key)
        elif _parents(old_place) != _parents(place):
            yield change("question-moved", key, to=_title(place))
        yield from inside.of_question(before, question, keeps_answers)
    asked = {key for key in old.keys() & new.keys() if not new[key][0].retired}
    if [key for key in old if key in asked] != [key for key in new if key in asked]:
        yield change("order-changed")
    for key in old:
        if key not in new:
            yield change("question-removed", key)


def _rows(place: Place) -> tuple[str, ...]:
    """The repeats around a question, outermost first: they are part of where its answers are."""
    return tuple(parent.key for parent in place.parents if isinstance(parent, Repeat))


def _parents(place: Place) -> tuple[str, ...]:
    return tuple(parent.id for parent in place.parents)


def _title(place: Place) -> Text:
    return place.parents[-1].label or {"en": place.parents[-1].key}
