"""The sheet's pages: without scripts and by single taps, adding people, and closed to whoever has no business there."""

from typing import Any

import pytest
from django.test import Client

from registry.models import AccessEvent, Record, RecordType
from tests.factories.registry import make_office
from tests.factories.trainings import make_event, make_person, make_trainer
from tests.support.queries import at_most
from tests.trainings.conftest import first, put_on, signed_in, state
from trainings.models import Mark
from trainings.sheets import marking, roster
from trainings.sheets.opening import OpenSheet, open_sheet

pytestmark = pytest.mark.django_db


def address(event: Record, rest: str = "") -> str:
    return f"/workspace/events/{event.pk}/sheet/{rest}"


def test_the_page_marks_without_scripts(
    browser: Client, event: Record, opened: OpenSheet, trainer: Any
) -> None:
    one, two, _three = put_on(opened, trainer)
    session = first(opened)
    page = browser.get(address(event, f"?session={session.pk}")).content.decode()
    assert page.count('type="radio" name="mark-') == 15
    posted = {
        "session": session.pk,
        f"seen-{one.pk}": "",
        f"mark-{one.pk}": "p",
        f"seen-{two.pk}": "",
        f"mark-{two.pk}": "",
    }
    answered = browser.post(address(event, "marks/"), posted, follow=True).content.decode()
    assert "1 mark was changed" in answered
    assert [state(who, session) for who in (one, two)] == ["p", ""]


def test_what_was_done_is_counted_in_the_digits_of_the_trainer(
    event: Record, opened: OpenSheet, trainer: Any
) -> None:
    (one,) = put_on(opened, trainer, 1)
    trainer.language = "bn"
    trainer.save()
    posted = {"session": first(opened).pk, f"seen-{one.pk}": "", f"mark-{one.pk}": "p"}
    answered = signed_in(trainer).post(address(event, "marks/"), posted, follow=True).content.decode()
    assert "১টি হাজিরা বদলেছে" in answered


def test_a_tap_is_answered_with_how_it_stands(
    browser: Client, event: Record, opened: OpenSheet, trainer: Any
) -> None:
    (someone,) = put_on(opened, trainer, 1)
    session = first(opened)
    posted = {"session": session.pk, f"seen-{someone.pk}": "", f"mark-{someone.pk}": "l"}
    answered = browser.post(address(event, "marks/"), posted, headers={"Accept": "application/json"}).json()
    assert answered["states"] == {str(someone.pk): "l"}
    posted[f"mark-{someone.pk}"] = "a"
    answered = browser.post(address(event, "marks/"), posted, headers={"Accept": "application/json"}).json()
    assert answered["states"] == {str(someone.pk): "l"}
    assert "marked “Late” meanwhile" in answered["clashes"][0]["text"]


@pytest.mark.parametrize(("do", "states"), [("everyone", "ppp"), ("rest_absent", "aaa")])
def test_the_rest_is_marked_at_once(
    browser: Client, event: Record, opened: OpenSheet, trainer: Any, do: str, states: str
) -> None:
    people = put_on(opened, trainer)
    session = first(opened)
    browser.post(address(event, "do/"), {"session": session.pk, "do": do})
    assert "".join(state(who, session) for who in people) == states
    browser.post(address(event, "do/"), {"session": session.pk, "do": "undo"})
    assert "".join(state(who, session) for who in people) == ""


def test_three_letters_offer_whom_one_has_met(
    browser: Client, event: Record, opened: OpenSheet, trainer: Any
) -> None:
    known = make_person("Shirin Example", by=trainer, designation="Inspector")
    make_person("Shirin Stranger")
    page = browser.get(address(event, "?add=shi")).content.decode()
    assert "Shirin Example" in page
    assert "Shirin Stranger" not in page
    browser.post(address(event, "add/"), {"person": str(known.pk)})
    assert [one.person for one in marking.participants_of(opened.sheet)] == [known]
    page = browser.get(address(event, "?add=shi")).content.decode()
    assert "Nobody found who is not on the sheet already" in page
    twice = browser.post(address(event, "add/"), {"person": str(known.pk)}, follow=True).content.decode()
    assert "on the sheet already" in twice


