"""Applying a pack: everything or nothing, twice is once, and nobody's own changes are lost."""

from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from forms_builder.models import ChoiceList, FormDefinition
from forms_builder.publishing import approve_latest
from registry.models import Grant, Office, Place, RecordType, Role, SlotMap
from registry.packs.applying import apply_pack
from registry.packs.checking import check_pack
from registry.packs.loading import load_pack
from registry.packs.problems import PackError
from registry.packs.report import Outcome
from tests.factories.forms import make_approver, make_form_admin
from tests.packs.conftest import change

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_pages")]
WRITES = ("INSERT", "UPDATE", "DELETE")


def rows() -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - names from the database
            found[table] = sorted(cursor.fetchall(), key=repr)
    return found


def test_a_pack_of_another_programme_brings_all_it_holds(small_pack: Path) -> None:
    _pack, report = apply_pack(small_pack)
    assert report.total(Outcome.CREATED) == 11
    assert {form.key for form in FormDefinition.objects.filter(live=True)} == {"visit", "boat"}
    visit = RecordType.objects.get(key="visit")
    assert (visit.name_bn, visit.form.key, visit.initial_status) == ("সাক্ষাৎ", "visit", "open")
    assert set(SlotMap.objects.filter(record_type=visit).values_list("key", flat=True)) == {
        "seen_on",
        "colour",
    }
    assert Grant.objects.get().group == Role.objects.get(key="nurse").group
    wards = Place.objects.filter(parent__code="X1").order_by("code")
    assert [ward.name_bn for ward in wards] == ["ওয়ার্ড ১", "ওয়ার্ড ২"]


def test_the_second_time_there_is_nothing_to_do_and_nothing_is_written(small_pack: Path) -> None:
    apply_pack(small_pack)
    before = rows()
    with CaptureQueriesContext(connection) as captured:
        _pack, report = apply_pack(small_pack)
    assert report.wrote_nothing
    assert not [query["sql"] for query in captured.captured_queries if query["sql"].startswith(WRITES)]
    assert rows() == before


def test_a_new_apply_publishes_only_the_form_that_changed(small_pack: Path) -> None:
    apply_pack(small_pack)
    change(small_pack, "forms/visit.yaml", "en: Colour", "en: Which colour")
    _pack, report = apply_pack(small_pack)
    assert report.counts["forms"] == {Outcome.UPDATED: 1, Outcome.UNCHANGED: 1}
    versions = {form.key: form.versions.count() for form in FormDefinition.objects.all()}
    assert versions == {"visit": 2, "boat": 1}


def test_a_new_choice_reaches_the_live_form(small_pack: Path) -> None:
    apply_pack(small_pack)
    change(small_pack, "lists.yaml", "en: Blue}", "en: Blue}\n    - {value: green, bn: সবুজ, en: Green}")
    _pack, report = apply_pack(small_pack)
    assert report.counts["forms"][Outcome.UPDATED] == 1
    live = FormDefinition.objects.get(key="visit").live_version
    assert live is not None
    question = live.question("colour")
    assert question is not None
    assert [choice.value for choice in question.choices] == ["red", "blue", "green"]


def test_a_choice_that_left_the_pack_is_retired_and_keeps_its_label(small_pack: Path) -> None:
    apply_pack(small_pack)
    change(small_pack, "lists.yaml", "    - {value: blue, bn: নীল, en: Blue}\n", "")
    apply_pack(small_pack)
    choices = {choice.value: choice for choice in ChoiceList.objects.get(key="colour").as_choices()}
    assert choices["blue"].retired
    assert choices["blue"].label["bn"] == "নীল"
    _pack, again = apply_pack(small_pack)
    assert again.wrote_nothing


def edit_here(key: str, title: str, *, publish: bool) -> None:
    """What a form admin does: change the draft, and maybe publish it once somebody else approved."""
    admin = make_form_admin()
    form = FormDefinition.objects.get(key=key)
    form.document = form.document | {"title": {"bn": title, "en": title}}
    revision = form.save_revision(user=admin)
    if publish:
        approve_latest(form, make_approver())
        revision.publish(user=admin)


@pytest.mark.parametrize("publish", [True, False], ids=["published", "still a draft"])
def test_a_form_that_somebody_changed_here_is_left_alone_and_reported(
    small_pack: Path, publish: bool
) -> None:
    apply_pack(small_pack)
    edit_here("visit", "Ours", publish=publish)
    change(small_pack, "forms/visit.yaml", "en: Visit", "en: Another visit")
    _pack, report = apply_pack(small_pack)
    assert report.left_alone == ["forms visit"]
    latest = FormDefinition.objects.get(key="visit").get_latest_revision_as_object()
    assert latest.document["title"]["en"] == "Ours"


