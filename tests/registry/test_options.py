"""What people are offered to choose from: places, colleagues, records, organisations."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from forms_builder.options import option_sources
from registry.models import Organisation, Place, Scope
from tests.factories.forms import make_user
from tests.factories.registry import make_office, make_record, make_type, make_worker, work_in

pytestmark = pytest.mark.django_db


def offered(
    source: str, user: Any = None, language: str = "en", answers: Any = None, **settings: Any
) -> list[str]:
    found = option_sources[source].options(user, language, settings, answers or {})
    return [option.value for option in found]


def place(code: str, level: str, parent: Place | None = None, **more: Any) -> Place:
    return Place.objects.create(
        code=code, level=level, parent=parent, name_en=code.title(), name_bn=f"{code} (bn)", **more
    )


class TestPlaces:
    @pytest.fixture(autouse=True)
    def _tree(self) -> None:
        self.division = place("khulna_division", "division")
        jashore = place("jashore", "district", self.division)
        dhaka = place("dhaka", "district")
        sadar = place("sadar", "upazila", jashore)
        place("savar", "upazila", dhaka)
        place("ward_1", "ward", sadar)

    def test_are_narrowed_by_level(self) -> None:
        assert offered("places", level="district") == ["dhaka", "jashore"]

    def test_are_narrowed_by_the_place_around_them_however_far_up(self) -> None:
        assert offered("places", level="upazila", within="d", answers={"d": "jashore"}) == ["sadar"]
        assert offered("places", level="ward", within="d", answers={"d": "jashore"}) == ["ward_1"]
        assert offered("places", level="ward", within="d", answers={"d": "khulna_division"}) == ["ward_1"]

    def test_are_none_until_the_place_around_is_chosen(self) -> None:
        assert offered("places", level="upazila", within="d") == []

    def test_that_no_longer_exist_are_not_offered_but_keep_their_name(self) -> None:
        place("old", "district", valid_to=timezone.localdate() - timedelta(days=1))
        assert "old" not in offered("places", level="district")
        assert option_sources["places"].label("old", "en") == "Old"
        assert option_sources["places"].label("old", "bn") == "old (bn)"
        assert option_sources["places"].label("unknown", "en") == "unknown"


class TestStaff:
    def test_are_the_active_people_of_ones_offices_and_oneself(self) -> None:
        office, other = make_office(), make_office()
        me, colleague, gone, far = (
            make_user(full_name=name) for name in ("C me", "A near", "B gone", "D far")
        )
        for person in (colleague, gone):
            work_in(person, office, other)
        work_in(me, office, other)
        work_in(far, make_office())
        gone.is_active = False
        gone.save()
        assert offered("staff", me) == [str(colleague.pk), str(me.pk)]

    def test_keep_their_name_when_they_have_left(self) -> None:
        gone = make_user(full_name="Example Leaver", is_active=False)
        assert option_sources["staff"].label(str(gone.pk), "en") == "Example Leaver"
        assert option_sources["staff"].label("nobody", "en") == "nobody"


class TestRecords:
    def test_are_those_one_may_see_named_by_reference_only(self) -> None:
        record_type, other = make_type(), make_type()
        worker = make_worker(record_type, make_office(), scope=Scope.OWN)
        mine = make_record(record_type, by=worker)
        make_record(record_type)
        make_record(other)
        assert offered("records", worker) == [str(mine.pk)]
        assert offered("records", worker, record_type=record_type.key) == [str(mine.pk)]
        assert offered("records", worker, record_type=other.key) == []
        assert offered("records", worker, record_type="nothing") == []
        assert option_sources["records"].label(str(mine.pk), "en") == mine.reference
        assert option_sources["records"].label("x", "en") == "x"


class TestOrganisations:
    def test_are_narrowed_by_kind_and_office(self) -> None:
        here, there = make_office(), make_office()
        for key, kind, office, active in (
            ("cwb_a", "committee", here, True),
            ("cwb_b", "committee", there, True),
            ("court", "agency", None, True),
            ("closed", "committee", here, False),
        ):
            Organisation.objects.create(
                key=key, kind=kind, office=office, active=active, name_en=key, name_bn=f"{key} (bn)"
            )
        worker = make_user()
        work_in(worker, here)
        assert offered("organisations", worker) == ["court", "cwb_a"]
        assert offered("organisations", worker, kind="committee") == ["cwb_a"]
        assert option_sources["organisations"].label("closed", "bn") == "closed (bn)"
