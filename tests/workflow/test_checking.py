"""A workflow with a fault is told what it is before anybody uses it."""

from dataclasses import replace
from typing import Any

import pytest

from forms_builder.expressions import ValueType
from registry.workflow.blind_tasks import Seen, blind_tasks
from registry.workflow.checking import Names, Surroundings, check
from registry.workflow.document import Workflow
from tests.factories.workflows import case_workflow, state, task, transition

AROUND = Surroundings(
    roles={"supervisor"},
    record_types={"visit"},
    names={
        "visit_count": ValueType.ANY,
        "district": ValueType.TEXT,
        "visits": ValueType.NUMBER,
        "last_level": ValueType.ANY,
    },
    sealed={"alias"},
    dates={"met_on"},
    sealed_dates={"born_on"},
    below={
        "visit": Names(
            {"level": ValueType.TEXT}, frozenset({"secret"}), frozenset({"seen_on"}), frozenset({"left_on"})
        )
    },
)


def codes(content: dict[str, Any]) -> set[str]:
    return {problem.code for problem in check(Workflow.model_validate(content), AROUND)}


def with_transition(**more: Any) -> dict[str, Any]:
    step = {**transition("go", "open", "closed", roles=["supervisor"]), **more}
    return {"states": [state("open"), state("closed", end=True)], "transitions": [step]}


def test_a_sound_workflow_has_no_problem() -> None:
    assert codes(case_workflow()) == set()


def test_without_a_state_to_begin_in_nothing_works() -> None:
    assert codes({}) == {"no-initial-state"}


def test_a_state_that_nothing_leads_out_of_has_to_be_an_end() -> None:
    content = with_transition()
    content["states"][1]["end"] = False
    assert codes(content) == {"dead-end"}


def test_a_state_that_nothing_leads_to_is_told() -> None:
    content = with_transition()
    content["states"].append(state("lost", end=True))
    assert codes(content) == {"unreachable"}


def test_transitions_that_follow_each_other_without_end_are_refused() -> None:
    content = with_transition()
    content["states"].insert(1, state("busy"))
    content["transitions"] += [
        transition("there", "open", "busy", automatic=True, when="true()", tasks=[task("again")]),
        transition("back", "busy", "open", automatic=True, when="true()"),
    ]
    assert codes(content) == {"endless-loop"}


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"roles": []}, "nobody"),
        ({"roles": ["nobody_knows"]}, "unknown-role"),
        ({"sources": ["elsewhere"]}, "unknown-state"),
        ({"sources": []}, "from-nowhere"),
        ({"automatic": True}, "automatic-without-condition"),
        ({"when": "${alias} = 'x'"}, "sealed-condition"),
        ({"when": "${visits} >"}, "bad-condition"),
        ({"when": "${no_such_question} = 1"}, "bad-condition"),
        ({"closes": ["no_such_task"]}, "unknown-task"),
        ({"tasks": [task("a", opens="no_type")]}, "unknown-type"),
        ({"tasks": [task("a", role="nobody_knows")]}, "unknown-role"),
        ({"tasks": [task("a", escalate_after=3)]}, "escalates-to-nobody"),
        ({"tasks": [task("a", after="district")]}, "no-date"),
        ({"tasks": [task("a", after="born_on")]}, "no-date"),
        ({"tasks": [task("a"), task("a")]}, "task-twice"),
        ({"waits_for": ["no_such_task"]}, "unknown-task"),
        ({"needs": ["no_type"]}, "unknown-type"),
        ({"tasks": [task("a")], "moves": {"a": "district"}}, "no-date"),
    ],
)
def test_a_fault_is_named(more: dict[str, Any], code: str) -> None:
    assert code in codes(with_transition(**more))


def test_what_does_a_task_is_judged_by_the_form_that_is_filled_in_for_it() -> None:
    around = replace(
        AROUND, below={"visit": Names({"point": ValueType.TEXT}, frozenset({"secret"}), frozenset())}
    )

    def told(**more: Any) -> set[str]:
        content = with_transition(tasks=[task("again", **more)])
        return {problem.code for problem in check(Workflow.model_validate(content), around)}

    assert told(opens="visit", answered_when="${point} = 'w2'") == set()
    assert told(opens="visit", answered_when="${district} = 'w2'") == {"bad-condition"}
    assert told(opens="visit", answered_when="${secret} = 'w2'") == {"sealed-condition"}
    assert told(answered_when="${point} = 'w2'") == {"answered-by-nothing"}


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ({"when": "${district} = 'x'"}, set()),
        ({"when": "${alias} = 'x'"}, {"sealed-condition"}),
        ({"when": "${alias} = 'x'", "by_sealed": True}, set()),
        ({"when": "${secret} = 'x'", "by_sealed": True, "below": "visit"}, set()),
        ({"when": "${secret} = 'x'", "below": "visit"}, {"sealed-condition"}),
        ({"when": "${district} = 'x'", "below": "visit"}, {"bad-condition"}),
        ({"when": "${district} = 'x'", "below": "elsewhere"}, {"not-below"}),
        ({"when": ""}, {"looks-out-for-nothing"}),
        ({"when": "${district} = 'x'", "after": "met_on"}, set()),
        ({"when": "${district} = 'x'", "after": "born_on"}, {"no-date"}),
        ({"when": "${district} = 'x'", "after": "born_on", "by_sealed": True}, set()),
        ({"when": "${level} = 'x'", "after": "seen_on", "below": "visit"}, set()),
        ({"when": "${level} = 'x'", "after": "met_on", "below": "visit"}, {"no-date"}),
        ({"when": "${level} = 'x'", "after": "left_on", "below": "visit"}, {"no-date"}),
        ({"when": "${level} = 'x'", "after": "left_on", "below": "visit", "by_sealed": True}, set()),
        ({"when": "${level} = 'x'", "after": "met_on", "below": "elsewhere"}, {"not-below"}),
    ],
)
def test_what_is_looked_out_for_goes_by_sealed_answers_only_where_it_says_so(
    rule: dict[str, Any], found: set[str]
) -> None:
    assert codes({**case_workflow(), "on_change": [task("seen", **rule)]}) == found


def blind(seen: Seen, **more: Any) -> set[str]:
    otherwise = more.pop("otherwise", ())
    content = {"states": [state("open")], "at_start": [task("look", **more)], "otherwise": otherwise}
    return {one.code for one in blind_tasks(Workflow.model_validate(content), seen)}


def test_a_task_that_reaches_nobody_is_told() -> None:
    seen = Seen({"nurse": {""}, "focal": {"guarded"}, "deputy": {"stand_in"}}, guards=False, blind={"clerk"})
    guarded = Seen(seen.by, guards=True)
    above = {"escalate_after": 1, "escalate_to": "chief"}
    assert blind(seen, role="nurse") == set()
    assert blind(seen, role="chief", **above) == {"blind-role", "blind-above"}
    assert (blind(seen), blind(seen, otherwise=["nurse"])) == ({"blind-owner"}, set())
    assert blind(guarded, role="nurse") == {"blind-guarded"}
    assert blind(guarded, role="nurse", otherwise=["focal"]) == set()
    to_focal = {"role": "nurse", "escalate_after": 1, "escalate_to": "focal"}
    assert blind(guarded, **to_focal, otherwise=["focal"]) == {"blind-above-guarded"}
    assert blind(guarded, **to_focal, otherwise=["focal", "deputy"]) == set()