def test_overwrite_takes_the_pack_s_form_again(small_pack: Path) -> None:
    apply_pack(small_pack)
    edit_here("visit", "Ours", publish=True)
    _pack, report = apply_pack(small_pack, overwrite=True)
    assert report.left_alone == []
    assert FormDefinition.objects.get(key="visit").title_in("en") == "Visit"


def test_a_name_that_somebody_changed_here_is_left_alone(small_pack: Path) -> None:
    apply_pack(small_pack)
    Office.objects.filter(key="river").update(name_en="River house")
    _pack, report = apply_pack(small_pack)
    assert report.left_alone == ["offices river"]
    assert Office.objects.get(key="river").name_en == "River house"


def test_something_that_was_there_before_the_pack_is_not_taken_over(small_pack: Path) -> None:
    Office.objects.create(key="river", code="OLD", name_bn="পুরোনো", name_en="Old house")
    _pack, report = apply_pack(small_pack)
    assert report.left_alone == ["offices river"]
    assert Office.objects.get(key="river").code == "OLD"


def test_a_code_that_somebody_else_has_is_told_and_nothing_is_written(small_pack: Path) -> None:
    Office.objects.create(key="rivulet", code="RIV", name_bn="ছোট নদী", name_en="Rivulet")
    with pytest.raises(PackError, match="offices: river: It clashes"):
        apply_pack(small_pack)
    assert not FormDefinition.objects.exists()


def test_more_filters_than_there_are_columns_are_told_and_nothing_is_written(small_pack: Path) -> None:
    many = "".join(
        f"      - {{question: more_{number}, type: text, label: {{bn: আরও, en: More}}, filterable: true}}\n"
        for number in range(11)
    )
    change(small_pack, "forms/visit.yaml", "      - include: head\n", f"      - include: head\n{many}")
    with pytest.raises(PackError, match=r"record_types\.yaml: visit: .*room for 10"):
        apply_pack(small_pack)
    assert not FormDefinition.objects.exists()


def test_what_left_the_pack_stays_and_is_reported(small_pack: Path) -> None:
    apply_pack(small_pack)
    (small_pack / "organisations.yaml").unlink()
    _pack, report = apply_pack(small_pack)
    assert "organisations club_one is no longer in the pack" in report.warnings


def test_a_form_the_gate_refuses_takes_everything_back(small_pack: Path) -> None:
    apply_pack(small_pack)
    change(small_pack, "forms/boat.yaml", "type: integer", "type: text")  # a published key keeps its type
    change(small_pack, "offices.yaml", "en: River", "en: River house")
    with pytest.raises(PackError, match=r"forms/boat\.yaml"), transaction.atomic():
        apply_pack(small_pack)
    assert Office.objects.get(key="river").name_en == "River"


def test_a_role_gets_the_permissions_that_exist_and_tells_of_the_others(small_pack: Path) -> None:
    change(
        small_pack,
        "roles.yaml",
        "en: Nurse",
        "en: Nurse, permissions: [wagtailadmin.access_admin, moon.land]",
    )
    _pack, report = apply_pack(small_pack)
    assert "roles: there is no permission 'moon.land' here" in report.warnings
    permissions = Group.objects.get(role__key="nurse").permissions.values_list("codename", flat=True)
    assert list(permissions) == ["access_admin"]


def test_checking_writes_nothing(small_pack: Path) -> None:
    before = rows()
    told = StringIO()
    call_command("pack", "check", str(small_pack), stdout=told)
    assert "Forms: 2, lists: 1" in told.getvalue()
    assert rows() == before


def test_two_packs_live_side_by_side(small_pack: Path, project_pack: Path, applied_pack: None) -> None:
    _pack, report = apply_pack(small_pack)
    assert report.total(Outcome.CREATED) == 11
    _pack, again = apply_pack(project_pack)
    assert again.wrote_nothing
    assert not again.left_alone


def test_the_demo_is_refused_outside_development(project_pack: Path) -> None:
    with pytest.raises(CommandError, match="--yes-demo"):
        call_command("pack", "apply", str(project_pack), "--demo")
    assert not get_user_model().objects.exists()


def test_nothing_of_a_checked_pack_needs_the_database(small_pack: Path) -> None:
    with CaptureQueriesContext(connection) as captured:
        check_pack(load_pack(small_pack))
    assert not [query for query in captured.captured_queries if query["sql"].startswith(WRITES)]
