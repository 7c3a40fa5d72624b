"""The pack of the project: every form of the catalogue is in it, whole, in both languages, and as protected as it says."""

import json
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from forms_builder.models import FormDefinition, FormVersion
from forms_builder.questions import types
from forms_builder.schema import (
    Compartment,
    Document,
    Question,
    Required,
    Sensitivity,
    Text,
    questions,
    walk,
)
from registry.models import Grant, Place, RecordType
from registry.packs.checking import Checked, check_pack
from registry.packs.demo import DEMO_PACK
from registry.packs.domain_forms import import_forms
from registry.packs.domain_scores import ADDED, CHANGED
from registry.packs.loading import Pack, load_pack
from registry.workflow.configuring import workflow_of

pytestmark = pytest.mark.django_db

CATALOGUE = Path(__file__).resolve().parents[3] / "shared" / "domain" / "forms.json"
needs_catalogue = pytest.mark.skipif(
    not CATALOGUE.is_file(), reason=f"the catalogue the forms come from is not at {CATALOGUE}"
)
OUR_OWN = {"contact", "helpline_call", "training_programme"}
"""Forms that the catalogue does not have."""
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=ZoneInfo("Asia/Dhaka"))


@cache
def pack() -> Pack:
    return load_pack(DEMO_PACK)


@cache
def _checked() -> Checked:
    return check_pack(pack())


@pytest.fixture
def checked() -> Checked:
    return _checked()


@pytest.fixture
def documents(checked: Checked) -> dict[str, Document]:
    """The forms that come from the catalogue."""
    return {key: one for key, one in checked.documents.items() if key not in OUR_OWN}


def catalogue() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(CATALOGUE.read_text(encoding="utf-8"))
    return found


