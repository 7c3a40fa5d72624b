"""Plant marked answers everywhere they can go, then look for the marks in every column and file.

A new column, table or file that keeps a sealed answer in the clear fails here without this test being told of it.
"""

import base64
import logging
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from forms_builder.filling import drafts
from forms_builder.filling.payload import unseal
from forms_builder.filling.sending import Sender, send
from forms_builder.models import Attachment, Draft, Submission
from forms_builder.questions import attachments, types
from forms_builder.schema import questions
from registry.history import revisions
from registry.models import Record, RecordFile
from registry.query import RecordQuery, get_record, opened
from registry.sealing import KeyRing, open_record
from tests.factories.forms import ask, choices, document, page, repeat
from tests.factories.registry import begin, make_office, make_type, make_worker, type_in
from tests.security.scanning import disguises, places

pytestmark = pytest.mark.django_db(transaction=True)

PDF = "%PDF-1.4\n{}"


def sealed_form() -> Any:
    """Every type and sensitivity whose answers are sealed, at the top and in rows, and open ones beside them."""
    coded = choices("MARKcode1", "MARKcode2", "MARKcode3", "MARKcode4")
    return document(
        page(
            "p",
            ask("open_text", filterable=True, listed=True),
            ask("open_public", sensitivity="P"),
            ask("name", sensitivity="C", compartment="identity"),
            ask("story", "long_text", sensitivity="R", compartment="clinical"),
            ask("loose", "long_text", sensitivity="C"),
            ask("phone", "phone", sensitivity="C", compartment="location"),
            ask("number", "integer", sensitivity="R", compartment="legal"),
            ask("weight", "decimal", sensitivity="R", compartment="clinical"),
            ask("born", "date", sensitivity="R", compartment="identity"),
            ask("kind", "choose_one", sensitivity="R", compartment="legal", choices=coded),
            ask("kinds", "choose_many", sensitivity="R", compartment="legal", choices=coded),
            ask("shout", "calculated", calculate="concat(${name}, '-loud')", sensitivity="R"),
            ask("scan", "file", sensitivity="C", compartment="identity"),
            *more_types(coded),
            repeat(
                "rows",
                ask("open_row", filterable=True),
                ask("row_name", sensitivity="R", compartment="identity"),
            ),
        )
    )


def more_types(coded: Any) -> list[Any]:
    """The types whose answers have a shape of their own."""
    rows = [{"key": "one", "label": {"en": "One", "bn": "এক"}}]
    high = {"sensitivity": "R", "compartment": "clinical"}
    return [
        ask("mail", "email", **high),
        ask("address", "link", **high),
        ask("code", "barcode", **high),
        ask("worth", "money", **high),
        ask("at", "geopoint", **high),
        ask("since", "age_or_birth_date", **high),
        ask("agreed", "consent", settings={"statement": {"en": "I agree.", "bn": "রাজি।"}}, **high),
        ask("signed", "signature", **high),
        ask("order", "ranking", choices=coded, **high),
        ask("felt", "likert", choices=coded, **high),
        ask("table", "matrix", choices=coded, settings={"rows": rows}, **high),
    ]


@dataclass
class Marks:
    """Marked answers of one round; no two rounds share a mark."""

    number: int
    open: list[str] = field(default_factory=list)
    sealed: list[str] = field(default_factory=list)

    def secret(self, text: str) -> str:
        self.sealed.append(text)
        return text

    def answers(self) -> dict[str, Any]:
        n = self.number
        self.open = [f"MARKopen{n}text", f"MARKopen{n}public", f"MARKopen{n}row"]
        return {
            "open_text": self.open[0],
            "open_public": self.open[1],
            "name": self.secret(f"MARKname{n} চিহ্নিত নাম {n}"),
            "story": self.secret(f"MARKstory{n}\nwith a second line"),
            "loose": self.secret(f"MARKloose{n}"),
            "phone": self.secret(f"+88017000{n}{n}31{n}"),
            "number": int(self.secret(f"77310{n}88{n}4426")),
            "weight": self.secret(f"55{n}17{n}26.4{n}9"),
            "born": self.secret(f"190{n}-07-1{n}"),
            "kind": f"MARKcode{n}",
            "kinds": [f"MARKcode{n}"],
            "scan": self.file(),
            **self.more_answers(),
            "rows": [
                {
                    "_id": f"00000000000{n}",
                    "open_row": self.open[2],
                    "row_name": self.secret(f"MARKrow{n}name"),
                }
            ],
        }

    def more_answers(self) -> dict[str, Any]:
        n, code = self.number, f"MARKcode{self.number}"
        return {
            "mail": self.secret(f"mark{n}mail@example.org"),
            "address": self.secret(f"https://mark{n}link.example.org/"),
            "code": self.secret(f"MARK{n}BARCODE"),
            "worth": self.secret(f"6643{n}19{n}7.25"),
            "at": self.secret(f"23.71{n}6{n} 90.41{n}7{n}"),
            "since": {"value": self.secret(f"191{n}-03-2{n}")},
            "agreed": {"value": "yes", "by": self.secret(f"MARKagreed{n}"), "on": "2026-03-05"},
            "signed": self.secret(f"MARKsigned{n}"),
            "order": [code],
            "felt": code,
            "table": {"one": code},
        }

    def file(self) -> str:
        name = self.secret(f"MARKfile{self.number}name") + ".pdf"
        content = PDF.format(self.secret(f"MARKfile{self.number}content"))
        self.sealed.append(f"MARKname{self.number} চিহ্নিত নাম {self.number}-loud")
        return attachments.keep(SimpleUploadedFile(name, content.encode()), self.owner_id, "identity")

    owner_id: int = 0


