"""Signing a record: who may, what is locked by it, what is added afterwards, and how it is unlocked."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission

from forms_builder.filling.handlers import Refused as NotSent
from forms_builder.filling.sending import Sender, send
from registry import signing
from registry.events import Refused
from registry.history import verify_chain
from registry.models import AccessEvent, Action, Record, RecordEvent, RecordType
from registry.opening import NotVisible
from tests.factories.forms import ask, document, make_user, page
from tests.factories.registry import begin, change_record, grant, make_record, make_type, make_worker, type_in
from tests.factories.workflows import make_role
from tests.support.pdf_text import Pdf
from tests.workflow.conftest import World
from tests.workflow.test_task_pages import as_person
from tests.workflow.test_task_pages import page as page_of

pytestmark = pytest.mark.django_db
SIGNING = {"signing": {"countersign": ["supervisor"], "compartment": "clinical"}}


class Notes:
    """A kind of record that is signed, its author, a colleague and a supervisor."""

    def __init__(self, world: World) -> None:
        self.world = world
        form = document(page("note", ask("text", "long_text", sensitivity="R", compartment="clinical")))
        self.kind: RecordType = make_type(form, key="note", casework=SIGNING)
        edits = [Action.VIEW, Action.CREATE, Action.EDIT]
        self.author, self.colleague = (
            make_worker(self.kind, world.office, scope="office", actions=edits) for _ in range(2)
        )
        self.supervisor = make_worker(self.kind, world.office, scope="office")
        make_role("supervisor", self.supervisor)
        self.record = make_record(self.kind, {"text": "Calm today"}, by=self.author, office=world.office)
        self.address = f"/workspace/records/note/{self.record.pk}/"

    def fresh(self) -> Record:
        return Record.objects.select_related("type", "version").get(pk=self.record.pk)


@pytest.fixture
def notes(world: World) -> Notes:
    return Notes(world)


def signed(notes: Notes) -> Notes:
    signing.sign(notes.author, notes.record.pk, 1)
    return notes


def test_only_the_author_signs_and_only_what_they_read(notes: Notes) -> None:
    with pytest.raises(Refused, match="not yours"):
        signing.sign(notes.colleague, notes.record.pk, 1)
    change_record(notes.record, notes.colleague, text="Restless today")
    with pytest.raises(Refused, match="changed in the meantime"):
        signing.sign(notes.author, notes.record.pk, 1)
    signing.sign(notes.author, notes.record.pk, 2)
    with pytest.raises(Refused, match="not yours"):
        signing.sign(notes.author, notes.record.pk, 2)


def test_a_signature_stands_under_the_very_revision(notes: Notes) -> None:
    event = signing.sign(notes.author, notes.record.pk, 1)
    assert event.digest == notes.record.revisions.get(number=1).hash
    assert verify_chain(notes.fresh()) is None


def test_signing_locks_the_record_and_what_was_begun_before_is_refused_and_kept(notes: Notes) -> None:
    draft = begin(notes.colleague, "registry.edit", str(notes.record.pk))
    type_in(draft, text="Something else")
    text = page_of(notes.author, notes.address)
    assert "Sign and lock" in text
    client = as_person(notes.author)
    asked = client.get(f"{notes.address}sign/").content.decode()
    assert "nothing in it is changed" in asked
    for _press in range(2):
        done = client.post(f"{notes.address}sign/", {"seen": "1"}, follow=True).content.decode()
    assert "The record is locked now." in done
    assert f"{notes.address}change/" not in done
    with pytest.raises(NotSent, match="Your draft is kept"):
        send(draft.pk, Sender(notes.colleague, "en"))
    draft.refresh_from_db()
    assert client.get(f"{notes.address}sign/").status_code == 404


def test_a_second_person_countersigns_and_nobody_from_whom_anything_is_withheld(notes: Notes) -> None:
    signed(notes)
    half = make_worker(notes.kind, notes.world.office, scope="office", tier="C", compartments=[])
    make_role("supervisor", half)
    record, standing = notes.fresh(), signing.signatures_of(notes.fresh())
    assert not signing.may_countersign(half, record, standing)
    assert not signing.may_countersign(notes.author, record, standing)
    assert "Countersign" in page_of(notes.supervisor, notes.address)
    as_person(notes.supervisor).post(f"{notes.address}sign/", {"seen": "1"})
    assert f"Countersigned by {notes.supervisor}" in page_of(notes.author, notes.address)


def test_a_correction_is_an_addendum_shown_and_printed_with_its_author(notes: Notes) -> None:
    with pytest.raises(Refused, match="signed records"):
        signing.add(notes.author, notes.record.pk, "Too early")
    signed(notes)
    client = as_person(notes.author)
    assert (
        "This field is required" in client.post(f"{notes.address}addendum/", {"words": " "}).content.decode()
    )
    client.post(f"{notes.address}addendum/", {"words": "It was the evening, not the morning."})
    text = page_of(notes.colleague, notes.address)
    assert "It was the evening, not the morning." in text
    assert f"{notes.author}" in text.split("Addendum 1")[1][:400]
    printed = Pdf(as_person(notes.colleague).get(f"{notes.address}print/").content).text
    assert "It was the evening" in printed
    assert "Signed by" in printed
    assert notes.fresh().revision == 1


def test_an_addendum_is_sealed_and_read_only_by_who_reads_such_answers(notes: Notes) -> None:
    signed(notes)
    signing.add(notes.author, notes.record.pk, "MARKaddendum")
    assert b"MARKaddendum" not in bytes(RecordEvent.objects.get(kind="addendum").sealed)
    outside = make_worker(
        notes.kind, notes.world.office, scope="office", actions=[Action.VIEW], compartments=["identity"]
    )
    text = page_of(outside, notes.address)
    assert "MARKaddendum" not in text
    assert "Withheld: your role does not reach it." in text
    assert "MARKaddendum" not in Pdf(as_person(outside).get(f"{notes.address}print/").content).text
    before = AccessEvent.objects.filter(tiers__contains="R", user=notes.colleague).count()
    signing.addenda_of(notes.colleague, notes.fresh())
    assert AccessEvent.objects.filter(tiers__contains="R", user=notes.colleague).count() == before + 1


def test_unlocking_needs_a_reason_and_the_right_to_manage(notes: Notes) -> None:
    signed(notes)
    with pytest.raises(NotVisible):
        signing.unlock(notes.colleague, notes.record.pk, "Please")
    assert as_person(notes.author).get(f"{notes.address}unlock/").status_code == 404
    client = as_person(notes.supervisor)
    assert "This field is required" in client.post(f"{notes.address}unlock/", {"reason": ""}).content.decode()
    done = client.post(f"{notes.address}unlock/", {"reason": "Wrong child"}, follow=True).content.decode()
    assert "Wrong child" in done
    assert f"{notes.address}change/" in page_of(notes.author, notes.address)
    change_record(notes.fresh(), notes.author, text="Put right")
    signing.sign(notes.author, notes.record.pk, 2)
    kinds = list(notes.record.events.values_list("kind", flat=True))
    assert kinds == ["signed", "unlocked", "signed"]


def test_the_set_up_has_the_switch_and_keeps_the_rest_of_the_casework(world: World) -> None:
    make_role("supervisor")
    kind = make_type(document(page("p", ask("town"))), key="plain", casework={"attempts": True})
    admin = make_user()
    names = ("view_recordtype", "change_recordtype")
    admin.user_permissions.set(Permission.objects.filter(codename__in=[*names, "access_admin"]))
    client = as_person(admin)
    address = f"/admin/registry/recordtype/edit/{kind.pk}/"
    assert "Records are signed and then locked" in client.get(address).content.decode()
    data: dict[str, Any] = {
        "name_bn": kind.name_bn,
        "name_en": kind.name_en,
        "id_pattern": kind.id_pattern,
        "statuses": "open | খোলা | Open",
        "icon": "form",
        "menu_order": "1",
        "active": "on",
        "form": kind.form_id,
        "signed": "on",
        "countersign": ["supervisor"],
        "addenda_about": "clinical",
    }
    answer = client.post(address, data)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    kind.refresh_from_db()
    assert kind.casework == {
        "attempts": True,
        "signing": {"countersign": ["supervisor"], "compartment": "clinical"},
    }
    client.post(address, {key: value for key, value in data.items() if key != "signed"})
    kind.refresh_from_db()
    assert kind.casework == {"attempts": True}


def test_a_record_of_another_type_is_never_signed(world: World) -> None:
    record = world.new_case()
    grant(world.worker, world.case)
    with pytest.raises(Refused):
        signing.sign(world.worker, record.pk, record.revision)
    assert "Signatures and addenda" not in page_of(world.worker, f"/workspace/records/case/{record.pk}/")
