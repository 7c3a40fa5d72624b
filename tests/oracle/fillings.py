"""Answers made up for a form, always the same for the same seed; and the XML instance that holds them.

An answer is one that the question's field could give: a choice that is offered, a date, a number. Often there is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from datetime import timedelta
from random import Random
from typing import Any

from defusedxml import ElementTree
from django.utils.timezone import localdate

from forms_builder.compiling import value_types
from forms_builder.expressions import ValueType
from forms_builder.logic import Answers, FaultKind, Moment, Program, evaluate
from forms_builder.logic.answers import as_text
from forms_builder.logic.names import node_name
from forms_builder.questions import types
from forms_builder.schema import Document, Group, Item, Page, Question, Repeat
from tests.oracle.as_xform import offered

Element = Any
"""An element of `xml.etree`, which is only used through defusedxml."""
TEMPLATE = "{http://openrosa.org/javarosa}template"
NUMBERS = ("-1", "0", "1", "2", "3", "5", "8", "12", "17", "18", "30", "100")
PHONES = ("01700000000", "01900000001")
WORDS = ("a", "b c", "12", "অ", "2026-01-05")


def made_up(document: Document, seed: str) -> dict[str, Any]:
    """Answers to the whole form; the seed "" leaves it blank."""
    random = Random(seed)
    if not seed:
        return {}
    return {key: answer for page in document.pages for key, answer in _answers(page.items, random).items()}


def _answers(items: Iterable[Item], random: Random) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for item in items:
        if isinstance(item, Group):
            found |= _answers(item.items, random)
        elif isinstance(item, Repeat):
            found[item.key] = [_answers(item.items, random) for _ in range(random.randrange(4))]
        elif (answer := _answer(item, random)) is not None:
            found[item.key] = answer
    return found


def _answer(question: Question, random: Random) -> Any:
    kind = value_types()[question.type]
    values = [choice.value for choice in offered(question)]
    if random.random() < 0.2 or question.calculate or not types.of(question).stored:
        return None
    if values:
        many = kind is ValueType.CHOICES
        return (
            random.sample(values, random.randint(1, min(3, len(values)))) if many else random.choice(values)
        )
    if question.type == "phone":
        return random.choice(PHONES)
    if kind is ValueType.NUMBER:
        return int(random.choice(NUMBERS)) if question.type == "integer" else random.choice(NUMBERS)
    day = (localdate() + timedelta(days=random.choice((-4000, -400, -30, -1, 0, 1, 30)))).isoformat()
    if kind is ValueType.DATE:
        return day
    if kind is ValueType.DATETIME:
        return f"{day}T{random.randrange(24):02d}:30:00.000+06:00"
    return random.choice(WORDS) if kind is ValueType.TEXT else None


def within_filters(program: Program, answers: dict[str, Any], moment: Moment) -> Answers:
    """The answers without choices that a choice filter forbids."""
    for _round in range(10):
        faults = evaluate(program, answers, moment).faults
        forbidden = [fault.path for fault in faults if fault.kind is FaultKind.CHOICE]
        for path in forbidden:
            holder: Any = answers
            for step in path[:-1]:
                holder = holder[step]
            del holder[path[-1]]
        if not forbidden:
            break
    return answers


def instance(xform: str, document: Document, answers: Mapping[str, Any]) -> str:
    """The primary instance of an XForm with the answers in it and a copy of each repeat for each row."""
    model = ElementTree.fromstring(xform)[0][1]
    assert model.tag.endswith("}model")
    space = "{http://www.w3.org/2002/xforms}"
    root = next(model.iter(f"{space}instance"))[0]
    for page in document.pages:
        _fill(_frame_of(root, page), page.items, answers)
    return ElementTree.tostring(root, encoding="unicode")


def _frame_of(parent: Element, part: Page | Group) -> Element:
    """The part's node. A page made at import has none, nor has a group that its workbook calls flat."""
    return next((child for child in parent if _plain(child.tag) == node_name(part)), parent)


def _fill(parent: Element, items: Iterable[Item], answers: Mapping[str, Any]) -> None:
    for item in items:
        if isinstance(item, Repeat):
            _rows(parent, item, answers.get(item.key) or [])
        elif isinstance(item, Group):
            _fill(_frame_of(parent, item), item.items, answers)
        elif types.of(item).stored:  # a note may have no name: pyxform makes one up
            _named(parent, node_name(item)).text = as_text(answers.get(item.key))


def _rows(parent: Element, repeat: Repeat, rows: list[Mapping[str, Any]]) -> None:
    copies = [child for child in parent if _plain(child.tag) == node_name(repeat)]
    place = list(parent).index(copies[0])
    for child in copies:
        parent.remove(child)
    for number, answers in enumerate(rows):
        row = deepcopy(copies[0])
        row.attrib.pop(TEMPLATE, None)
        _fill(row, repeat.items, answers)
        parent.insert(place + number, row)


def _named(parent: Element, name: str) -> Element:
    found = [child for child in parent if _plain(child.tag) == name]
    assert found, f"{_plain(parent.tag)} has no {name} in the XForm"
    return found[0]


def _plain(tag: str) -> str:
    return tag.rpartition("}")[2]