def catalogue_fields(data: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """(form key, field) for every question of every form, shared ones too."""
    for form in data["forms"]:
        for item in form["items"]:
            inside = data["blocks"][item["name"]] if item["kind"] == "block" else [item]
            yield from ((form["id"].lower(), one) for one in inside if one["kind"] == "field")


def asked(documents: dict[str, Document]) -> dict[tuple[str, str], Question]:
    return {(form, one.key): one for form, document in documents.items() for one, _ in questions(document)}


def test_every_form_compiles_without_a_problem(checked: Checked) -> None:
    assert [str(problem) for problem in checked.problems] == []
    assert len(checked.documents.keys() - OUR_OWN) == 41
    assert len(pack().lists) == 92


def test_three_forms_are_for_everybody_and_leave_the_staff_s_part_out(checked: Checked) -> None:
    opened = {key: set(one.public.left_out) for key, one in checked.documents.items() if one.public}
    assert opened.keys() == {"contact", "f21", "f34"}
    assert {"staff", "answer", "answered_on"} <= opened["contact"] & opened["f21"]


def test_what_is_still_open_is_exactly_what_is_known_to_be(checked: Checked) -> None:
    """Four calculations wait for other records; the catalogue asks what an age rests on below the date of birth."""
    open_ends = {(warning.file[6:9], warning.path[0]) for warning in checked.warnings}
    assert open_ends == {
        *{("F14", "los"), ("F20", "goals_met"), ("F23", "quorum_met"), ("F33", "score"), ("F03", "dob")},
    }


def test_every_form_publishes_with_real_types_and_takes_answers(applied_pack: None) -> None:
    assert FormDefinition.objects.filter(live=True, live_version__isnull=False).count() == 41 + len(OUR_OWN)
    assert not FormVersion.objects.filter(takes_answers=False).exists()
    for version in FormVersion.objects.all():
        assert version.program.document.pages


def test_what_the_catalogue_means_has_its_own_type(documents: dict[str, Document]) -> None:
    found = asked(documents)
    expected = {
        ("f26", "s_member"): "person",
        ("f29", "leader"): "person",
        ("f33", "p_ref"): "person",
        ("f08", "cost"): "money",
        ("f32", "p_email"): "email",
        ("f19", "d_safe"): "likert",
        ("f01", "dup_check"): "yes_no",
        ("f02", "sign"): "signature",
        ("f01", "district"): "place",
        **dict.fromkeys([("f10", "acute_risk"), ("f15", "pct"), ("f25", "pct"), ("f33", "score")], "score"),
    }
    assert {where: found[where].type for where in expected} == expected


def test_the_reason_why_a_child_was_not_enrolled_is_kept_with_places(documents: dict[str, Document]) -> None:
    note = asked(documents)["f01", "elig_note"]
    assert (note.sensitivity, note.compartment) == (Sensitivity.RESTRICTED, Compartment.LOCATION)


def test_there_are_as_many_questions_as_the_catalogue_has(documents: dict[str, Document]) -> None:
    assert len(asked(documents)) == 923 + len(ADDED)
    shared = {
        item.question for items in pack().blocks.values() for item in items if hasattr(item, "question")
    }
    own = [key for form, key in asked(documents) if key not in shared]
    assert len(own) <= 627 + len(ADDED)


@needs_catalogue
def test_the_files_are_what_the_converter_makes_of_the_catalogue(tmp_path: Path) -> None:
    for written in import_forms(CATALOGUE, tmp_path):
        name = written.relative_to(tmp_path)
        assert written.read_text() == (DEMO_PACK / name).read_text(), f"{name} was edited by hand"


@needs_catalogue
def test_no_answer_is_less_protected_than_the_catalogue_says(documents: dict[str, Document]) -> None:
    found = asked(documents)
    fields = list(catalogue_fields(catalogue()))
    assert len(fields) == 923
    lowered = [
        (form, field["key"])
        for form, field in fields
        if found[form, field["key"]].sensitivity.rank < Sensitivity(field["s"]).rank
    ]
    assert lowered == []


@needs_catalogue
def test_every_rule_is_the_catalogue_s_letter_for_letter(documents: dict[str, Document]) -> None:
    found = asked(documents)
    for form, field in catalogue_fields(catalogue()):
        question = found[form, field["key"]]
        rule = (field | CHANGED.get((form.upper(), field["key"]), {})).get("rule") or {}
        assert question.show_if == rule.get("rel", "")
        assert question.check == rule.get("con", "")
        if rule.get("calc"):
            assert question.calculate == rule["calc"]


@needs_catalogue
def test_what_must_be_answered_still_must(documents: dict[str, Document]) -> None:
    found = asked(documents)
    for form, field in catalogue_fields(catalogue()):
        field |= {"req": field["req"]} | CHANGED.get((form.upper(), field["key"]), {})
        wanted = field["req"] in ("R", "C") and field["type"] not in ("calc", "note")
        assert (found[form, field["key"]].required is Required.YES) == wanted, (form, field["key"])


def texts(documents: dict[str, Document]) -> Iterator[tuple[str, Text]]:
    for form, document in documents.items():
        yield form, document.title
        for place in walk(document):
            yield f"{form} {place.part.key}", place.part.label
            for name in ("hint", "guidance", "check_message", "required_message"):
                if text := getattr(place.part, name, {}):
                    yield f"{form} {place.part.key} {name}", text


def test_every_text_is_there_in_bangla_and_english(documents: dict[str, Document]) -> None:
    lacking = [where for where, text in texts(documents) if not (text.get("bn") and text.get("en"))]
    assert lacking == []


def test_every_check_says_what_is_wrong_in_words(documents: dict[str, Document]) -> None:
    silent = [
        (key, one.check) for key, one in asked(documents).items() if one.check and not one.check_message
    ]
    assert silent == []


def test_bangla_is_written_in_one_form_only() -> None:
    for path in DEMO_PACK.rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        assert unicodedata.is_normalized("NFC", text), path.name


def test_names_telephones_and_signatures_are_sealed_apart(documents: dict[str, Document]) -> None:
    personal = {
        key: one
        for key, one in asked(documents).items()
        if one.type in ("phone", "signature") and one.sensitivity.rank >= Sensitivity.CONFIDENTIAL.rank
    }
    assert personal
    assert [key for key, one in personal.items() if one.compartment is Compartment.NONE] == []


def test_nothing_sealed_is_shown_in_lists_or_filtered_by(documents: dict[str, Document]) -> None:
    shown = [one for one in asked(documents).values() if one.listed or one.filterable]
    assert shown
    assert [one.key for one in shown if types.of(one).is_sealed(one)] == []


def test_no_page_is_a_wall_of_questions(documents: dict[str, Document]) -> None:
    for form, document in documents.items():
        for page in document.pages:
            assert len(page.items) <= 14, f"{form} {page.key}"


def test_ids_do_not_change_from_one_reading_to_the_next(documents: dict[str, Document]) -> None:
    again = check_pack(load_pack(DEMO_PACK)).documents
    assert {key: again[key] for key in documents} == documents
    assert asked(documents)["f01", "alias"].id == "f01.alias"


# -- The registry ------------------------------------------------------------------------------------------------------


def test_the_registry_is_set_up_with_places_types_and_rights(applied_pack: None) -> None:
    expect_the_places_of_both_sites()
    expect_a_record_type_for_every_form()
    expect_workflows_that_lead_on()
    expect_records_closed_to_those_who_configure_or_publish()


def expect_the_places_of_both_sites() -> None:
    levels = Counter(Place.objects.values_list("level", flat=True))
    assert (levels["division"], levels["district"]) == (8, 64)
    wards = Counter(Place.objects.filter(level="ward").values_list("parent__name_en", flat=True))
    assert wards == {
        "Dhaka North City Corporation": 54,
        "Dhaka South City Corporation": 75,
        "Jashore municipality": 9,
        "Jashore Sadar": 15,  # unions
    }
    assert (
        Place.objects.filter(level="upazila", parent__name_en="Jashore").count() == 9
    )  # the municipality is one
    assert "Jessore" in Place.objects.get(name_en="Jashore", level="district").aliases


def expect_a_record_type_for_every_form() -> None:
    patterns = dict(RecordType.objects.values_list("form__key", "id_pattern"))
    assert sorted(patterns.keys() - OUR_OWN) == [f"f{number:02}" for number in range(1, 42)]
    assert patterns["f01"] == "{office}-{yy}-{counter:04}"  # the case code that people know
    assert len(set(patterns.values())) == 41 + len(OUR_OWN)
    below_a_case = RecordType.objects.filter(parent_type__key="identification")
    assert below_a_case.count() == 16
    assert set(below_a_case.values_list("parent_key", flat=True)) == {"case_ref"}


def expect_workflows_that_lead_on() -> None:
    assert not RecordType.objects.filter(workflow=None).exists()
    case = RecordType.objects.get(key="identification")
    assert (case.initial_status, len(case.statuses)) == ("identified", 16)
    follow_ups = workflow_of(case).transition("reintegrate").tasks
    assert [rule.days for rule in follow_ups] == [14, 30, 91, 182, 273, 365]


def expect_records_closed_to_those_who_configure_or_publish() -> None:
    assert not Grant.objects.filter(group__role__key__in=["form_admin", "system_admin"]).exists()
    communications = Grant.objects.filter(group__role__key="communications")
    assert set(communications.values_list("record_type__key", flat=True)) == {
        "incident",
        "campaign",
        "dialogue",
        "content_review",
    }
    clinical = Grant.objects.filter(record_type__key__in=["mental_state", "counselling"], tier="R")
    assert {grant.group.role.key for grant in clinical} == {"counsellor"}
