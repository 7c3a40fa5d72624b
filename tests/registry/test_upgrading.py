"""A record that was filled in with an older version of its form, opened for a change."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from forms_builder.filling import handlers
from forms_builder.filling.carried import changed_questions
from forms_builder.filling.sending import Sender, send
from forms_builder.schema import Document
from registry.models import Record, RecordType
from registry.sealing import KeyRing, open_record
from tests.factories.forms import ask, choices, document, page, publish, repeat
from tests.factories.registry import begin, make_office, make_record, make_type, make_worker, type_in
from tests.support.queries import at_most

pytestmark = pytest.mark.django_db

ANSWERS = {
    "town": "Example town",
    "colour": "red",
    "old": "Only in version one",
    "people": [{"_id": "a" * 12, "who": "Example person", "age": "40"}],
    "gone": [{"_id": "b" * 12, "what": "Example thing"}],
}


def first() -> Document:
    return document(
        page(
            "one",
            ask("town"),
            ask("colour", "choose_one", choices=choices("red", "blue")),
            ask("old"),
            repeat("people", ask("who"), ask("age")),
            repeat("gone", ask("what")),
        )
    )


def second(**more: Any) -> Document:
    return document(
        page(
            "one",
            ask("town", label="Home town"),
            ask("colour", "choose_one", choices=choices("blue")),
            repeat("people", ask("who")),
            ask("born"),
            **more,
        )
    )


@pytest.fixture
def kind(db: None) -> RecordType:
    return make_type(first(), key="visit")


@pytest.fixture
def worker(kind: RecordType) -> Any:
    return make_worker(kind, make_office("DHK"), scope="office")


@pytest.fixture
def record(kind: RecordType, worker: Any) -> Record:
    return make_record(kind, ANSWERS, by=worker)


def answers_of(record: Record) -> dict[str, Any]:
    stored = Record.objects.get(pk=record.pk)
    return open_record(stored, KeyRing.of(stored))


def told(worker: Any, record: Record) -> dict[str, list[str]]:
    assignment = handlers.get("registry.edit").assignment(worker, str(record.pk))
    assert assignment is not None
    with translation.override("en"):
        return {one.label: one.notes for one in changed_questions(assignment)}


def test_a_record_of_the_live_version_has_nothing_to_tell(worker: Any, record: Record) -> None:
    assert told(worker, record) == {}


def test_what_changed_is_told_before_anything_begins(worker: Any, record: Record, kind: RecordType) -> None:
    publish(second(), kind.form.key)
    assert told(worker, record) == {
        "Home town": ["It was answered under another text: “Town”."],
        "Colour": ["“Red” is no longer offered. It stays unless you choose another."],
        "Born": ["New question."],
        "Old": ["From an earlier version of the form. It stays with the record."],
        "Age": ["From an earlier version of the form. It stays with the record."],
        "What": ["From an earlier version of the form. It stays with the record."],
    }
    client = Client()
    client.force_login(worker)
    text = client.get(reverse("filling:start", args=["registry.edit", str(record.pk)])).content.decode()
    assert "This was filled in with version 1 of the form. You go on with version 2." in text
    assert "“Red” is no longer offered." in text


def test_the_change_is_made_under_the_new_version_and_no_answer_is_lost(
    worker: Any, record: Record, kind: RecordType
) -> None:
    publish(second(), kind.form.key)
    draft = begin(worker, "registry.edit", str(record.pk))
    type_in(draft, town="Another town", born="Example day")
    send(draft.pk, Sender(worker, "en"))
    after = Record.objects.select_related("version").get(pk=record.pk)
    assert after.version.number == 2
    assert answers_of(after) == {**ANSWERS, "town": "Another town", "born": "Example day"}


def test_an_old_answer_on_a_page_that_is_hidden_now_is_not_lost_either(
    worker: Any, record: Record, kind: RecordType
) -> None:
    publish(document(*second(show_if="1 = 2").pages, page("two", ask("other"))), kind.form.key)
    draft = begin(worker, "registry.edit", str(record.pk))
    type_in(draft, other="x")
    send(draft.pk, Sender(worker, "en"))
    kept = answers_of(record)
    assert (kept["old"], kept["gone"]) == (ANSWERS["old"], ANSWERS["gone"])


def test_nothing_is_told_of_questions_somebody_may_not_see(kind: RecordType, record: Record) -> None:
    publish(document(page("one", ask("town"), ask("secret", sensitivity="R"))), kind.form.key)
    reader = make_worker(kind, record.office, scope="office", tier="I", compartments=[])
    assert "Secret" not in told(reader, record)


def test_the_record_shows_what_was_said_to_questions_that_went(
    worker: Any, record: Record, kind: RecordType
) -> None:
    publish(second(), kind.form.key)
    draft = begin(worker, "registry.edit", str(record.pk))
    type_in(draft, born="Example day")
    send(draft.pk, Sender(worker, "en"))
    client = Client()
    client.force_login(worker)
    with at_most(40):
        text = client.get(reverse("registry:record", args=[kind.key, record.pk])).content.decode()
    section = text[text.index("From an earlier version of the form") :]
    assert ANSWERS["old"] in section
    assert "Example thing" in section
    assert ANSWERS["old"] not in text[: text.index("From an earlier version of the form")]
