"""JavaRosa, which ODK Collect runs on phones, sees every form as we do: blank, and filled in many ways."""

from __future__ import annotations

import pytest

from tests.oracle.forms import example_forms, pack_forms
from tests.oracle.known_differences import LOSES_A_DAY, OURS_INSTEAD
from tests.oracle.trial import Outcome, Trial, held
from tests.oracle.tricky import tricky_form
from tests.support import tools
from tests.support.project_pack import FORMS
from tests.xlsform.workbooks import corpus, listed

pytestmark = pytest.mark.java
SEEDS = ("", "1", "2", "3", "4", "5")


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    """Everything is asked at once, in one Java machine."""
    ours = list(pack_forms())
    trials = {
        "pack": Trial(ours, "UTC", SEEDS),
        "dhaka": Trial(ours, "Asia/Dhaka", SEEDS[1:3]),
        "tricky": Trial([tricky_form()], "UTC", SEEDS),
        "examples": Trial(list(example_forms()), "UTC", SEEDS),
    }
    return held(trials, tools.java(), tmp_path_factory.mktemp("oracle"))


def test_the_projects_forms(outcomes: dict[str, Outcome]) -> None:
    outcome = outcomes["pack"]
    assert len(outcome.forms) == FORMS
    assert outcome.fillings == FORMS * len(SEEDS)
    assert outcome.in_what_counts_most() == []
    assert outcome.unexplained() == []


def test_the_projects_forms_on_a_phone_in_dhaka(outcomes: dict[str, Outcome]) -> None:
    """East of Greenwich JavaRosa loses a day in `date(decimal-date-time(…) + n)`; nothing else differs there."""
    outcome = outcomes["dhaka"]
    others = [one for one in outcome.differences if not one.rule_uses(LOSES_A_DAY)]
    assert outcome.fillings == FORMS * 2
    assert [str(one) for one in others] == []


def test_a_form_with_what_real_ones_seldom_have(outcomes: dict[str, Outcome]) -> None:
    outcome = outcomes["tricky"]
    assert outcome.fillings == len(SEEDS)
    assert outcome.in_what_counts_most() == []
    assert outcome.unexplained() == []


@pytest.mark.skipif(corpus() is None, reason="no folder of example workbooks (NIRAPOD_CORPORA)")
def test_the_example_workbooks(outcomes: dict[str, Outcome]) -> None:
    outcome = outcomes["examples"]
    assert outcome.refused == {}
    assert outcome.forms == {line["file"] for line in listed() if line["valid"] == "yes"}
    assert outcome.forms > OURS_INSTEAD.keys()
    assert outcome.fillings == len(outcome.forms) * len(SEEDS)
    assert outcome.in_what_counts_most() == []
    assert outcome.unexplained() == []


def test_what_is_said_to_differ_does_differ(outcomes: dict[str, Outcome]) -> None:
    """A fault in the comparison would show as no difference at all."""
    assert any(one.rule_uses(LOSES_A_DAY) for one in outcomes["dhaka"].differences)
