"""The two-person rule at the gate: which forms need somebody else's yes, whose yes counts, and for which draft."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from forms_builder.approvals import NotYours
from forms_builder.insert_only import WrittenOnce
from forms_builder.models import ChoiceItem, ChoiceList, FormApproval
from forms_builder.publishing import NotApproved, approve_latest, latest_candidate
from tests.factories.forms import (
    ask,
    document,
    make_approver,
    make_draft,
    make_form_admin,
    make_user,
    page,
    publish,
)
from tests.forms.conftest import latest, live_number, plain, refused, secret

pytestmark = pytest.mark.django_db


# -- Which forms -----------------------------------------------------------------------------------


def test_a_form_without_secrets_needs_one_person(author: Any) -> None:
    definition = make_draft(plain(), author)
    latest(definition).publish(user=author)
    assert live_number(definition) == 1
    assert definition.versions.get().approved_by is None


@pytest.mark.parametrize("sensitivity", ["C", "R"])
def test_a_form_with_secrets_needs_two(author: Any, sensitivity: str) -> None:
    definition = make_draft(document(page("one", ask("name", sensitivity=sensitivity))), author)
    assert refused(definition, author) == ["approval-sensitive"]


def test_a_secret_question_that_is_retired_asks_nothing_of_anybody(author: Any) -> None:
    definition = make_draft(plain(ask("old", sensitivity="R", retired=True)), author)
    latest(definition).publish(user=author)
    assert live_number(definition) == 1


def test_protecting_answers_less_needs_two_although_nothing_is_secret_any_more(author: Any) -> None:
    publish(secret(), "demo")
    definition = make_draft(plain(), author, "demo")
    with pytest.raises(NotApproved) as refusal:
        latest(definition).publish(user=author)
    assert [problem.code for problem in refusal.value.problems] == ["approval-less-protected"]
    assert live_number(definition) == 1


def test_the_same_form_again_needs_nobody(author: Any) -> None:
    publish(secret(), "demo")
    definition = make_draft(secret(), author, "demo")
    latest(definition).publish(user=author)
    assert live_number(definition) == 1


# -- Who -------------------------------------------------------------------------------------------


def test_with_the_yes_of_a_second_person_it_goes_live_and_the_version_names_both(
    author: Any, second: Any
) -> None:
    definition = make_draft(secret(), author)
    approve_latest(definition, second, "Looks right")
    latest(definition).publish(user=author)
    version = definition.versions.get()
    assert (version.published_by, version.approved_by, version.installed_from) == (author, second, "")


def test_nobody_approves_their_own_draft_not_even_an_administrator() -> None:
    chief = make_user(is_superuser=True)
    definition = make_draft(secret(), chief)
    with pytest.raises(NotYours):
        approve_latest(definition, chief)
    assert refused(definition, chief) == ["approval-sensitive"]


def test_nobody_approves_a_draft_they_worked_on_before_somebody_else_did(author: Any) -> None:
    helper = make_approver()
    definition = make_draft(secret(), helper)
    make_draft(secret(ask("more")), author, definition.key)
    with pytest.raises(NotYours):
        approve_latest(definition, helper)


def test_nobody_publishes_on_their_own_approval(author: Any) -> None:
    chief = make_user(is_superuser=True)
    definition = make_draft(secret(), author)
    approve_latest(definition, chief)
    assert refused(definition, chief) == ["approval-sensitive"]
    latest(definition).publish(user=author)
    assert live_number(definition) == 1


def test_whoever_has_no_right_to_approve_does_not_count(author: Any) -> None:
    other = make_form_admin()
    definition = make_draft(secret(), author)
    with pytest.raises(NotYours):
        approve_latest(definition, other)


def test_work_on_an_earlier_version_does_not_stand_in_the_way(author: Any) -> None:
    helper = make_approver()
    start = datetime(2026, 3, 1, 6, tzinfo=UTC)
    with time_machine.travel(start, tick=False) as clock:
        definition = make_draft(secret(), helper, "demo")
        clock.move_to(start + timedelta(hours=1))
        publish(secret(), "demo")
        clock.move_to(start + timedelta(hours=2))
        definition = make_draft(secret(ask("more")), author, "demo")
        approve_latest(definition, helper)
        latest(definition).publish(user=author)
    assert live_number(definition) == 2


# -- Which draft -----------------------------------------------------------------------------------


def test_a_changed_draft_needs_a_new_yes(author: Any, second: Any) -> None:
    definition = make_draft(secret(), author)
    approve_latest(definition, second)
    make_draft(secret(ask("more")), author, definition.key)
    assert refused(definition, author) == ["approval-sensitive"]


def test_a_choice_list_that_changes_after_the_yes_needs_a_new_one(author: Any, second: Any) -> None:
    sexes = ChoiceList.objects.create(key="sex", name="Sex")
    ChoiceItem.objects.create(list=sexes, value="f", label_bn="মেয়ে", label_en="Girl")
    definition = make_draft(secret(ask("sex", "choose_one", choice_list="sex")), author)
    approve_latest(definition, second)
    ChoiceItem.objects.create(list=sexes, value="m", label_bn="ছেলে", label_en="Boy")
    assert refused(definition, author) == ["approval-sensitive"]


def test_an_approval_is_written_once(author: Any, second: Any) -> None:
    definition = make_draft(secret(), author)
    approval = approve_latest(definition, second)
    assert approve_latest(definition, second) == approval
    approval.note = "other"
    with pytest.raises(WrittenOnce):
        approval.save()
    with pytest.raises(WrittenOnce):
        FormApproval.objects.all().delete()


def test_a_draft_tells_what_it_waits_for(author: Any) -> None:
    definition = make_draft(secret(), author)
    found = latest_candidate(definition)
    assert (found.is_news, [str(reason) for reason in found.reasons]) == (True, ["sensitive"])
