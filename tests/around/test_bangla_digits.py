"""Whoever designs forms in Bangla reads every number of ours in Bangla digits."""

import re
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils.translation import override
from wagtail.admin.ui.tables import Column

from tests.around.conftest import a_form_admin, address, signed_in, words
from tests.around.lists import a_list, paste
from tests.factories.forms import ask, document, page, publish


@pytest.fixture
def designer(db: None) -> Client:
    return signed_in(a_form_admin(language="bn"))


def test_a_reader_of_bangla_finds_every_number_of_the_home_in_bangla_digits(designer: Client) -> None:
    visit = publish(document(page("about", ask("name"), ask("age", "integer"))), key="visit").definition
    shown = words(designer.get(address("home", visit)))
    for said in ("সংস্করণ ১ চালু আছে", "২টি প্রশ্ন", "খসড়া ৩০ দিন রাখা হয়", "১টি সংস্করণ"):
        assert said in shown
    main = BeautifulSoup(designer.get(address("home", visit)).content, "html.parser").select_one("main")
    assert main
    assert not re.search("[0-9]", main.get_text())


def test_what_a_paste_would_do_is_counted_in_the_digits_of_the_reader(designer: Client) -> None:
    looked = words(
        paste(designer, a_list(), "\n".join(["english\tbangla", *["North\tউত্তর"] * 12, "x\t" + "x" * 301]))
    )
    assert "১২টি বিকল্প যোগ হবে। ইংরেজি লেখা থেকে ১২টি মান তৈরি হবে।" in looked
    assert "লাইন ১৪ (x):" in looked


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (12, "১২"),
        (date(2026, 11, 5), "০৫/১১/২০২৬"),
        (datetime(2026, 11, 5, 8, 30, tzinfo=UTC), "০৫/১১/২০২৬ ১৪:৩০"),
        ("CST-0012", "CST-0012"),
        (True, "True"),
        (None, ""),
    ],
)
def test_cells_of_registers_in_the_admin_too_but_for_texts(value: object, shown: str) -> None:
    with override("bn"):
        cell = Column("what").render_cell_html(SimpleNamespace(what=value), {"row": None, "table": None})
    assert BeautifulSoup(cell, "html.parser").get_text().strip() == shown
