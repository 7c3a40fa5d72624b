"""Rows that are evidence: neither the code nor the database lets them change."""

import pytest
from django.db import DatabaseError, connection, transaction

from forms_builder import insert_only
from forms_builder.insert_only import WrittenOnce
from forms_builder.models import FormDefinition, FormVersion

pytestmark = pytest.mark.django_db


@pytest.fixture
def version() -> FormVersion:
    definition = FormDefinition.objects.create(key="demo")
    return FormVersion.objects.create(definition=definition, number=1, document={}, sha256="0" * 64, order=[])


def test_a_version_cannot_be_saved_again(version: FormVersion) -> None:
    version.number = 2
    with pytest.raises(WrittenOnce):
        version.save()


def test_a_version_cannot_be_deleted(version: FormVersion) -> None:
    with pytest.raises(WrittenOnce):
        version.delete()


def test_versions_cannot_be_changed_or_deleted_together(version: FormVersion) -> None:
    with pytest.raises(WrittenOnce):
        FormVersion.objects.update(number=2)
    with pytest.raises(WrittenOnce):
        FormVersion.objects.all().delete()


@pytest.mark.parametrize(
    "statement", ["UPDATE forms_builder_formversion SET number = 9", "DELETE FROM forms_builder_formversion"]
)
def test_the_database_itself_refuses(version: FormVersion, statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match=insert_only.MESSAGE),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert FormVersion.objects.get().number == 1


def test_every_evidence_table_has_its_triggers() -> None:
    assert {"forms_builder_formversion", "registry_recordrevision", "registry_accessevent"} <= set(
        insert_only.tables()
    )
    assert insert_only.missing_triggers(connection) == []


def test_a_lost_trigger_is_noticed_and_put_back() -> None:
    on = " ON forms_builder_formversion" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER forms_builder_formversion_no_update{on}")
    (error,) = insert_only.check_triggers(databases=["default"])
    assert "forms_builder_formversion" in error.msg
    insert_only.install(using="default")
    assert insert_only.missing_triggers(connection) == []