@dataclass
class World:
    record: Record
    worker: Any
    open: list[str]
    sealed: list[str]


@pytest.fixture
def world() -> World:
    """A record made through a draft and changed through another; a third draft is still open."""
    record_type = make_type(sealed_form())
    worker = make_worker(record_type, make_office())
    rounds = [Marks(number, owner_id=worker.pk) for number in (1, 2, 3)]
    write(worker, "registry.new", record_type.key, rounds[0])
    record = Record.objects.get()
    write(worker, "registry.edit", str(record.pk), rounds[1])
    leave_open(worker, record, rounds[2])
    record = get_record(worker, record.pk)
    return World(
        record, worker, [m for one in rounds[:2] for m in one.open], [m for one in rounds for m in one.sealed]
    )


def write(worker: Any, purpose: str, target: str, marks: Marks) -> None:
    draft = begin(worker, purpose, target)
    type_in(draft, **marks.answers())
    send(draft.pk, Sender(worker, "en"))


def leave_open(worker: Any, record: Record, marks: Marks) -> None:
    """A draft with answers that are understood, and with one as it was typed."""
    draft = begin(worker, "registry.edit", str(record.pk))
    payload = unseal(draft)
    payload.answers |= marks.answers()
    payload.raw = {"p": {"name": [marks.secret(f"MARKraw{marks.number}typed")]}}
    drafts.save(draft, payload, "p")


def test_the_marks_are_where_they_belong(world: World) -> None:
    """Otherwise not finding them would prove nothing."""
    now = open_record(world.record, KeyRing.of(world.record))
    assert now["name"].startswith("MARKname2")
    assert now["shout"].endswith("-loud")
    assert now["kinds"] == ["MARKcode2"]
    assert (Submission.objects.count(), Draft.objects.filter(state=Draft.State.OPEN).count()) == (2, 1)
    assert (Attachment.objects.count(), RecordFile.objects.filter(record=world.record).count()) == (3, 2)
    assert [row.number for row in revisions(world.worker, world.record)] == [2, 1]


def test_every_type_that_can_be_sealed_is_in_the_form() -> None:
    asked = {question.type for question, _repeat in questions(sealed_form())}
    outside = {"place", "staff", "record", "organisation", "person"}
    of_the_same_kind = {"yes_no", "yes_no_unknown", "rating", "time", "datetime", "month", "note"}
    of_the_same_kind |= {"image", "audio", "video", "hidden", "score"}  # files, a text, a calculation
    assert {one.name for one in types} - outside - of_the_same_kind <= asked


def test_no_sealed_answer_can_be_read_in_any_column_or_file(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        opened(world.worker, world.record)
        RecordQuery(world.worker, world.record.type).page()
        revisions(world.worker, world.record)
    assert places(world.sealed) == {}
    assert "MARKname" not in caplog.text


def test_codes_of_the_highest_tier_are_with_the_form_only(world: World) -> None:
    """The choices stand in the form; which one was chosen stands nowhere."""
    found = places(["MARKcode2"])["MARKcode2"]
    tables = {place.partition(".")[0] for place in found if place.count(".") == 1 and "sqlite3" not in place}
    assert not {table for table in tables if table.startswith("registry_")}
    assert tables <= {
        "forms_builder_formdefinition",
        "forms_builder_formversion",
        "forms_builder_fieldledger",
        "wagtailcore_revision",
    }


def test_open_answers_are_found_so_the_search_works(world: World) -> None:
    found = places(world.open)
    assert {place for place in found["MARKopen2text"] if place.startswith("registry_")} == {
        "registry_record.data",
        "registry_recordindex.t1",
    }
    assert "registry_record.data" in found["MARKopen2public"]
    assert "registry_recordvalue.text" in found["MARKopen2row"]
    assert not [place for place in found.get("MARKopen1text", []) if place.startswith("registry_")]


def test_a_file_is_searched_too(settings: Any) -> None:
    stray = settings.NIRAPOD_HOME / "stray.bin"
    stray.write_bytes(b"\x00" + base64.b64encode(b"..MARKstray1file"))
    try:
        assert places(["MARKstray1file"]) == {"MARKstray1file": ["stray.bin"]}
    finally:
        stray.unlink()


@pytest.mark.parametrize("offset", range(4))
def test_the_search_knows_base64_hex_and_escaped_text(offset: int) -> None:
    text = "MARKname1 চিহ্নিত নাম 1"
    around = b"x" * offset + text.encode() + b"yy"
    for encoded in (
        base64.b64encode(around),
        base64.urlsafe_b64encode(around),
        around.hex().encode(),
        around,
    ):
        assert any(one in encoded for one in disguises(text))
    assert any(one in ascii({"a": text}).encode() for one in disguises(text))
