"""Expressions for calculations that a form catalogue only describes in words, each with the reason for its shape.

Scores that add up points are not here: `domain_scores` says what they count.

Where the answer is in other records, the calculation stays blank (or "na") for now and says what it waits for.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Calculation:
    expression: str
    result: str = "text"
    """How the outcome is written for its reader: text or number."""
    waits_for: str = ""
    """What is missing for the full answer; shown as a warning when the pack is checked."""


def _days_after(key: str, days: list[int]) -> str:
    dates = ", ', ', ".join(
        f"format-date(date(decimal-date-time(${{{key}}}) + {day}), '%d/%m/%Y')" for day in days
    )
    return f"if(${{{key}}} = '', '', concat({dates}))"


STANDARDS = [
    *(f"a{number}" for number in range(1, 5)),
    *(f"b{number}" for number in range(1, 4)),
    *(f"c{number}" for number in range(1, 6)),
    *(f"d{number}" for number in range(1, 5)),
    *(f"e{number}" for number in range(1, 4)),
    *(f"f{number}" for number in range(1, 3)),
    *(f"g{number}" for number in range(1, 4)),
    *(f"h{number}" for number in range(1, 3)),
]
CAPACITIES = ["k_rights", "k_lead", "k_speak", "k_adv", "k_me", "k_digital", "k_money", "k_care"]
_FOLLOW_UPS = [14, 30, 91, 182, 273, 365]  # two weeks, one, three, six, nine, twelve months

CALCULATIONS: dict[tuple[str, str], Calculation] = {
    # The day of admission is an answer of the admission form, so this form alone cannot count the days.
    ("F14", "los"): Calculation("''", "number", "the admission date of F13"),
    # The dates follow from the hand-over date alone; the tasks on these dates come with the workflow.
    ("F18", "fu_sched"): Calculation(_days_after("handover", _FOLLOW_UPS)),
    # Goals are rows of the case plan, a record of its own.
    ("F20", "goals_met"): Calculation("''", "text", "the goals of F05"),
    # The quorum belongs to the committee and is not set anywhere yet: not applicable, rather than a wrong yes or no.
    ("F23", "quorum_met"): Calculation("'na'", "text", "the quorum of the committee in F22"),
    # 60 per cent is the usual threshold for a committee that works.
    ("F25", "functional"): Calculation("if(${pct} = '', '', if(${pct} >= 60, 'y', 'n'))"),
    ("F32", "sl"): Calculation("position(..)", "number"),
    # Full marks are not asked for: each question counts one point.
    ("F33", "score"): Calculation(
        "if(count(${ans}) = 0, '', round(100 * sum(${pts}) div count(${ans}), 1))",
        "number",
        waits_for="full marks for each question; one point is assumed",
    ),
}

SET_BY_STEPS = {("F08", "status"), ("F08", "consent_ok"), ("F08", "override_why")}
"""What the workflow knows and writes itself (`sets` in workflows.yaml): nobody types it, so nothing contradicts it."""
DEFAULTS = {("F08", "status"): "draft"}
