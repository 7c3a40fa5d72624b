"""The directory: refused twice, found in either script, joined and parted, and closed to whoever has no business there."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client

from registry.models import AccessEvent, RecordType
from tests.factories.forms import make_user
from tests.factories.registry import make_office
from tests.factories.trainings import make_person, make_trainer
from tests.security.scanning import places
from tests.trainings.conftest import signed_in
from trainings.models import Person, PersonMerge
from trainings.people import finding, merging, sounding, writing
from trainings.people.access import may_open
from trainings.people.writing import Details, Duplicate

pytestmark = pytest.mark.django_db
PHONE = "+8801700000042"
SPELLINGS = [
    ("রহিম উদ্দিন", "Rahim Uddin"),
    ("মোঃ রহিম উদ্দিন", "Md. Rohim Uddeen"),
    ("শিরিন আক্তার", "Shirin Akter"),
    ("চৌধুরী", "Chowdhury"),
    ("ফাতেমা জাহান", "Fatema Zahan"),
]


@pytest.mark.parametrize(("bangla", "english"), SPELLINGS)
def test_one_name_sounds_the_same_in_both_scripts(bangla: str, english: str) -> None:
    assert sounding.key(bangla) == sounding.key(english) != ""


def test_different_names_sound_different() -> None:
    keys = {sounding.key(name) for name in ("Rahim", "Karim", "Salma", "Shirin", "Jahanara")}
    assert len(keys) == 5


def test_the_same_number_is_refused_and_the_person_offered(trainer: Any) -> None:
    known = make_person("Example Officer Jaba", by=trainer, phone=PHONE)
    with pytest.raises(Duplicate) as refusal:
        writing.add(trainer, Details(name_en="Quite Another", phone=PHONE))
    assert [(one.person, one.by_phone) for one in refusal.value.candidates] == [(known, True)]
    assert Person.objects.count() == 1


def test_the_same_name_in_the_other_script_is_refused(trainer: Any) -> None:
    make_person("Example Rahim Uddin", by=trainer, name_bn="রহিম উদ্দিন", agency="Example Thana")
    with pytest.raises(Duplicate):
        writing.add(trainer, Details(name_en="Rohim Uddeen"))


def test_one_name_in_two_agencies_is_two_people(trainer: Any) -> None:
    make_person("Rahim Uddin", by=trainer, agency="Example Thana")
    writing.add(trainer, Details(name_en="Rahim Uddin", agency="Example Hospital"))
    assert Person.objects.count() == 2


def test_a_reason_lets_somebody_in_who_only_looks_alike(trainer: Any) -> None:
    make_person("Rahim Uddin", by=trainer)
    made = writing.add(trainer, Details(name_en="Rahim Uddin"), different_because="his cousin, same desk")
    assert made.not_a_duplicate == "his cousin, same desk"


def test_changing_a_number_to_somebody_elses_is_refused_too(trainer: Any) -> None:
    make_person(by=trainer, phone=PHONE)
    other = make_person(by=trainer)
    with pytest.raises(Duplicate):
        writing.change(trainer, other, Details(name_en=other.name_en, phone=PHONE))
    other.refresh_from_db()
    assert other.phone == ""


def test_a_telephone_number_stands_nowhere_in_the_clear(trainer: Any) -> None:
    person = make_person(by=trainer, phone="+8801700077731")
    assert person.phone == "+8801700077731"
    assert places(["1700077731"]) == {}


def test_three_letters_find_in_either_script(trainer: Any) -> None:
    person = make_person("Shirin Akter", by=trainer)
    make_person("Somebody Else", by=trainer)
    for typed in ("shi", "akter", "শিরিন", "Shirin Aktar"):
        assert finding.search(trainer, typed) == [person], typed
    assert finding.search(trainer, "sh") == []


def test_strangers_are_found_by_their_whole_number_or_name_only(trainer: Any) -> None:
    stranger = make_person("Khaleda Example", phone=PHONE)
    assert finding.search(trainer, "Khal") == []
    assert finding.search(trainer, "01700-000042") == [stranger]
    assert finding.search(trainer, "০১৭০০০০০০৪২") == [stranger]
    assert finding.search(trainer, "khaleda example") == [stranger]
    assert not may_open(trainer, stranger)


def test_joining_takes_over_what_is_missing_and_can_be_undone(trainer: Any) -> None:
    kept = make_person("Rahim Uddin", by=trainer)
    gone = make_person("Rohim Uddin", by=trainer, phone=PHONE, designation="Inspector", sex="m")
    earlier = make_person("R. Uddin", by=trainer)
    merging.merge(trainer, gone, earlier)
    done = merging.merge(trainer, kept, gone)
    kept.refresh_from_db()
    assert (kept.phone, kept.designation, kept.sex) == (PHONE, "Inspector", "m")
    assert Person.objects.get(pk=earlier.pk).merged_into == kept
    assert list(Person.objects.present()) == [kept]
    merging.undo(trainer, done)
    kept.refresh_from_db()
    assert (kept.phone, kept.designation, kept.sex) == ("", "", "x")
    assert Person.objects.get(pk=earlier.pk).merged_into == gone
    assert set(Person.objects.present()) == {kept, Person.objects.get(pk=gone.pk)}


def test_what_was_changed_after_joining_stays_when_it_is_undone(trainer: Any) -> None:
    kept, gone = make_person(by=trainer), make_person(by=trainer, designation="Inspector")
    done = merging.merge(trainer, kept, gone)
    writing.change(trainer, kept, Details(name_en=kept.name_en, designation="Superintendent"))
    merging.undo(trainer, done)
    kept.refresh_from_db()
    assert kept.designation == "Superintendent"
    with pytest.raises(merging.NotPossible):
        merging.undo(trainer, done)


def test_nobody_is_joined_to_themselves_or_twice(trainer: Any) -> None:
    kept, gone = make_person(by=trainer), make_person(by=trainer)
    merging.merge(trainer, kept, gone)
    for one, other in ((kept, kept), (kept, gone), (gone, kept)):
        with pytest.raises(merging.NotPossible):
            merging.merge(trainer, one, other)


# -- Pages -----------------------------------------------------------------------------------------


def typed(**more: str) -> dict[str, str]:
    return {"name_en": "Rahim Uddin", "sex": "m", "age_band": "25_59", "disability": "n", **more}


def test_somebody_is_added_and_shown(browser: Client, trainer: Any) -> None:
    done = browser.post("/workspace/people/add/", typed(phone="০১৭০০-০০০০৪২", designation="Inspector"))
    person = Person.objects.get()
    assert done["Location"] == f"/workspace/people/{person.pk}/"
    page = browser.get(done["Location"]).content.decode()
    assert "Inspector" in page
    assert "01700-000042" in page
    assert AccessEvent.objects.filter(record_type="person", records=[str(person.pk)], tiers="C").exists()


def test_a_duplicate_is_refused_with_the_way_to_the_one_who_is_there(browser: Client, trainer: Any) -> None:
    known = make_person("Rahim Uddin", by=trainer, designation="Sub-inspector")
    refused = browser.post("/workspace/people/add/", typed(designation="Officer in charge"))
    page = refused.content.decode()
    assert refused.status_code == 409
    assert f"/workspace/people/{known.pk}/" in page
    assert "Sub-inspector" in page
    assert 'value="Officer in charge"' in page  # what was typed is not lost
    assert Person.objects.count() == 1
    again = browser.post("/workspace/people/add/", typed(because="another one, of the hospital"))
    assert again.status_code == 302
    assert Person.objects.count() == 2


def test_the_refusal_shows_no_number_and_no_way_to_somebody_out_of_reach(browser: Client) -> None:
    known = make_person("Rahim Uddin", phone="+8801700000043")
    page = browser.post("/workspace/people/add/", typed()).content.decode()
    assert "Rahim Uddin" in page
    shown = BeautifulSoup(page, "html.parser").select_one("main")
    assert shown is not None
    assert "43" not in shown.get_text(" ")
    assert f"/workspace/people/{known.pk}/" not in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name_en": ""}, "at least one script"),
        ({"phone": "01200-000000"}, "013 to 019"),
        ({"sex": "q"}, "q"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    browser: Client, wrong: dict[str, str], said: str
) -> None:
    answered = browser.post("/workspace/people/add/", typed(agency="Example Thana") | wrong)
    page = answered.content.decode()
    assert answered.status_code == 422
    assert said in page
    assert "Example Thana" in page
    assert not Person.objects.exists()


def test_joining_and_parting_on_the_pages(browser: Client, trainer: Any) -> None:
    kept, gone = make_person("Rahim Uddin", by=trainer), make_person("Rohim Uddeen", by=trainer)
    page = browser.get(f"/workspace/people/{kept.pk}/merge/").content.decode()
    assert "Rohim Uddeen" in page
    browser.post(f"/workspace/people/{kept.pk}/merge/", {"gone": str(gone.pk)})
    done = PersonMerge.objects.get()
    page = browser.get(f"/workspace/people/{kept.pk}/").content.decode()
    assert "Rohim Uddeen" in page
    assert browser.get(f"/workspace/people/{gone.pk}/").status_code == 404
    browser.post(f"/workspace/people/{kept.pk}/part/{done.pk}/")
    assert browser.get(f"/workspace/people/{gone.pk}/").status_code == 200


def test_people_elsewhere_are_not_there(event_type: RecordType, trainer: Any) -> None:
    mine = make_person(by=trainer)
    elsewhere = signed_in(make_trainer(event_type, make_office("JSR")))
    stranger = signed_in(make_user())
    for path in ("", "change/", "merge/"):
        assert elsewhere.get(f"/workspace/people/{mine.pk}/{path}").status_code == 404
        assert stranger.get(f"/workspace/people/{mine.pk}/{path}").status_code == 404
    assert mine.name_en not in elsewhere.get("/workspace/people/").content.decode()
    assert stranger.get("/workspace/people/").status_code == 404
    assert stranger.get("/workspace/people/add/").status_code == 404


def test_who_may_only_look_changes_nobody(event_type: RecordType, trainer: Any, office: Any) -> None:
    mine = make_person(by=trainer)
    reader = signed_in(make_trainer(event_type, office, actions=["view", "export"], scope="all"))
    assert reader.get(f"/workspace/people/{mine.pk}/").status_code == 200
    for path in ("add/", f"{mine.pk}/change/", f"{mine.pk}/merge/"):
        assert reader.get(f"/workspace/people/{path}").status_code == 404


def test_the_list_takes_few_queries_however_many_there_are(browser: Client, trainer: Any) -> None:
    from django.test.utils import CaptureQueriesContext

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert browser.get("/workspace/people/").status_code == 200
        return len(captured.captured_queries)

    make_person(by=trainer)
    first = queries()
    for _ in range(30):
        make_person(by=trainer)
    assert queries() <= first
