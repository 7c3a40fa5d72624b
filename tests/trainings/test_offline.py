"""Entries made without a network: sealed on the device, opened for their person only, taken once, decided where needed."""

import base64
import json
import secrets
from typing import Any
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.test import Client

from registry.models import Record, RecordType
from tests.factories.trainings import make_event, make_person, make_trainer
from tests.security.scanning import places
from tests.trainings.conftest import signed_in
from trainings.models import Mark, OfflineEntry, Participant, Person, Session
from trainings.offline.keys import CURVE, INFO, key_of
from trainings.sheets import columns, marking, roster
from trainings.sheets.opening import OpenSheet, open_sheet


@pytest.fixture
def event(event_type: RecordType, trainer: Any, office: Any) -> Record:
    return make_event(event_type, trainer, office)


@pytest.fixture
def session(opened: OpenSheet) -> Session:
    return opened.sheet.sessions.all()[0]


@pytest.fixture
def row(opened: OpenSheet, trainer: Any) -> Participant:
    return roster.add(trainer, opened, make_person("Example Official", by=trainer))


def sealed(user: Any, sheet: UUID, entry: dict[str, Any], pk: UUID | None = None) -> dict[str, str]:
    """What the browser of this person would keep: sheet-queue.js in Python."""
    pk, key = pk or uuid4(), key_of(user)
    mine = ec.generate_private_key(CURVE)
    shared = mine.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, bytes(key.public)))
    secret = HKDF(hashes.SHA256(), 32, salt=None, info=INFO).derive(shared)
    nonce, bound = secrets.token_bytes(12), f"{sheet}|{pk}|{key.pk}".encode()
    text = AESGCM(secret).encrypt(nonce, json.dumps(entry).encode() + b"  ", bound)
    point = mine.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return {"id": str(pk), "key": str(key.pk), "sealed": base64.b64encode(point + nonce + text).decode()}


def send(client: Client, event: Record, *entries: dict[str, str], session: int = 0) -> Any:
    body = json.dumps({"session": session, "entries": list(entries)})
    return client.post(f"/workspace/events/{event.pk}/sheet/queue/", body, content_type="application/json")


def tap(session: Session, row: Participant, state: str = "p", seen: str = "") -> dict[str, Any]:
    return {"kind": "mark", "session": session.pk, "participant": str(row.pk), "state": state, "seen": seen}


def somebody(session: Session, **fields: str) -> dict[str, Any]:
    return {"kind": "person", "session": session.pk, "state": "p", "fields": list(fields.items())}


def test_marks_are_taken_and_what_is_sent_twice_counts_once(
    browser: Client, event: Record, session: Session, row: Participant, trainer: Any
) -> None:
    entries = [
        sealed(trainer, event.pk, tap(session, row)),
        sealed(trainer, event.pk, tap(session, row, "l", "p")),
    ]
    answer = send(browser, event, *entries, session=session.pk).json()
    assert answer["states"] == {str(row.pk): "l"}
    assert not answer["reload"]
    again = send(browser, event, *entries, session=session.pk).json()
    assert again["done"] == answer["done"]
    assert Mark.objects.get().state == "l"
    assert OfflineEntry.objects.count() == 2


def test_what_is_somebody_elses_stays_on_the_device(
    browser: Client, event: Record, session: Session, row: Participant, event_type: RecordType, office: Any
) -> None:
    other = make_trainer(event_type, office)
    answer = send(browser, event, sealed(other, event.pk, tap(session, row))).json()
    assert (answer["done"], answer["foreign"]) == ([], 1)
    assert not Mark.objects.exists()
    assert send(signed_in(other), event, sealed(other, event.pk, tap(session, row))).json()["done"]
    assert Mark.objects.exists()


