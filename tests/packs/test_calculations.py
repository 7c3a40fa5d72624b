"""The calculations that the catalogue of forms describes in words: what they give for answers people might give."""

from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from forms_builder import logic
from forms_builder.compiling import compile_draft
from forms_builder.questions import types
from forms_builder.schema import Choice, Document, questions
from registry.packs.checking import with_choices
from registry.packs.demo import DEMO_PACK
from registry.packs.forms import choice_json, document_of
from registry.packs.loading import Pack, load_pack

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=ZoneInfo("Asia/Dhaka"))


@cache
def pack() -> Pack:
    return load_pack(DEMO_PACK)


@pytest.fixture
def documents() -> dict[str, Document]:
    return {file.form.key: document_of(file.form, pack().blocks) for file in pack().forms}


def answers_of(documents: dict[str, Document], form: str, answers: dict[str, Any]) -> dict[str, Any]:
    lists = {
        part.key: tuple(Choice(**choice_json(choice)) for choice in part.choices) for part in pack().lists
    }
    document, _missing = with_choices(documents[form], lists)
    program = compile_draft(document).program
    assert program is not None
    return logic.evaluate(program, answers, logic.Moment(now=NOW)).answers


def test_a_shelter_scores_points_over_what_applies(documents: dict[str, Document]) -> None:
    standards = [one.key for one, _ in questions(documents["f15"]) if one.choice_list == "std_score"]
    assert len(standards) == 26
    answers = dict.fromkeys(standards, "s3") | {"a1": "s0", "a2": "s1", "a3": "s2", "h2": "na"}
    # 25 items apply, 75 points at most; 22 × 3 + 0 + 1 + 2 = 69
    assert answers_of(documents, "f15", answers)["pct"] == 92


def test_a_shelter_without_any_score_has_no_per_cent(documents: dict[str, Document]) -> None:
    assert answers_of(documents, "f15", {}).get("pct") is None
    assert answers_of(documents, "f15", {"a1": "na"}).get("pct") is None


@pytest.mark.parametrize(
    ("points", "functional"), [(["s2"] * 9 + ["s0"], "y"), (["s2"] * 8 + ["s1", "s0"], "n")]
)
def test_a_committee_is_functional_from_sixty_per_cent(
    documents: dict[str, Document], points: list[str], functional: str
) -> None:
    answers = {f"c{number}": point for number, point in enumerate(points, 1)}
    assert answers_of(documents, "f25", answers)["functional"] == functional


def test_a_leader_s_average_leaves_out_what_was_not_rated(documents: dict[str, Document]) -> None:
    assert answers_of(documents, "f29", {"k_rights": "c4", "k_lead": "c1", "k_speak": "c2"})["avg"] == "2.33"


@pytest.mark.parametrize(
    ("sui", "selfharm", "harm_other", "score", "band"),
    [
        ("none", "n", "n", 0, "No acute risk found"),
        ("passive", "n", "dk", 1, "Watch closely"),
        ("plan", "y", "n", 4, "Act today"),
        ("attempt", "y", "y", 6, "Act today"),
    ],
)
def test_an_examination_says_how_acute_the_risk_is(
    documents: dict[str, Document], sui: str, selfharm: str, harm_other: str, score: int, band: str
) -> None:
    answers = {"sui": sui, "selfharm": selfharm, "harm_other": harm_other}
    assert answers_of(documents, "f10", answers)["acute_risk"] == score
    question = next(one for one, _ in questions(documents["f10"]) if one.key == "acute_risk")
    assert types["score"].display(question, score, "en") == f"{score} – {band}"


def test_an_examination_without_answers_has_no_risk_score(documents: dict[str, Document]) -> None:
    assert answers_of(documents, "f10", {}).get("acute_risk") is None


def test_participants_are_numbered(documents: dict[str, Document]) -> None:
    rows = answers_of(documents, "f32", {"row": [{"p_name": "ক"}, {"p_name": "খ"}]})["row"]
    assert [row["sl"] for row in rows] == [1, 2]


def test_a_test_scores_the_share_of_questions_answered_right(documents: dict[str, Document]) -> None:
    answers = {"ans": [{"q": 1, "a": "ক", "pts": "1"}, {"q": 2, "a": "খ", "pts": "0.5"}]}
    assert answers_of(documents, "f33", answers)["score"] == 75
    assert answers_of(documents, "f33", {}).get("score") is None


def test_follow_up_dates_follow_from_the_hand_over(documents: dict[str, Document]) -> None:
    dates = answers_of(documents, "f18", {"handover": "2026-01-01"})["fu_sched"]
    assert dates == "15/01/2026, 31/01/2026, 02/04/2026, 02/07/2026, 01/10/2026, 01/01/2027"
    assert answers_of(documents, "f18", {}).get("fu_sched") is None


def test_what_needs_other_records_stays_open(documents: dict[str, Document]) -> None:
    assert answers_of(documents, "f14", {"kind": "y", "disch_at": "2026-11-01"}).get("los") is None
    assert answers_of(documents, "f20", {}).get("goals_met") is None
    assert answers_of(documents, "f23", {})["quorum_met"] == "na"
