"""Many records in little time: some hundred are made the ordinary way, then copied table by table inside the database.

The copies have ids and numbers of their own and the answers of their originals, so they are for reading only: what is
sealed in them is bound to the original and cannot be opened.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import connection, models
from django.utils import timezone

from forms_builder import schema
from forms_builder.logic import Moment, evaluate
from forms_builder.models import FormDefinition
from forms_builder.publishing import Installation
from forms_builder.schema import Choice, Compartment, Document, Page, Question, Required, Sensitivity
from registry import slots
from registry.models import Action, Grant, Office, Record, RecordIndex, RecordType, RecordValue, Scope
from registry.saving import Entry, add_records
from registry.sealing import questions_by_key

KEY = "bench_assessment"
BASE = 200
"""Records made the ordinary way."""
DISTRICTS = ("dhaka",) * 8 + ("jashore",) * 7 + ("khulna", "sylhet", "rangpur", "bogura", "feni")
RISKS = ("low",) * 10 + ("medium",) * 6 + ("high",) * 3 + ("critical",)
TOPICS = ("law", "health", "school", "shelter")
WORDS = ("river", "market", "station", "school", "bridge", "garden", "harbour", "mill")
COPY_DIGITS = 8
LAST_COPY = 16**COPY_DIGITS - 1
"""Copies are numbered down from here: ids that end in noughts look like telephone numbers to whoever searches files."""


@dataclass(frozen=True, slots=True)
class World:
    """A type with records, an office, and somebody who may do everything with them."""

    record_type: RecordType
    user: Any
    office: Office


def form() -> Document:
    """Sixty questions, eight of them filterable, a note of several lines among them, and a sealed name."""
    asked = [
        _choice("district", tuple(dict.fromkeys(DISTRICTS)), filterable=True, listed=True),
        _choice("risk", ("low", "medium", "high", "critical"), filterable=True, listed=True),
        _choice("topics", TOPICS, kind="choose_many", filterable=True),
        _ask("visit_date", "date", filterable=True, listed=True),
        _ask("next_visit", "date", filterable=True),
        _ask("age", "integer", filterable=True, listed=True),
        _ask("visits", "integer", filterable=True),
        _ask("case_no", "text", filterable=True, listed=True),
        _ask("full_name", "text", sensitivity=Sensitivity.CONFIDENTIAL, compartment=Compartment.IDENTITY),
        *(_ask(f"note_{number}", "long_text") for number in range(3)),
        *(_ask(f"word_{number}", "text") for number in range(20)),
        *(_ask(f"number_{number}", "integer") for number in range(14)),
        *(_choice(f"choice_{number}", ("yes", "no", "unknown")) for number in range(14)),
    ]
    page = Page(id="page", key="page", label=_both("page"), items=tuple(asked))
    return Document(title=_both("Assessment"), pages=(page,))


def sheet() -> Document:
    """Twelve questions as of an attendance sheet, six of them filterable, and a sealed name."""
    asked = [
        _choice(
            "district", tuple(dict.fromkeys(DISTRICTS)), filterable=True, listed=True, required=Required.YES
        ),
        _choice("risk", ("low", "medium", "high", "critical"), filterable=True),
        _ask("visit_date", "date", filterable=True, listed=True, required=Required.YES),
        _ask("age", "integer", filterable=True, check=". > 0 and . < 120"),
        _ask("visits", "integer", filterable=True),
        _ask("case_no", "text", filterable=True, listed=True, required=Required.YES),
        _ask("full_name", "text", sensitivity=Sensitivity.CONFIDENTIAL, compartment=Compartment.IDENTITY),
        *(_ask(f"word_{number}", "text") for number in range(3)),
        *(_choice(f"choice_{number}", ("yes", "no", "unknown")) for number in range(2)),
    ]
    page = Page(id="page", key="page", label=_both("page"), items=tuple(asked))
    return Document(title=_both("Attendance"), pages=(page,))


def prepare(count: int, key: str = KEY, document: Document | None = None) -> World:
    """A type with `count` records, to the next multiple of `BASE`; made once under its key."""
    office, _made = Office.objects.get_or_create(
        key="bench", defaults={"code": "BNC", "name_en": "Bench", "name_bn": "মাপ"}
    )
    record_type, user = _type(key, document or form()), _user(key)
    _grant(user, record_type)
    world = World(record_type, user, office)
    if Record.objects.filter(type=record_type).exists():
        return world
    base = min(BASE, count)
    add_records([entry(world, number) for number in range(base)])
    if count > base:
        multiply(record_type, -(-count // base) - 1)
    # As PostgreSQL's server does by itself; an installation on SQLite has no statistics.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return world


def multiply(record_type: RecordType, copies: int) -> None:
    """Copy every record of the type so many times, with its index row and value rows. Ids are those of the originals with
    the number of the copy in place of their last signs.
    """
    if copies > LAST_COPY:
        raise ValueError("So many copies cannot be told apart.")
    for model, own in ((Record, "id"), (RecordIndex, "record_id"), (RecordValue, "record_id")):
        _copy(model, own, record_type.pk, copies)


def answers(number: int) -> dict[str, Any]:
    """Visibly made-up answers, different from one record to the next."""
    day = date(2025, 1, 1) + timedelta(days=number * 7 % 540)
    found: dict[str, Any] = {
        "district": DISTRICTS[number * 3 % len(DISTRICTS)],
        "risk": RISKS[number * 7 % len(RISKS)],
        "topics": list(TOPICS[: 1 + number % 3]),
        "visit_date": day.isoformat(),
        "next_visit": (day + timedelta(days=30)).isoformat(),
        "age": 8 + number % 10,
        "visits": number % 40,
        "case_no": f"C-{number:06}",
        "full_name": f"Example Child {number}",
    }
    found |= {
        f"note_{one}": f"{WORDS[number % 8]} and some more words, একটি বাংলা নোট " * 5 for one in range(3)
    }
    found |= {f"word_{one}": f"{WORDS[(number + one) % 8]} {number}" for one in range(20)}
    found |= {f"number_{one}": number * one % 1_000 for one in range(14)}
    return found | {f"choice_{one}": ("yes", "no", "unknown")[(number + one) % 3] for one in range(14)}


def entry(world: World, number: int) -> Entry:
    version = world.record_type.form.live_version
    if version is None:
        raise RuntimeError("The form is not live.")
    asked = questions_by_key(version.parsed)
    given = {key: answer for key, answer in answers(number).items() if key in asked}
    result = evaluate(version.program, given, Moment(timezone.localtime()))
    return Entry(
        record_type=world.record_type,
        version=version,
        answers=result.answers,
        by=world.user,
        office=world.office,
    )


def _copy(model: type[models.Model], own: str, type_id: int, copies: int) -> None:
    quote, table = connection.ops.quote_name, model._meta.db_table
    columns = [str(field.column) for field in model._meta.concrete_fields]
    if own != "id" and columns[0] == "id":
        columns = columns[1:]  # given by the database
    made = [_copied(quote(column), column, own) for column in columns]
    names = ", ".join(map(quote, columns))
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE copies(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copies WHERE n < %s) "  # noqa: S608 - names from our models
            f"INSERT INTO {quote(table)} ({names}) "
            f"SELECT {', '.join(made)} FROM {quote(table)} CROSS JOIN copies WHERE type_id = %s",
            [copies, type_id],
        )


def _copied(quoted: str, column: str, own: str) -> str:
    """A column of a copy: the id and the number are new, all else is the original's."""
    if column == own:
        if connection.vendor == "postgresql":
            number = f"lpad(to_hex({LAST_COPY} - n), {COPY_DIGITS}, '0')"
            return f"(left({quoted}::text, {36 - COPY_DIGITS}) || {number})::uuid"
        return f"substr({quoted}, 1, {32 - COPY_DIGITS}) || printf('%%0{COPY_DIGITS}x', {LAST_COPY} - n)"
    return f"{quoted} || '.' || n" if column == "reference" else quoted


