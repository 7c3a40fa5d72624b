"""A test case as its pages show it: what is expected and what came out, in words; and the form that edits it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy

from forms_builder import cases
from forms_builder.cases import Deviation, What
from forms_builder.designer.case_days import day_field, day_read, day_written
from forms_builder.digits import in_readers_digits
from forms_builder.evolution.wording import labels_of
from forms_builder.logic import FaultKind, Program, blank
from forms_builder.schema import Document, Expected, TestCase
from forms_builder.schema.document import text_in
from forms_builder.schema.text import latin_digits

DEVIATIONS: Mapping[What, str | Promise] = {
    What.SHOWN: gettext_lazy("It should be shown, and is not."),
    What.HIDDEN: gettext_lazy("It should not be shown, and is."),
    What.FAULT: gettext_lazy("It should be refused (%(expected)s), and is not, or for another reason."),
    What.NO_FAULT: gettext_lazy("It should be accepted, and is refused (%(found)s)."),
    What.VALUE: gettext_lazy("“%(expected)s” should come out, not “%(found)s”."),
    What.UNKNOWN: gettext_lazy("The form has no such question any more."),
}
FAULT_NAMES: Mapping[str, str | Promise] = {
    FaultKind.REQUIRED.value: gettext_lazy("it is not answered"),
    FaultKind.CONSTRAINT.value: gettext_lazy("the answer does not fit"),
    FaultKind.CHOICE.value: gettext_lazy("the choice is not offered"),
    FaultKind.EXCLUSIVE.value: gettext_lazy("the choice stands alone"),
    FaultKind.ROWS.value: gettext_lazy("the number of rows does not fit"),
    FaultKind.RULE.value: gettext_lazy("a rule cannot be worked out"),
}


@dataclass(frozen=True, slots=True)
class Failure:
    """One unmet expectation: the question and a sentence."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class CaseLine:
    case: TestCase
    url: str
    ran: bool
    """False while the form does not compile."""
    failures: list[Failure]

    @property
    def passes(self) -> bool:
        return self.ran and not self.failures


def case_line(document: Document, program: Program | None, case: TestCase, url: str) -> CaseLine:
    labels = labels_of(document)
    found = cases.run(program, case) if program else []
    return CaseLine(case, url, program is not None, [_failure(one, labels) for one in found])


def _failure(deviation: Deviation, labels: Mapping[str, dict[str, str]]) -> Failure:
    params = {"expected": _shown(deviation.expected), "found": _shown(deviation.found)}
    return Failure(name_of(deviation.place, labels), str(DEVIATIONS[deviation.what]) % params)


def _shown(value: Any) -> str:
    if blank(value):
        return "–"
    if isinstance(value, str):
        return str(FAULT_NAMES.get(value) or day_written(value))
    return in_readers_digits(value) if isinstance(value, int | float | Decimal) else str(value)


def name_of(place: str, labels: Mapping[str, dict[str, str]]) -> str:
    """The question's text, led by its row: "Member 2: Name"."""
    *around, key = place.split("/")
    name = text_in(labels.get(key, {}), get_language() or "bn", key)
    if len(around) < 2:
        return name
    repeat = text_in(labels.get(around[-2], {}), get_language() or "bn", around[-2])
    return f"{repeat} {around[-1]}: {name}"


@dataclass(frozen=True, slots=True)
class Expectation:
    """One expectation on the page of a case: a box to keep it by, or a text to change."""

    kind: str
    field: str
    name: str
    value: str = ""
    kept: bool = True


class CaseForm(forms.Form):
    """Name, day and expectations of a case. An expectation that is unticked goes; a value may be changed."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)

    def __init__(self, case: TestCase, data: Any = None) -> None:
        super().__init__(data, initial={"name": case.name, "today": day_written(case.today)})
        self.case = case
        self.fields["today"] = day_field()

    def clean_today(self) -> str:
        day = self.cleaned_data["today"]
        return day.isoformat() if day else ""

    def changed(self) -> TestCase:
        """The case as it is wanted now."""
        return self.case.model_copy(
            update={
                "name": self.cleaned_data["name"],
                "today": self.cleaned_data["today"],
                "expected": self._expected(),
            }
        )

    def _expected(self) -> Expected:
        before = self.case.expected
        faults = before.faults
        return Expected(
            shown=tuple(place for place in before.shown if self._keeps(f"shown:{place}")),
            hidden=tuple(place for place in before.hidden if self._keeps(f"hidden:{place}")),
            faults=faults if faults is not None and self._keeps("faults") else None,
            values={
                place: self._value(place, value)
                for place, value in before.values.items()
                if self._keeps(f"value:{place}")
            },
        )

    def _keeps(self, name: str) -> bool:
        return name in self.data

    def _value(self, place: str, before: Any) -> Any:
        typed = str(self.data.get(f"text:{place}", "")).strip()
        return before if typed == _written(before) else _read_like(before, typed) or None

    def labelled(self, document: Document) -> list[Expectation]:
        """All expectations of the case, as they are ticked now."""
        labels, expected = labels_of(document), self.case.expected
        found = [
            Expectation(kind, f"{kind}:{place}", name_of(place, labels), kept=self._ticked(f"{kind}:{place}"))
            for kind in ("shown", "hidden")
            for place in getattr(expected, kind)
        ]
        if expected.faults is not None:
            told = [f"{name_of(place, labels)} ({_shown(kind)})" for place, kind in expected.faults.items()]
            found.append(Expectation("faults", "faults", "; ".join(told), kept=self._ticked("faults")))
        return found + [
            Expectation(
                "value",
                f"value:{place}",
                name_of(place, labels),
                self._typed(place, value),
                self._ticked(f"value:{place}"),
            )
            for place, value in expected.values.items()
        ]

    def _ticked(self, name: str) -> bool:
        return not self.is_bound or self._keeps(name)

    def _typed(self, place: str, value: Any) -> str:
        return str(self.data.get(f"text:{place}", _written(value)))


def _written(value: Any) -> str:
    """A value that has to come out, as it stands in its box."""
    return "" if value is None else day_written(str(value))


def _read_like(before: Any, typed: str) -> str:
    """What stands in the box now, in the shape in which such values are worked out: a day as ISO 8601, Latin digits."""
    if isinstance(before, (int, float)):
        return latin_digits(typed)
    return day_read(typed) if isinstance(before, str) and day_written(before) != before else typed
