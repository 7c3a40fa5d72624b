"""A file of records that is sent back as it was exported changes no record, whatever kinds of answers are in it."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.test import override_settings
from django.utils import translation

from forms_builder.schema import Question
from registry.exporting.columns import layout_of
from registry.exporting.csv_file import csv_chunks
from registry.exporting.outgoing import Outgoing
from registry.exporting.workbook import workbook_pieces
from registry.importing import store
from registry.importing.judging import Judge, Outcome
from registry.importing.mapping import REFERENCE, guess, questions_for
from registry.importing.reading import opened
from registry.importing.repeats import FOLDED, main_sheets, read_whole, repeat_named, repeats_of
from registry.models import Action, DataImport, Office, RecordType
from registry.packs import demo
from registry.query import RecordQuery
from tests.factories.registry import grant, make_worker
from tests.support.shared import shared

pytestmark = pytest.mark.django_db


@shared
def demo_records(applied_pack: None) -> None:
    with override_settings(DEBUG=True), translation.override("en"):
        call_command("pack", "apply", str(demo.DEMO_PACK), "--demo")


def exported(user: Any, record_type: RecordType, form: str) -> bytes:
    def allowed(_question: Question) -> bool:
        return True

    layout = layout_of(record_type.form, allowed)
    records = Outgoing(RecordQuery(user, record_type, Action.EXPORT), layout, "to send it back", None)
    return b"".join(workbook_pieces(records, []) if form == "xlsx" else csv_chunks(records))


def judged(user: Any, record_type: RecordType, content: bytes, language: str) -> Iterator[Any]:
    """What would become of each row, with the columns as they are guessed."""
    repeats = repeats_of(record_type)
    upload = opened(io.BytesIO(content), len(content))
    table = read_whole(upload, (main_sheets(upload, repeats) or [""])[0], repeats)
    batch = store.keep(user, record_type, table, language)
    mapping = guess(table.headings, questions_for(user, record_type))
    for number, heading in enumerate(table.headings):
        if heading.startswith(FOLDED):
            mapping[number] = repeat_named(heading.removeprefix(FOLDED), repeats)
    batch.mapping = {str(number): key for number, key in mapping.items()}
    batch.key, batch.mode = REFERENCE, DataImport.Mode.UPDATE
    judge = Judge(batch)
    for chunk in batch.chunks.all():
        yield from judge.judge(store.Store(batch).rows(chunk))


@pytest.mark.parametrize(("form", "language"), [("xlsx", "bn"), ("csv", "en")])
@pytest.mark.usefixtures("demo_records")
def test_records_of_every_kind_come_back_unchanged(form: str, language: str) -> None:
    seen = 0
    strange: list[str] = []
    types = list(RecordType.objects.filter(records__isnull=False).distinct().order_by("key"))
    user = make_worker(types[0], *Office.objects.all())
    for other in types[1:]:
        grant(user, other)
    for record_type in types:
        for verdict in judged(user, record_type, exported(user, record_type, form), language):
            seen += 1
            if verdict.outcome is not Outcome.SKIP or not verdict.record_id:
                strange.append(f"{record_type.key} {verdict.row}: {verdict.outcome} {verdict.wrong}")
    assert seen > 60
    assert "\n".join(strange) == ""
