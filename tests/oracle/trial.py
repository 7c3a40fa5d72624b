"""Fills forms in, asks JavaRosa about all of them at once, and sets its answers beside ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from django.utils import timezone

from forms_builder.compiling import program_of
from forms_builder.logic import Answers, Moment, Program, evaluate
from tests.oracle.comparing import Difference, Filled
from tests.oracle.fillings import instance, made_up, within_filters
from tests.oracle.forms import Form
from tests.oracle.javarosa import Asked, Refused, Seen, ask
from tests.oracle.known_differences import KNOWN


@dataclass(frozen=True)
class Trial:
    """Forms, where the phone is that fills them in, and the seeds of what is filled in."""

    forms: list[Form]
    zone: str
    seeds: tuple[str, ...]


@dataclass
class Outcome:
    """What came of a trial."""

    forms: set[str] = field(default_factory=set)
    fillings: int = 0
    refused: dict[str, str] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)

    def unexplained(self) -> list[str]:
        return [str(one) for one in self.differences if (one.form, one.aspect, one.key) not in KNOWN]

    def in_what_counts_most(self) -> list[str]:
        return [str(one) for one in self.differences if one.aspect in ("relevant", "required", "constraint")]


@dataclass(frozen=True)
class Case:
    """One form of a trial, with answers for every seed."""

    trial: str
    form: Form
    zone: str
    seeds: tuple[str, ...]
    program: Program
    answers: list[Answers]

    def asked(self) -> Asked:
        form = self.form
        return Asked(
            form.xform, self.zone, [instance(form.xform, form.document, one) for one in self.answers]
        )


def held(trials: Mapping[str, Trial], java: str, folder: Path) -> dict[str, Outcome]:
    """Hold the trials together; the outcomes by their names."""
    moments = {
        trial.zone: Moment(timezone.now().astimezone(ZoneInfo(trial.zone)), "en") for trial in trials.values()
    }
    cases = [
        _case(name, trial, form, moments[trial.zone])
        for name, trial in trials.items()
        for form in trial.forms
    ]
    outcomes = {name: Outcome() for name in trials}
    for case, told in zip(cases, ask(java, [case.asked() for case in cases], folder), strict=True):
        _note(outcomes[case.trial], case, told, moments[case.zone])
    return outcomes


def _case(name: str, trial: Trial, form: Form, moment: Moment) -> Case:
    """JavaRosa drops a choice that a filter forbids, so none is left in."""
    program = program_of(form.document)
    seeds = [f"{form.name} {seed}" if seed else "" for seed in trial.seeds]
    answers = [within_filters(program, made_up(form.document, seed), moment) for seed in seeds]
    return Case(name, form, trial.zone, trial.seeds, program, answers)


def _note(outcome: Outcome, case: Case, told: list[Seen] | Refused, moment: Moment) -> None:
    outcome.forms.add(case.form.name)
    if isinstance(told, Refused):
        outcome.refused[case.form.name] = str(told)
        return
    for seed, answers, seen in zip(case.seeds, case.answers, told, strict=True):
        ours = evaluate(case.program, answers, moment)
        filled = Filled(case.form.name, seed, case.program, answers, ours, seen, moment)
        outcome.fillings += 1
        outcome.differences += filled.differences()
