"""Members of a committee from a spreadsheet: looked at first, then all good rows or none."""

from typing import Any

import pytest
from django.test import Client

from forms_builder.models import ChoiceItem, ChoiceList
from registry.models import RecordType
from tests.factories.registry import make_office
from tests.factories.trainings import make_body, make_officer, make_person
from tests.trainings.conftest import signed_in
from trainings.models import Body, Membership, Person

HEAD = "নাম\tপদ\tফোন\tপদাধিকারবলে\tকবে থেকে\tNotes\n"


@pytest.fixture(autouse=True)
def listed(db: None) -> None:
    made = ChoiceList.objects.create(key="com_role", name="Position in a committee")
    for place, (value, bn, en) in enumerate(
        [("chair", "সভাপতি", "Chair"), ("member", "সদস্য", "Member"), ("msec", "সদস্য-সচিব", "Member secretary")]
    ):
        ChoiceItem.objects.create(list=made, value=value, label_bn=bn, label_en=en, sort_order=place)


@pytest.fixture
def keeper(officer: Any) -> Client:
    return signed_in(officer)


def address(body: Body) -> str:
    return f"/workspace/committees/{body.pk}/members/import/"


def test_a_list_is_looked_at_and_then_taken(keeper: Client, body: Body, officer: Any) -> None:
    known = make_person("Salma Example", by=officer, phone="+8801700000002")
    text = HEAD + "\n".join(
        [
            "রহিম উদাহরণ\tসভাপতি\t০১৭০০০০০০০১\tDeputy Commissioner\t০১/০২/২০২৫\t-",
            "Salma Example\tmember\t01700000002\t\t\t-",
            "Karim Example\tChair\t01700000003\t\t\t-",
            "\tmember\t\t\t\t-",
            "Example Nobody\tking\t\t\tyesterday\t-",
        ]
    )
    page = keeper.post(address(body), {"text": text}).content.decode()
    assert "Add 2 members" in page
    assert "Notes" in page  # a column that means nothing here is said
    assert "Somebody else holds this office" in page
    assert "There is no position “king”" in page
    assert not Membership.objects.exists()
    back = keeper.post(address(body), {"text": text, "step": "change"}).content.decode()
    assert "Example Nobody" in back  # what was pasted can be mended
    keeper.post(address(body), {"text": text, "step": "take"})
    chair, member = Membership.objects.order_by("position")
    assert (chair.person.name_bn, chair.held_as, chair.ex_officio) == (
        "রহিম উদাহরণ",
        "Deputy Commissioner",
        True,
    )
    assert f"{chair.since:%d/%m/%Y}" == "01/02/2025"
    assert member.person == known
    assert Person.objects.count() == 2
    again = keeper.post(address(body), {"text": text}).content.decode()
    assert "A member already" in again


@pytest.mark.parametrize("text", ["", "Name\tPhone\nExample\t1", "Name\tPosition"])
def test_what_is_no_list_of_members_is_told(keeper: Client, body: Body, text: str) -> None:
    answered = keeper.post(address(body), {"text": text})
    assert answered.status_code == 422
    assert text in answered.content.decode()


def test_no_list_is_kept_of_a_restricted_group_nor_by_strangers(
    keeper: Client, body: Body, minutes: RecordType, office: Any
) -> None:
    hidden = make_body(office, restricted=True)
    assert keeper.get(address(hidden)).status_code == 404
    elsewhere = make_officer(minutes, make_office("JSR"))
    assert signed_in(elsewhere).get(address(body)).status_code == 404
    reader = make_officer(minutes, office, actions=["view"])
    assert signed_in(reader).get(address(body)).status_code == 404
    assert keeper.get(address(body)).status_code == 200
