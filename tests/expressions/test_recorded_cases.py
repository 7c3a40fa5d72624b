"""The evaluator gives what browsers' form engine was recorded to give, in America/Phoenix, for 99 of 100 cases."""

from __future__ import annotations

import os
from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from forms_builder.expressions.recorded import read_recording
from forms_builder.expressions.replaying import Status, Verdict, replay
from tests.expressions.recorded_exceptions import KNOWN

CORPORA = Path(os.environ.get("NIRAPOD_CORPORA", Path(__file__).resolve().parents[3] / "shared"))
CASES = CORPORA / "expressions" / "cases.json"
RECORDED_AT = datetime(2026, 11, 23, 13, 58, 13, tzinfo=ZoneInfo("America/Phoenix"))

pytestmark = pytest.mark.skipif(not CASES.exists(), reason="The recorded cases are not on this machine.")


@cache
def verdicts() -> list[Verdict]:
    return replay(read_recording(CASES), RECORDED_AT)


def with_status(status: Status) -> list[Verdict]:
    return [verdict for verdict in verdicts() if verdict.status is status]


def test_99_of_100_recorded_cases_hold() -> None:
    passed, failed = len(with_status(Status.PASSED)), len(with_status(Status.FAILED))
    assert passed > 2_300
    assert passed / (passed + failed) >= 0.99


def test_every_recorded_case_that_does_not_hold_is_known_with_its_reason() -> None:
    cases = [verdict.case for verdict in with_status(Status.FAILED)]
    assert {(case.expression, case.document, case.context) for case in cases} == set(KNOWN)


def test_few_cases_are_left_out_and_each_says_why() -> None:
    skipped = with_status(Status.SKIPPED)
    assert len(skipped) < 60
    assert all(verdict.reason for verdict in skipped)
