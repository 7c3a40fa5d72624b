"""Files that are meant to hurt, or are no workbooks at all: refused by sheet, row and reason, quickly and small."""

import subprocess
import sys
import time
import tracemalloc
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from django.utils import translation

from forms_builder.xlsform import reading
from forms_builder.xlsform.report import Report
from tests.xlsform.workbooks import HEAD, repacked, sheet_xml, survey, workbook

SMALL = survey(["text", "a", "A"])
ROOT = Path(__file__).resolve().parents[2]
MEGABYTES = 256
MEASURED = """
from pathlib import Path
from forms_builder.xlsform.reading import check_file
report = check_file(Path({file!r}))
status = Path("/proc/self/status").read_text().split()
print(report.ok, report.questions, status[status.index("VmHWM:") + 1])
"""
"""A program of its own, so that only this workbook and what reads it count."""


SECONDS = 10
"""Of the processor, so that what else the machine does is no fault of ours."""


@pytest.fixture(autouse=True)
def within_time() -> Iterator[None]:
    began = time.process_time()
    yield
    assert time.process_time() - began < SECONDS


def check(content: bytes) -> Report:
    return reading.check_workbook(content, "Form")


def first(content: bytes) -> tuple[str, int, str]:
    report = check(content)
    assert not report.ok
    error = report.errors[0]
    return error.sheet, error.row, error.message


@pytest.mark.parametrize(
    "content",
    [b"", b"  \n", b"\x00\x01\x02\xff" * 50, b"PK\x03\x04nothing", b"\xd0\xcf\x11\xe0" + b"x" * 900],
)
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    assert first(content)[2]


@pytest.mark.parametrize("cut", [100, 1000, 3000])
def test_half_a_workbook_is_refused(cut: int) -> None:
    assert first(SMALL[:-cut])[2]


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert reading.check_file(tmp_path / "none.xlsx").errors
    assert reading.check_file(tmp_path).errors


def test_a_zip_bomb_is_refused() -> None:
    assert "tight" in first(repacked(SMALL, bomb=bytes(60 * 1024 * 1024)))[2]


def test_a_zip_with_very_many_parts_is_refused_before_they_are_listed() -> None:
    entry = b"PK\x01\x02" + bytes(42) + b"a"
    assert first(b"PK\x03\x04" + entry * 200_000)[2] == "The file holds more than 200 parts."


def test_a_large_unpacked_file_is_refused() -> None:
    assert "MB" in first(repacked(SMALL, bomb=bytes(101 * 1024 * 1024)))[2]


def test_an_entity_bomb_is_refused() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row>'
    assert "declaration" in first(repacked(SMALL, sheet=sheet_xml(rows, bomb)))[2]


def test_a_million_empty_rows_cost_nothing() -> None:
    head = '<row r="1"><c r="A1" t="inlineStr"><is><t>type</t></is></c><c r="B1" t="inlineStr"><is><t>name</t></is></c></row>'
    empty = "".join(f'<row r="{row}"/>' for row in range(2, 1_000_002))
    content = repacked(SMALL, sheet=sheet_xml(head + empty))
    began = time.process_time()
    check(content)
    assert time.process_time() - began < 8


def test_the_farthest_cell_costs_nothing_and_is_named() -> None:
    rows = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    content = repacked(SMALL, sheet=sheet_xml(rows))
    tracemalloc.start()
    sheet, row, message = first(content)
    assert tracemalloc.get_traced_memory()[1] < 20 * 1024 * 1024
    tracemalloc.stop()
    assert (sheet, row) == ("survey", 1048576)
    assert "columns" in message


@pytest.mark.parametrize("escape", ["_x0000_", "_x0007_", "_xD800_", "&#xD800;"])
def test_no_text_is_refused_where_it_stands(escape: str) -> None:
    rows = f'<row r="7"><c r="A7" t="inlineStr"><is><t>a{escape}b</t></is></c></row>'
    assert first(repacked(SMALL, sheet=sheet_xml(rows)))[:2] == ("survey", 7)


def test_nul_in_comma_separated_text_is_refused() -> None:
    assert first(b"type,name,label\ntext,a\0,A\n")[1] == 2


def test_too_long_a_cell_and_too_many_rows_are_refused() -> None:
    assert first(b"type,name,label\ntext,a," + b"x" * 40_000)[:2] == ("survey", 2)
    many = b"type,name,label\n" + b"".join(b"note,n%d,N\n" % number for number in range(20_001))
    assert first(many)[1] == 20_001


def test_a_limit_is_told_in_the_digits_of_the_reader() -> None:
    with translation.override("bn"):
        assert "৩২৭৬৭" in first(b"type,name,label\ntext,a," + b"x" * 40_000)[2]


