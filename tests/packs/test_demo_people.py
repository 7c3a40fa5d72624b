"""The demo's people and records: visibly made up, there once, and made the way people make records."""

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone
from pytest_django import Settings

from registry.models import Record
from registry.packs import demo, demo_children
from registry.workflow import tasks
from tests.support.shared import shared

pytestmark = pytest.mark.django_db


@shared
def applied(applied_pack: None) -> None:
    """The whole demo."""
    with override_settings(DEBUG=True):
        call_command("pack", "apply", str(demo.DEMO_PACK), "--demo")


@pytest.fixture(autouse=True)
def _in_development(settings: Settings) -> None:
    settings.DEBUG = True


def test_there_is_somebody_to_sign_in_as_for_every_role(applied: None) -> None:
    roles = {role for role, _email, _password in demo.sign_ins()}
    assert len(roles) == 13
    for _role, email, password in demo.sign_ins():
        assert get_user_model().objects.get(email=email).check_password(password)


def test_everybody_and_everything_in_the_demo_says_that_it_is_made_up(applied: None) -> None:
    for user in get_user_model().objects.all():
        assert user.full_name.startswith("ডেমো")
        assert user.email.endswith("@demo.invalid")


def test_records_have_references_of_their_office(applied: None) -> None:
    counts = {key: Record.objects.filter(type__key=key).count() for key in ("identification", "mental_state")}
    assert counts == {"identification": 60, "mental_state": 2}
    references = Record.objects.filter(type__key="identification", office__key="jashore").values_list(
        "reference", flat=True
    )
    assert {reference[:4] for reference in references} == {"JSR-"}


def test_an_examination_points_at_the_case_it_is_about(applied: None) -> None:
    case = Record.objects.filter(type__key="identification").order_by("created_at").first()
    examinations = Record.objects.filter(type__key="mental_state")
    assert case is not None
    assert str(case.pk) in {examination.data["case_ref"] for examination in examinations}


def test_no_name_or_telephone_number_lies_open(applied: None) -> None:
    for record in Record.objects.all():
        assert "ডেমো শিশু" not in str(record.data)
        assert "ডেমো অংশগ্রহণকারী" not in str(record.data)
        assert "01700" not in str(record.data)


def test_a_second_demo_adds_nothing_and_changes_no_password(applied: None) -> None:
    before = Record.objects.count()
    user = get_user_model().objects.get(email="trainer@demo.invalid")
    user.set_password("my own choice")
    user.save()
    call_command("pack", "apply", str(demo.DEMO_PACK), "--demo")
    assert Record.objects.count() == before
    user.refresh_from_db()
    assert user.check_password("my own choice")


def test_the_password_can_be_chosen_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIRAPOD_DEMO_PASSWORD", "something-else")
    assert {password for _role, _email, password in demo.sign_ins()} == {"something-else"}


def test_children_stand_at_every_stage_up_to_the_shelter_and_one_is_to_leave_it_today(applied: None) -> None:
    states = set(Record.objects.filter(type__key="identification").values_list("status", flat=True))
    assert states == set(demo_children.STAGES)
    manager = get_user_model().objects.get(email="shelter.manager@demo.invalid")
    leaving = tasks.mine(manager).filter(rule="planned_exit", due=timezone.localdate())
    assert leaving.exists()
    assert set(leaving.values_list("record__status", flat=True)) == {"sheltered"}