def _type(key: str, document: Document) -> RecordType:
    definition, _made = FormDefinition.objects.get_or_create(key=key, defaults={"live": False})
    if definition.live_version is None:
        definition.document = schema.to_json(document)
        definition.publish(definition.save_revision(), behalf=Installation("bench"))
        definition.refresh_from_db()
    asked = questions_by_key(document)
    record_type, _made = RecordType.objects.get_or_create(
        key=key,
        defaults={
            "name_en": "Assessments",
            "name_bn": "মূল্যায়ন",
            "id_pattern": f"{key.upper()}-{{counter:06}}",
            "form": definition,
            "statuses": [{"value": "open", "en": "Open", "bn": "খোলা"}],
            "list_keys": [key for key, one in asked.items() if one.listed],
            "filter_keys": [key for key, one in asked.items() if one.filterable],
        },
    )
    slots.allocate(record_type)
    return record_type


def _user(key: str) -> Any:
    model = get_user_model()
    email = f"{key.replace('_', '.')}@demo.invalid"
    found = model.objects.filter(email=email).first()
    return found or model.objects.create_user(email, None, full_name="Example Measurer", language="en")


def _grant(user: Any, record_type: RecordType) -> None:
    group, _made = Group.objects.get_or_create(name=f"Measures {record_type.key}")
    user.groups.add(group)
    Grant.objects.update_or_create(
        group=group,
        record_type=record_type,
        scope=Scope.ALL,
        defaults={
            "actions": list(Action.values),
            "tier": "R",
            "compartments": ["identity", "location", "clinical", "legal"],
        },
    )


def _ask(key: str, kind: str, **more: Any) -> Question:
    return Question(id=key, key=key, type=kind, label=_both(key), **more)


def _choice(key: str, values: tuple[str, ...], kind: str = "choose_one", **more: Any) -> Question:
    offered = tuple(Choice(value=value, label=_both(value)) for value in values)
    return _ask(key, kind, choices=offered, **more)


def _both(text: str) -> dict[str, str]:
    return {"en": text.capitalize(), "bn": f"{text} (বাংলা)"}
