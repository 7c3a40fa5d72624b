"""Answers made up for a form, always the same for the same seed; and the XML instance that holds them.

An answer is one that the question's field could give: a choice that is offered, a date, a number. Often there is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from datetime import date, timedelta
from random import Random
from typing import Any
from xml.etree import ElementTree

from forms_builder.compiling import value_types
from forms_builder.expressions import ValueType
from forms_builder.logic.answers import as_text
from forms_builder.logic.tree import node_name
from forms_builder.questions import types
from forms_builder.schema import Document, Group, Item, Page, Question, Repeat
from tests.oracle.as_xform import offered

TEMPLATE = "{http://openrosa.org/javarosa}template"
NUMBERS = ("-1", "0", "1", "2", "3", "5", "8", "12", "17", "18", "30", "100")
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
    fallback = types.of(question).fallback or not types.of(question).stored
    if random.random() < 0.2 or question.calculate or fallback:
        return None
    if values:
        many = kind is ValueType.CHOICES
        return random.sample(values, random.randint(1, min(3, len(values)))) if many else random.choice(values)
    if kind is ValueType.NUMBER:
        return int(random.choice(NUMBERS)) if question.type == "integer" else random.choice(NUMBERS)
    day = (date.today() + timedelta(days=random.choice((-4000, -400, -30, -1, 0, 1, 30)))).isoformat()
    if kind is ValueType.DATE:
        return day
    if kind is ValueType.DATETIME:
        return f"{day}T{random.randrange(24):02d}:30:00.000+06:00"
    return random.choice(WORDS) if kind is ValueType.TEXT else None


def instance(xform: str, document: Document, answers: Mapping[str, Any]) -> str:
    """The primary instance of an XForm with the answers in it and a copy of each repeat for each row."""
    model = ElementTree.fromstring(xform)[0][1]
    assert model.tag.endswith("}model")
    space = "{http://www.w3.org/2002/xforms}"
    root = next(model.iter(f"{space}instance"))[0]
    for page in document.pages:
        _fill(root if page_has_no_node(page, root) else _named(root, page.key), page.items, answers)
    return ElementTree.tostring(root, encoding="unicode")


def page_has_no_node(page: Page, root: ElementTree.Element) -> bool:
    """A page made at import, because a workbook has none."""
    return all(_plain(child.tag) != node_name(page) for child in root)


def _fill(parent: ElementTree.Element, items: Iterable[Item], answers: Mapping[str, Any]) -> None:
    for item in items:
        if isinstance(item, Repeat):
            _rows(parent, item, answers.get(item.key) or [])
        elif isinstance(item, Group):
            _fill(_named(parent, node_name(item)), item.items, answers)
        elif item.key in answers:
            _named(parent, node_name(item)).text = as_text(answers[item.key])


def _rows(parent: ElementTree.Element, repeat: Repeat, rows: list[Mapping[str, Any]]) -> None:
    copies = [child for child in parent if _plain(child.tag) == node_name(repeat)]
    place = list(parent).index(copies[0])
    for child in copies:
        parent.remove(child)
    for number, answers in enumerate(rows):
        row = deepcopy(copies[0])
        row.attrib.pop(TEMPLATE, None)
        _fill(row, repeat.items, answers)
        parent.insert(place + number, row)


def _named(parent: ElementTree.Element, name: str) -> ElementTree.Element:
    return next(child for child in parent if _plain(child.tag) == name)


def _plain(tag: str) -> str:
    return tag.rpartition("}")[2]