def test_a_stranger_is_added_by_whole_name_only(browser: Client, event: Record, opened: OpenSheet) -> None:
    stranger = make_person("Khaleda Example")
    assert (
        browser.post(address(event, "add/"), {"person": str(stranger.pk), "add": "Khal"}).status_code == 404
    )
    assert (
        browser.post(
            address(event, "add/"), {"person": str(stranger.pk), "add": "Khaleda Example"}
        ).status_code
        == 302
    )
    assert [one.person for one in marking.participants_of(opened.sheet)] == [stranger]


def test_somebody_new_comes_onto_the_sheet_and_a_duplicate_is_offered_instead(
    browser: Client, event: Record, opened: OpenSheet
) -> None:
    typed = {"name_en": "Rahim Uddin", "sex": "m", "age_band": "25_59", "disability": "n"}
    browser.post(address(event, "new/"), typed)
    (row,) = marking.participants_of(opened.sheet)
    known = make_person("Karim Uddin")
    refused = browser.post(address(event, "new/"), {**typed, "name_en": "Korim Uddin"})
    assert refused.status_code == 409
    assert str(known.pk) in refused.content.decode()
    browser.post(address(event, "add/"), {**typed, "name_en": "Korim Uddin", "person": str(known.pk)})
    assert [one.person for one in marking.participants_of(opened.sheet)] == [row.person, known]


def test_sixty_people_cost_no_more_queries_than_three(
    browser: Client, event: Record, opened: OpenSheet, trainer: Any
) -> None:
    roster.add_many(trainer, opened, [make_person(by=trainer) for _ in range(60)], "added")
    with at_most(32):
        page = browser.get(address(event)).content.decode()
    assert page.count("data-row=") == 60
    session = first(opened)
    with at_most(30):
        browser.post(address(event, "do/"), {"session": session.pk, "do": "everyone"})
    assert Mark.objects.filter(session=session, state="p").count() == 60


def test_seeing_the_names_is_noted(browser: Client, event: Record, opened: OpenSheet, trainer: Any) -> None:
    put_on(opened, trainer, 1)
    browser.get(address(event))
    assert AccessEvent.objects.filter(records=[str(event.pk)], tiers="C", action="view").exists()


def test_a_sheet_elsewhere_is_not_there(
    event: Record, event_type: RecordType, opened: OpenSheet, trainer: Any, office: Any
) -> None:
    put_on(opened, trainer, 1)
    session = first(opened)
    elsewhere = signed_in(make_trainer(event_type, make_office("JSR")))
    no_names = signed_in(make_trainer(event_type, office, tier="I", compartments=[]))
    for client in (elsewhere, no_names):
        assert client.get(address(event)).status_code == 404
        assert (
            client.post(address(event, "do/"), {"session": session.pk, "do": "everyone"}).status_code == 404
        )
        assert client.get(address(event, "paste/")).status_code == 404
    reader = signed_in(make_trainer(event_type, office, actions=["view"]))
    page = reader.get(address(event))
    assert page.status_code == 200
    assert 'type="radio"' not in page.content.decode()
    for rest in ("marks/", "do/", "add/"):
        assert reader.post(address(event, rest), {"session": session.pk, "do": "everyone"}).status_code == 404
    assert not Mark.objects.exists()


def test_the_events_list_leads_to_the_sheets_one_may_see(
    browser: Client, event: Record, event_type: RecordType
) -> None:
    assert event.reference in browser.get("/workspace/events/").content.decode()
    elsewhere = signed_in(make_trainer(event_type, make_office("JSR")))
    assert event.reference not in elsewhere.get("/workspace/events/").content.decode()


def test_the_records_page_offers_the_sheet(browser: Client, event: Record) -> None:
    page = browser.get(f"/workspace/records/{event.type.key}/{event.pk}/").content.decode()
    assert address(event) in page


def test_a_persons_page_tells_of_events_one_may_see(
    browser: Client, event: Record, opened: OpenSheet, trainer: Any, event_type: RecordType
) -> None:
    person = make_person("Rahim Example", by=trainer)
    roster.add(trainer, opened, person)
    elsewhere = make_trainer(event_type, make_office("JSR"))
    theirs = make_event(event_type, elsewhere, elsewhere.office_memberships.get().office, title="Not for you")
    roster.add(elsewhere, open_sheet(elsewhere, theirs.pk), person)
    page = browser.get(f"/workspace/people/{person.pk}/").content.decode()
    assert "Example training" in page
    assert "Not for you" not in page
