"""A long form: every third question depends on one before it, every fifth is checked, every tenth is worked out."""

from typing import Any

from forms_builder.compiling import compile_draft
from forms_builder.logic import Program
from forms_builder.schema import Choice, Document, Page, Question

PER_PAGE = 20


def long_form(count: int) -> Document:
    asked = [_question(number) for number in range(count)]
    pages = [
        Page(
            id=f"page{at}",
            key=f"page{at}",
            label={"en": f"Page {at}", "bn": f"পাতা {at}"},
            items=tuple(asked[at : at + PER_PAGE]),
        )
        for at in range(0, count, PER_PAGE)
    ]
    return Document(title={"en": "Long", "bn": "দীর্ঘ"}, pages=tuple(pages))


def _question(number: int) -> Question:
    kind = ("integer", "choose_one", "text")[number % 3]
    more: dict[str, Any] = {}
    if number % 10 == 9:
        kind, more["calculate"] = "calculated", f"coalesce(${{q{(number - 1) // 3 * 3}}}, 0) + {number}"
    elif number % 3 == 2:
        chosen = f"${{q{number - 1}}} = 'yes' or " if (number - 1) % 10 != 9 else ""
        more["show_if"] = f"{chosen}${{q{number - 2}}} > 10"
    elif kind == "integer" and number % 5 == 0:
        more["check"] = f". >= 0 and . < {1000 + number}"
    choices = tuple(Choice(value=one, label={"en": one, "bn": one}) for one in ("yes", "no"))
    return Question(
        id=f"q{number}",
        key=f"q{number}",
        type=kind,
        label={"en": f"Question {number}", "bn": f"প্রশ্ন {number}"},
        choices=choices if kind == "choose_one" else (),
        **more,
    )


def program_of(document: Document) -> Program:
    compiled = compile_draft(document)
    if compiled.program is None:
        raise RuntimeError(f"It does not compile: {compiled.errors[0]}")
    return compiled.program


def answers(count: int) -> dict[str, Any]:
    given = {0: 12, 1: "yes", 2: "Some words"}
    return {f"q{number}": given[number % 3] for number in range(count) if number % 10 != 9}