def test_an_entry_opens_for_its_own_sheet_only_and_not_when_it_was_changed(
    browser: Client, event: Record, session: Session, row: Participant, trainer: Any
) -> None:
    elsewhere = sealed(trainer, uuid4(), tap(session, row))
    changed = sealed(trainer, event.pk, tap(session, row)) | {"id": str(uuid4())}
    nonsense = sealed(trainer, event.pk, {"kind": "mark", "session": "all"})
    answer = send(browser, event, elsewhere, changed, nonsense).json()
    assert len(answer["done"]) == 3  # gone from the device, told as lost
    assert not Mark.objects.exists()
    assert not OfflineEntry.objects.exists()
    assert (
        "3 entries could not be read" in browser.get(f"/workspace/events/{event.pk}/sheet/").content.decode()
    )


@pytest.mark.parametrize("body", ["", "[]", '{"entries": [{}]}', '{"entries": [{"id": 1}]}', "\x00"])
def test_what_no_page_of_ours_sends_is_refused(browser: Client, event: Record, body: str) -> None:
    address = f"/workspace/events/{event.pk}/sheet/queue/"
    assert browser.post(address, body, content_type="application/json").status_code == 400


def test_a_clash_waits_for_a_decision(
    browser: Client,
    event: Record,
    opened: OpenSheet,
    session: Session,
    row: Participant,
    trainer: Any,
    event_type: RecordType,
    office: Any,
) -> None:
    other = make_trainer(event_type, office, account={"full_name": "Example Colleague"})
    marking.mark(other, opened, session, [marking.Cell(row.pk, "a", "")])
    pks = [uuid4(), uuid4()]
    sent = [sealed(trainer, event.pk, tap(session, row), pk) for pk in pks]
    assert send(browser, event, *sent, session=session.pk).json()["reload"]
    page = browser.get(f"/workspace/events/{event.pk}/sheet/").content.decode()
    assert "Example Colleague marked “Absent” meanwhile, you “Present”" in page
    assert (
        "Example Colleague marked"
        not in signed_in(other).get(f"/workspace/events/{event.pk}/sheet/").content.decode()
    )
    address = f"/workspace/events/{event.pk}/sheet/queue/{{}}/"
    assert signed_in(other).post(address.format(pks[0]), {"do": "mine"}).status_code == 404
    browser.post(address.format(pks[1]), {"do": "drop"})
    assert Mark.objects.get().state == "a"
    browser.post(address.format(pks[0]), {"do": "mine"})
    assert Mark.objects.get().state == "p"
    assert not OfflineEntry.objects.filter(outcome="open").exists()
    assert browser.post(address.format(pks[0]), {"do": "drop"}).status_code == 404


def test_somebody_new_is_added_with_what_the_sheet_asks(
    browser: Client, event: Record, session: Session, opened: OpenSheet, trainer: Any
) -> None:
    pk = uuid4()
    person = sealed(trainer, event.pk, somebody(session, name_bn="রহিমা উদাহরণ", phone="০১৭০০০০০০০৪"), pk)
    more = {
        "kind": "row",
        "participant": f"new:{pk}",
        "fields": [["p_room", "Example room"], ["p_first", ""]],
    }
    send(browser, event, person, sealed(trainer, event.pk, more))
    added = Participant.objects.get()
    assert added.person is not None
    assert (added.person.name_bn, added.person.phone) == ("রহিমা উদাহরণ", "+8801700000004")
    assert columns.answers_of(added) == {"p_room": "Example room"}
    assert Mark.objects.get().state == "p"
    assert places(["1700000004"]) == {}


def test_whoever_may_be_known_is_asked_about(
    browser: Client, event: Record, session: Session, trainer: Any
) -> None:
    known = make_person("Rahim Uddin")
    sure = make_person("Salma Example", phone="+8801700000009")
    pk, other = uuid4(), uuid4()
    send(
        browser,
        event,
        sealed(trainer, event.pk, somebody(session, name_en="Rohim Uddin"), pk),
        sealed(trainer, event.pk, somebody(session, name_en="Rohim Uddin", designation="Clerk"), other),
        sealed(trainer, event.pk, somebody(session, name_en="Salma Example", phone="01700000009")),
    )
    assert [one.person for one in Participant.objects.all()] == [sure]
    page = browser.get(f"/workspace/events/{event.pk}/sheet/").content.decode()
    assert f'value="{known.pk}"' in page
    address = f"/workspace/events/{event.pk}/sheet/queue/{{}}/"
    browser.post(address.format(pk), {"do": str(known.pk)})
    browser.post(address.format(other), {"do": "new"})
    assert {one.person for one in Participant.objects.all()} == {
        sure,
        known,
        Person.objects.get(designation="Clerk"),
    }
    assert Mark.objects.filter(state="p").count() == 3


