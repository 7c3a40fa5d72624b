"""The forms of the project's pack, ready to print, and answers to them."""

from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

import registry.packs
from forms_builder.printing.paper import Asked, Block, Heading, Paper, Paragraph, Table
from forms_builder.questions import types
from forms_builder.schema import Choice, Document, Item, Question, Repeat
from registry.packs.checking import check_pack, with_choices
from registry.packs.forms import choice_json
from registry.packs.loading import load_pack

PACK = Path(registry.packs.__file__).parent / "cst_bangladesh"


@pytest.fixture(scope="session")
def pack_forms() -> dict[str, Document]:
    """Form key → document with its choices in it."""
    with translation.override("en"):
        pack = load_pack(PACK)
        lists = {
            one.key: tuple(Choice(**choice_json(choice)) for choice in one.choices) for one in pack.lists
        }
        return {key: with_choices(form, lists)[0] for key, form in check_pack(pack).documents.items()}


def printed_keys(paper: Paper) -> list[str]:
    """The keys of what stands on a paper, top to bottom; a row that comes again counts once."""
    return list(dict.fromkeys(key for block in paper.blocks for key in _keys(block) if key))


def _keys(block: Block) -> list[str]:
    if isinstance(block, Table):
        return [column.key for column in block.columns]
    assert isinstance(block, Heading | Paragraph | Asked)
    return [block.key]


SAMPLES = {
    "integer": 7,
    "decimal": "12.50",
    "date": "2026-03-05",
    "datetime": "2026-03-05T14:30:00+06:00",
    "phone": "+8801700000000",
    "yes_no": "yes",
}


def answers_to(items: tuple[Item, ...]) -> dict[str, Any]:
    """A visibly made-up answer to every question; two rows of every repeat."""
    found: dict[str, Any] = {}
    for item in items:
        if isinstance(item, Repeat):
            found[item.key] = [{"_id": f"{row:012}", **answers_to(item.items)} for row in (1, 2)]
        elif not isinstance(item, Question):
            found |= answers_to(item.items)
        elif types.of(item).stored:
            found[item.key] = answer_to(item)
    return found


def answer_to(question: Question) -> Any:
    if question.choices:
        value = question.choices[0].value
        return [value] if types.of(question).many else value
    return SAMPLES.get(question.type, f"Example {question.key}")
