"""Which answers of a record are sealed, under which of its keys, and how the sealed bytes lie in one column.

Everything sealed of a record goes through here: its present answers and its revisions. Losing a record's key rows
makes both unreadable for ever; that is how a record is erased. The cipher itself is in `forms_builder.sealing`.
"""

import hashlib
import struct
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Q

from forms_builder import sealing, stored_json
from forms_builder.logic import ROW_ID
from forms_builder.models import SubmissionKey
from forms_builder.questions import types
from forms_builder.schema import Compartment, Document, Question, questions
from forms_builder.sealing import Binding, DataKey, SealingError
from registry.answers import Answers, is_rows
from registry.models import Record, RecordKey, RecordRevision

GENERAL = "general"
"""Compartment of sealed answers whose question names none, and of the open part of a revision."""

Parts = dict[str, dict[str, Any]]
"""Compartment → its answers."""
Questions = Mapping[str, Question]

BOX_FORMAT = b"\x01"
BOX_HEAD = struct.Struct(">BI")

DOCUMENTS = 256
"""Forms whose questions are kept by name."""
_questions: dict[int, tuple[Document, dict[str, Question]]] = {}
"""id of a document → the document itself, so that no other takes its id, and its questions."""


def questions_by_key(document: Document) -> dict[str, Question]:
    """A form's questions; found once for each document that the process has, which does not change."""
    known = _questions.get(id(document))
    if known is None or known[0] is not document:
        if len(_questions) >= DOCUMENTS:
            _questions.pop(next(iter(_questions)), None)
        known = document, {question.key: question for question, _ in questions(document)}
        _questions[id(document)] = known
    return dict(known[1])


def compartment_of(question: Question | None) -> str:
    """Name of the key that seals the question's answers."""
    if question is None or question.compartment is Compartment.NONE:
        return GENERAL
    return question.compartment.value


def is_sealed(question: Question | None) -> bool:
    """A key that no form knows any more is sealed: better too much than too little."""
    return question is None or types.of(question).is_sealed(question)


class Cut:
    """Cuts the answers of many records of one form: which key seals which question is looked up once."""

    def __init__(self, known: Questions) -> None:
        self.known = known
        self.places: dict[str, str] = {ROW_ID: ""}
        """Key of a question → its compartment; blank where its answers stay open."""

    def split(self, answers: Answers) -> tuple[dict[str, Any], Parts]:
        """The open answers, and the sealed ones by compartment; `join` puts them together again.

        Rows of repeats stay in the open part with their ids; those with something sealed are in its compartment too.
        """
        clear: dict[str, Any] = {}
        sealed: Parts = {}
        for key, answer in answers.items():
            place = self.places.get(key)
            if place is None:
                if key not in self.known and is_rows(answer):
                    clear[key] = self._split_rows(key, answer, sealed)
                    continue
                place = self._learn(key)
            if place:
                sealed.setdefault(place, {})[key] = answer
            else:
                clear[key] = answer
        return clear, sealed

    def _split_rows(self, key: str, rows: list[Answers], sealed: Parts) -> list[dict[str, Any]]:
        open_rows: list[dict[str, Any]] = []
        for row in rows:
            clear, inner = self.split(row)
            open_rows.append(clear)
            for compartment, part in inner.items():
                sealed.setdefault(compartment, {}).setdefault(key, []).append({ROW_ID: row[ROW_ID], **part})
        return open_rows

    def _learn(self, key: str) -> str:
        question = self.known.get(key)
        place = compartment_of(question) if is_sealed(question) else ""
        if question is not None:  # what no form knows may be rows the next time
            self.places[key] = place
        return place


def split(known: Questions, answers: Answers) -> tuple[dict[str, Any], Parts]:
    """Cut the answers of one record, as `Cut` does those of many."""
    return Cut(known).split(answers)


def join(clear: Answers, parts: Iterable[Answers]) -> dict[str, Any]:
    """Put the open answers and any of the sealed parts together; rows meet by their ids."""
    joined: dict[str, Any] = {key: join_rows(answer, ()) for key, answer in clear.items()}
    for part in parts:
        for key, answer in part.items():
            joined[key] = join_rows(joined[key], answer) if is_rows(joined.get(key)) else answer
    return joined


def join_rows(answer: Any, sealed_rows: Iterable[Answers]) -> Any:
    if not is_rows(answer):
        return answer
    more = {row[ROW_ID]: row for row in sealed_rows}
    return [join(row, [more[row[ROW_ID]]] if row.get(ROW_ID) in more else []) for row in answer]


def pack(box: Mapping[str, bytes]) -> bytes:
    """Compartment → sealed bytes as one value: format, then for each its name and bytes, each led by its length."""
    out = [BOX_FORMAT]
    for compartment, content in sorted(box.items()):
        name = compartment.encode("ascii")
        out += [BOX_HEAD.pack(len(name), len(content)), name, content]
    return b"".join(out)


