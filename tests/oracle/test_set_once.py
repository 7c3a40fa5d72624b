"""Values that are set once, against JavaRosa: what a form begins with, and what a changed answer puts in elsewhere."""

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from forms_builder.compiling import program_of
from forms_builder.filling.setting import on_change
from forms_builder.filling.starting import defaults
from forms_builder.logic import Moment
from forms_builder.logic.answers import as_text
from forms_builder.logic.setting import differing
from forms_builder.xlsform.writing.xform import to_xform
from tests.factories.forms import ask, choices, document, page
from tests.oracle.javarosa import Asked, Refused
from tests.oracle.javarosa import ask as asked_of
from tests.support import tools

pytestmark = pytest.mark.java
MOMENT = Moment(datetime(2026, 3, 1, 12, tzinfo=ZoneInfo("UTC")), "en")
FORM = document(
    page(
        "p",
        ask("a", "integer"),
        ask("b"),
        ask("times", "integer", calculate="coalesce(${times}, 0) + 1", trigger="${a}"),
        ask("twice", "integer", calculate="${a} * 2", trigger="${a}, ${b}"),
        ask("follows", calculate="concat('t', ${times})", trigger="${times}"),
        ask("held", "calculated", calculate="concat(${a}, '-', ${twice})"),
        ask("of_held", calculate="${held}", trigger="${b}"),
        ask("emptied", "choose_one", choices=choices("x", "y"), trigger="${b}"),
        ask("hidden", "calculated", calculate="concat(${b}, '!')", trigger="${b}"),
        ask("begins", default="concat('on ', 1 + 1)"),
        ask("begins_too", default="concat(${begins}, ' and ', ${said})"),
        ask("said", default="word"),
        show_if="",
    )
)
WALKS: list[list[tuple[str, str]]] = [
    [("a", "")],
    [("a", "4")],
    [("a", "4"), ("a", "5"), ("b", "k")],
    [("a", "4"), ("a", "4")],
    [("emptied", "x"), ("twice", "9"), ("b", "k")],
    [("b", "k"), ("twice", "7"), ("emptied", "y"), ("a", "1")],
    [("a", "4"), ("a", ""), ("times", "40"), ("a", "2")],
    [("times", "3")],
]


def walked(steps: list[tuple[str, str]]) -> dict[str, str]:
    """The answers after each step was typed and taken in."""
    program = program_of(FORM)
    answers: dict[str, Any] = defaults(program)
    for key, text in steps:
        typed = {**answers, key: text}
        differs = differing(answers, typed)
        answers, _places = on_change(
            program, typed, MOMENT, lambda _target, source, seen=differs: seen(source)
        )
    return {key: as_text(answer) for key, answer in answers.items() if as_text(answer)}


def test_what_is_set_once_is_set_as_javarosa_sets_it(tmp_path: Path) -> None:
    xform = to_xform(FORM).xml
    asked = [Asked(xform, "UTC", steps=[(f"/data/p[1]/{k}[1]", t) for k, t in steps]) for steps in WALKS]
    for steps, told in zip(WALKS, asked_of(tools.java(), asked, tmp_path), strict=True):
        assert not isinstance(told, Refused), told
        theirs = {
            place.rpartition("/")[2][:-3]: node.get("value", "") for place, node in told[0].nodes.items()
        }
        ours = walked(steps)
        theirs = {key: text for key, text in theirs.items() if text and key not in ("held", "instanceID")}
        assert ours == theirs, steps