def test_ten_thousand_choices_and_two_thousand_questions_are_read_in_little_memory(tmp_path: Path) -> None:
    choices: list[list[object]] = [["list_name", "name", "label"]]
    choices += [["places", f"p{number}", f"Place {number}"] for number in range(10_000)]
    rows: list[Sequence[object]] = [HEAD, ["select_one places", "place", "Place"]]
    rows += [["integer", f"q{number}", f"Question {number}"] for number in range(2_000)]
    file = tmp_path / "large.xlsx"
    file.write_bytes(workbook(survey=rows, choices=choices))
    measured = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", MEASURED.format(file=str(file))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    ok, questions, kilobytes = measured.stdout.split()
    assert (ok, questions) == ("True", "2001")
    assert int(kilobytes) < MEGABYTES * 1024


def test_a_long_list_in_very_many_questions_is_refused() -> None:
    choices: list[list[object]] = [["list_name", "name", "label"]]
    choices += [["places", f"p{number}", f"Place {number}"] for number in range(10_000)]
    rows: list[Sequence[object]] = [
        HEAD,
        *(["select_one places", f"q{number}", "Place"] for number in range(20)),
    ]
    assert first(workbook(survey=rows, choices=choices))[:2] == ("survey", 12)


def test_more_questions_than_can_be_judged_in_time_are_refused() -> None:
    assert first(survey(*(["text", f"q{number}", "Q"] for number in range(4_000))))[:2] == ("survey", 3_002)


def test_fifty_groups_in_each_other_are_read_and_one_more_refused() -> None:
    def nested(depth: int) -> bytes:
        begin: list[list[object]] = [["begin group", f"g{level}", "G"] for level in range(depth)]
        return survey(*begin, ["text", "a", "A"], *([["end group", "", ""]] * depth))

    assert check(nested(50)).ok
    assert first(nested(51))[:2] == ("survey", 52)


@pytest.mark.parametrize(
    ("rows", "row"),
    [
        ([["begin group", "g", "G"], ["text", "a", "A"]], 2),
        ([["end group", "", ""]], 2),
        ([["begin group", "g", "G"], ["text", "a", "A"], ["end repeat", "", ""]], 4),
        ([["text", "a", "A"], ["text", "a", "B"]], 3),
        ([["text", "a", "A"], ["hologram", "b", "B"]], 3),
        ([["text", "", "A"]], 2),
        ([["select_one nothing", "a", "A"]], 2),
    ],
)
def test_a_fault_in_the_survey_is_told_with_its_row(rows: list[list[object]], row: int) -> None:
    assert first(survey(*rows))[:2] == ("survey", row)


@pytest.mark.parametrize(
    ("table", "inside", "instead"),
    [
        ("begin_score", ["score__row", "clean", "Clean"], "Several questions on one scale"),
        ("begin rank", ["rank__level", "first", "First choice"], "rank list_name"),
        ("begin_kobomatrix", ["text", "owned", "Owned"], "begin loop over list_name"),
    ],
)
def test_a_table_that_only_kobo_knows_is_refused_once_with_what_to_do_instead(
    table: str, inside: list[object], instead: str
) -> None:
    report = check(
        survey(["text", "a", "A"], [table, "b", "B"], inside, [table.replace("begin", "end"), "", ""])
    )
    (error,) = report.errors
    assert (error.sheet, error.row) == ("survey", 3)
    assert table in error.message
    assert instead in error.message


@pytest.mark.parametrize("alone", ["end_score", "score__row", "end_kobomatrix"])
def test_a_row_of_a_table_that_never_began_is_refused_too(alone: str) -> None:
    assert first(survey(["text", "a", "A"], [alone, "b", "B"]))[:2] == ("survey", 3)


@pytest.mark.parametrize("rule", ["${nobody} = 1", "${a} = ", "nofunction(${a})", "${b} = 1"])
def test_a_rule_that_cannot_work_is_told_with_its_row(rule: str) -> None:
    rows: list[list[object]] = [[*HEAD, "relevant"], ["integer", "a", "A"], [], ["integer", "b", "B", rule]]
    assert first(workbook(survey=rows))[:2] == ("survey", 4)


def test_a_name_that_two_questions_share_cannot_be_used_in_a_rule() -> None:
    rows: list[list[object]] = [
        [*HEAD, "relevant"],
        ["begin group", "g", "G"],
        ["integer", "age", "A"],
        ["end group"],
        ["begin group", "h", "H"],
        ["integer", "age", "A"],
        ["end group"],
        ["text", "b", "B", "${age} > 1"],
    ]
    assert "age" in first(workbook(survey=rows))[2]


def test_bangla_names_get_keys_that_do_not_collide() -> None:
    report = check(survey(["text", "নাম", "নাম"], ["text", "বয়স", "বয়স"]))
    assert report.document is not None
    keys = [item.key for item in report.document.pages[0].items]
    assert len(set(keys)) == 2
    assert [item.extra["name"] for item in report.document.pages[0].items] == ["নাম", "বয়স"]