def test_an_answer_that_stands_is_not_written_over_unseen(
    browser: Client, event: Record, opened: OpenSheet, row: Participant, trainer: Any
) -> None:
    columns.save_row(opened, row, {"p_room": "Their room"}, {})
    pk = uuid4()
    mine = {
        "kind": "row",
        "participant": str(row.pk),
        "fields": [["p_room", "My room"], ["p_email", "no address"]],
    }
    send(browser, event, sealed(trainer, event.pk, mine))
    mine["fields"] = [["p_room", "My room"]]
    send(browser, event, sealed(trainer, event.pk, mine, pk))
    row.refresh_from_db()
    assert columns.answers_of(row)["p_room"] == "Their room"
    assert OfflineEntry.objects.filter(outcome="open").count() == 2
    browser.post(f"/workspace/events/{event.pk}/sheet/queue/{pk}/", {"do": "mine"})
    row.refresh_from_db()
    assert columns.answers_of(row)["p_room"] == "My room"


def test_after_the_sheet_has_closed_it_is_told_and_nothing_is_lost(
    browser: Client, event_type: RecordType, trainer: Any, office: Any
) -> None:
    event = make_event(event_type, trainer, office, ago=20)
    opened = open_sheet(trainer, event.pk)
    session = opened.sheet.sessions.all()[0]
    send(browser, event, sealed(trainer, event.pk, somebody(session, name_en="Example Late")))
    assert OfflineEntry.objects.get().outcome == "open"
    page = browser.get(f"/workspace/events/{event.pk}/sheet/").content.decode()
    assert "Example Late" in page
    assert "The sheet is closed" in page
    assert not Person.objects.exists()


def test_the_page_that_stays_on_the_device_names_nobody(
    browser: Client, event: Record, row: Participant, event_type: RecordType, office: Any
) -> None:
    page = browser.get(f"/workspace/events/{event.pk}/sheet/offline/").content.decode()
    assert "Example Official" not in page
    assert "Example training" not in page
    assert event.reference not in page
    assert "csrfmiddlewaretoken" not in page
    manifest = browser.get(f"/workspace/events/{event.pk}/sheet/app.webmanifest").json()
    assert manifest["scope"] == manifest["start_url"] == f"/workspace/events/{event.pk}/sheet/"
    assert (
        Client()
        .get("/workspace/events/sheet-worker.js")
        .headers["Content-Type"]
        .startswith("text/javascript")
    )
    reader = signed_in(make_trainer(event_type, office, actions=["view"]))
    assert reader.get(f"/workspace/events/{event.pk}/sheet/offline/").status_code == 404
    assert reader.post(f"/workspace/events/{event.pk}/sheet/queue/").status_code == 404


def test_a_sheet_that_names_by_chosen_names_is_never_offline(
    trainer: Any, event: Record, opened: OpenSheet, event_type: RecordType, office: Any
) -> None:
    opened.sheet.restricted = True
    opened.sheet.save()
    insider = signed_in(make_trainer(event_type, office, tier="R"))
    # keep_sessions is not run again: the sheet stays restricted for this request
    assert insider.get(f"/workspace/events/{event.pk}/sheet/offline/").status_code == 404
    assert "data-offline" not in insider.get(f"/workspace/events/{event.pk}/sheet/").content.decode()


def test_the_private_key_lies_sealed(trainer: Any) -> None:
    key = key_of(trainer)
    assert key_of(trainer) == key
    assert places([key.opened()["private"][60:120]]) == {}
