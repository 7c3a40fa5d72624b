"""Offices, record types, people with grants, and records made the real way: through `save_record`."""

from collections.abc import Iterable
from itertools import count
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone

from forms_builder.filling import drafts, handlers
from forms_builder.filling.handlers import Receipt
from forms_builder.filling.payload import unseal
from forms_builder.filling.sending import Sender, send
from forms_builder.logic import Moment, evaluate
from forms_builder.models import Draft, FormVersion
from forms_builder.schema import Document
from registry import access, slots
from registry.models import Action, Grant, Office, OfficeMembership, Record, RecordType, Scope
from registry.query import RecordQuery
from registry.saving import Entry, save_record
from registry.sealing import KeyRing, open_record
from tests.factories.forms import ask, choices, document, make_user, page, publish, repeat

_numbers = count(1)
EVERYTHING = tuple(Action)
COMPARTMENTS = ("identity", "location", "clinical", "legal")


def case_form() -> Document:
    """A form with an answer of every kind that matters here: open, coded, sealed, in rows, one of several."""
    return document(
        page(
            "about",
            ask("district", "choose_one", choices=choices("dhaka", "jashore", "khulna"), filterable=True),
            ask("visits", "integer", filterable=True),
            ask("met_on", "date", filterable=True),
            ask("venue", "text", filterable=True, listed=True),
            ask("topics", "choose_many", choices=choices("law", "health", "school"), filterable=True),
            ask("risk", "choose_one", choices=choices("low", "high"), filterable=True, sensitivity="C"),
            ask("full_name", "text", sensitivity="C", compartment="identity"),
            ask("alias", "text", sensitivity="R", compartment="identity", decline=True),
            ask("diagnosis", "long_text", sensitivity="R", compartment="clinical"),
            ask("remarks", "long_text", sensitivity="C"),
        ),
        page(
            "people",
            repeat(
                "contacts",
                ask("relation", "choose_one", choices=choices("aunt", "teacher"), filterable=True),
                ask("contact_name", "text", sensitivity="C", compartment="identity"),
            ),
        ),
    )


ANSWERS: dict[str, Any] = {
    "district": "dhaka",
    "visits": 3,
    "met_on": "2026-03-05",
    "venue": "Community hall",
    "topics": ["law", "health"],
    "risk": "high",
    "full_name": "Example Child",
    "alias": "Example Alias",
    "diagnosis": "Example finding",
    "remarks": "Example remark",
    "contacts": [
        {"_id": "000000000001", "relation": "aunt", "contact_name": "Example Aunt"},
        {"_id": "000000000002", "relation": "teacher"},
    ],
}


def make_office(code: str = "", **fields: Any) -> Office:
    code = code or f"O{next(_numbers)}"
    values = {"key": code.lower(), "name_en": f"Office {code}", "name_bn": f"{code} কার্যালয়", **fields}
    return Office.objects.create(code=code, **values)


def make_type(form: Document | FormVersion | None = None, **fields: Any) -> RecordType:
    """A record type with a published form and its slots."""
    number = next(_numbers)
    version = form if isinstance(form, FormVersion) else publish(form or case_form())
    values = {
        "key": f"type_{number}",
        "name_en": f"Type {number}",
        "name_bn": f"ধরন {number}",
        "id_pattern": f"T{number}-{{office}}-{{yy}}-{{counter:04}}",
        "statuses": [{"value": "open", "en": "Open", "bn": "খোলা"}],
        **fields,
    }
    record_type = RecordType.objects.create(form=version.definition, **values)
    slots.allocate(record_type, version)
    return record_type


def grant(
    user: Any,
    record_type: RecordType,
    actions: Iterable[str] = EVERYTHING,
    scope: Scope = Scope.ALL,
    tier: str = "R",
    compartments: Iterable[str] = COMPARTMENTS,
) -> Grant:
    """Let somebody do something, through a role of their own."""
    role = Group.objects.create(name=f"Role {next(_numbers)}")
    user.groups.add(role)
    access.forget(user)
    return Grant.objects.create(
        group=role,
        record_type=record_type,
        actions=list(actions),
        scope=scope,
        tier=tier,
        compartments=list(compartments),
    )


def work_in(user: Any, *offices: Office) -> None:
    OfficeMembership.objects.bulk_create(OfficeMembership(user=user, office=office) for office in offices)
    access.forget(user)


def make_worker(record_type: RecordType, *offices: Office, **rights: Any) -> Any:
    """Somebody with a grant for the type who works in these offices."""
    user = make_user()
    grant(user, record_type, **rights)
    work_in(user, *offices)
    return user


def make_record(record_type: RecordType, answers: dict[str, Any] | None = None, **more: Any) -> Record:
    """A record with these answers, or with all of `ANSWERS`, saved the way the wizard saves one."""
    version = more.pop("version", None) or record_type.form.live_version
    result = evaluate(version.program, ANSWERS if answers is None else answers, Moment(timezone.localtime()))
    if "by" not in more:
        more["by"] = make_user()
    more.setdefault("office", Office.objects.first() or make_office())
    return save_record(
        Entry(
            record_type=record_type, version=version, answers=result.answers, missing=result.missing, **more
        )
    )


def change_record(record: Record, by: Any, reason: str = "", **answers: Any) -> Record:
    """Change some answers of a record, starting from its present revision."""
    before = open_record(record, KeyRing.of(record))
    version = record.type.form.live_version
    result = evaluate(version.program, {**before, **answers}, Moment(timezone.localtime()))
    return save_record(
        Entry(
            record_type=record.type,
            version=version,
            answers=result.answers,
            missing=result.missing,
            by=by,
            record=record,
            base_revision=record.revision,
            reason=reason,
        )
    )


def begin(user: Any, purpose: str, target: str) -> Draft:
    """Begin to fill in, as the start page does."""
    assignment = handlers.get(purpose).assignment(user, target)
    assert assignment is not None
    return drafts.begin(user, purpose, target, assignment)


def type_in(draft: Draft, **answers: Any) -> None:
    """Answer some questions of a draft; None takes an answer away."""
    payload = unseal(draft)
    payload.answers = {
        key: answer for key, answer in {**payload.answers, **answers}.items() if answer is not None
    }
    drafts.save(draft, payload, "about")


def fill_in(user: Any, purpose: str, target: str, **answers: Any) -> Receipt:
    """Begin, answer and send."""
    draft = begin(user, purpose, target)
    type_in(draft, **answers)
    return send(draft.pk, Sender(user, "en"))


def numbers(query: RecordQuery, **how: Any) -> list[str]:
    """The first page of a list, each record by its number: T1-DHK-26-0003 → 3."""
    return [str(int(row.record.reference[-4:])) for row in query.page(**how).rows]