def unpack(value: bytes | memoryview) -> dict[str, bytes]:
    """The inverse of `pack`; an empty value is an empty box. `SealingError` when it is no box."""
    value = bytes(value)
    if not value:
        return {}
    if value[:1] != BOX_FORMAT:
        raise SealingError("These bytes are not a box.")
    box: dict[str, bytes] = {}
    at = len(BOX_FORMAT)
    try:
        while at < len(value):
            name_length, length = BOX_HEAD.unpack_from(value, at)
            start = at + BOX_HEAD.size + name_length
            at = start + length
            box[value[start - name_length : start].decode("ascii")] = value[start:at]
    except (struct.error, UnicodeDecodeError) as error:
        raise SealingError("These bytes are not a box.") from error
    if at != len(value):
        raise SealingError("A box is cut off.")
    return box


@dataclass
class KeyRing:
    """A record's data keys by compartment, made when first needed."""

    record: Record
    keys: dict[str, DataKey]
    row: str = field(init=False)
    """The record's id, as what is sealed is bound to it."""

    def __post_init__(self) -> None:
        self.row = str(self.record.pk)

    @classmethod
    def of(cls, record: Record) -> "KeyRing":
        """The keys of a stored record: one query, unless they were prefetched."""
        return cls(record, {row.compartment: sealing.unwrap(bytes(row.wrapped)) for row in record.keys.all()})

    def key(self, compartment: str) -> DataKey:
        if compartment not in self.keys:
            self.keys[compartment] = sealing.new_data_key(compartment)
        return self.keys[compartment]

    def binding(self, compartment: str) -> Binding:
        return Binding(Record._meta.db_table, self.row, compartment)

    def revision_binding(self, number: int, compartment: str) -> Binding:
        return Binding(RecordRevision._meta.db_table, f"{self.row}/{number}", compartment)

    def rows(self, known: Collection[str] = ()) -> list[RecordKey]:
        """Rows to store, without the compartments that are stored already."""
        return [
            RecordKey(record=self.record, compartment=compartment, wrapped=key.wrapped)
            for compartment, key in self.keys.items()
            if compartment not in known
        ]


class Written(NamedTuple):
    """The answers of a record as JSON: the open ones, and the sealed ones by compartment. Written out once."""

    clear: str
    parts: Mapping[str, bytes]

    @classmethod
    def of(cls, clear: Answers, parts: Parts) -> "Written":
        return cls(
            stored_json.write(clear), {name: stored_json.write(part).encode() for name, part in parts.items()}
        )

    @property
    def compartments(self) -> set[str]:
        """Those that a record with a revision needs a key for."""
        return {GENERAL, *self.parts}


def seal_record(written: Written, ring: KeyRing) -> bytes:
    """The value of `Record.sealed`."""
    return pack({name: ring.key(name).seal(part, ring.binding(name)) for name, part in written.parts.items()})


def seal_revision(number: int, written: Written, ring: KeyRing) -> bytes:
    """The value of `RecordRevision.sealed`: everything is sealed, the open answers under the general key."""
    contents = {name: b'"sealed":' + part for name, part in written.parts.items()}
    clear = b'"open":' + written.clear.encode()
    contents[GENERAL] = contents[GENERAL] + b"," + clear if GENERAL in contents else clear
    return pack(
        {
            name: ring.key(name).seal(b"{" + content + b"}", ring.revision_binding(number, name))
            for name, content in contents.items()
        }
    )


def chained(previous_hash: str, sealed: bytes) -> str:
    """The hash of a revision: over the previous one's and its own sealed payload."""
    return hashlib.sha256(previous_hash.encode() + bytes(sealed)).hexdigest()


def open_record(record: Record, ring: KeyRing, wanted: Collection[str] | None = None) -> dict[str, Any]:
    """The answers of a record with the sealed ones of the wanted compartments; None for all.

    `SealingError` when something cannot be opened: a key row is gone, or bytes were changed.
    """
    box = unpack(record.sealed)
    parts = [
        _load(_stored(ring, name).open(sealed, ring.binding(name)))
        for name, sealed in box.items()
        if wanted is None or name in wanted
    ]
    return join(record.data, parts)


def open_revision(
    revision: RecordRevision, ring: KeyRing, wanted: Collection[str] | None = None
) -> dict[str, Any]:
    """The answers as they were after a revision, like `open_record`."""
    box = unpack(revision.sealed)
    contents = {
        name: _load(_stored(ring, name).open(sealed, ring.revision_binding(revision.number, name)))
        for name, sealed in box.items()
        if wanted is None or name in {GENERAL, *wanted}
    }
    clear = contents.get(GENERAL, {}).get("open", {})
    shown = [
        content.get("sealed", {}) for name, content in contents.items() if wanted is None or name in wanted
    ]
    return join(clear, shown)


def sealed_compartments(record: Record) -> set[str]:
    """Which compartments hold something, read off the box without opening it."""
    return set(unpack(record.sealed))


def erase(record: Record) -> None:
    """Delete the record's keys: what they sealed, its revisions and every backup of both included, is gone.

    So are the submissions that it was made and changed from. Its open answers stay; they are another rule's.
    """
    with transaction.atomic():
        record.keys.all().delete()
        made_from = Q(submission__record=record) | Q(submission__target=str(record.pk))
        SubmissionKey.objects.filter(made_from).delete()


def _stored(ring: KeyRing, compartment: str) -> DataKey:
    try:
        return ring.keys[compartment]
    except KeyError as error:
        raise SealingError(f"The record has no key for {compartment}.") from error


def _load(data: bytes) -> dict[str, Any]:
    loaded: dict[str, Any] = stored_json.read(data)
    return loaded
