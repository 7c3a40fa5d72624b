"""The harness keeps its promises to tests that commit."""

import os

import pytest
from django.db import connection
from wagtail.models import Locale, Page

from forms_builder import insert_only

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("turn", ["first", "after another test was wiped"])
def test_what_migrations_made_is_there_for_every_test(turn: str) -> None:
    assert Page.get_first_root_node()
    Page.objects.all().delete()
    Locale.objects.all().delete()


@pytest.mark.parametrize("turn", ["first", "after another test was wiped"])
def test_insert_only_tables_are_guarded_in_every_test(turn: str) -> None:
    assert insert_only.tables()
    assert not insert_only.missing_triggers(connection)


def test_the_run_is_on_the_engine_it_says() -> None:
    wanted = "postgresql" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "sqlite"
    assert connection.vendor == wanted
