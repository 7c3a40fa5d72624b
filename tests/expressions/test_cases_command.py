"""`manage.py expression cases` as somebody meets it in a terminal: what it prints, how it ends, what it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

XML = "<data><age>17</age><kind/></data>"


def case(expression: Any, kind: str, expected: Any, **changes: Any) -> dict[str, Any]:
    return {
        "expression": expression,
        "kind": kind,
        "expected": expected,
        "document": 0,
        "context": "/",
    } | changes


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cases.json"


def written(file: Path, *cases: dict[str, Any], xml: str = XML) -> Path:
    file.write_text(json.dumps({"documents": [xml], "cases": cases}), encoding="utf-8")
    return file


def run(file: Path, capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, Any]:
    call_command("expression", "cases", str(file), "--json", *options)
    printed: dict[str, Any] = json.loads(capsys.readouterr().out)
    return printed


def refused(file: Path, *options: str) -> CommandError:
    with pytest.raises(CommandError) as caught:
        call_command("expression", "cases", str(file), *options)
    assert "\n" not in str(caught.value)
    return caught.value


def test_cases_that_hold_are_counted_and_the_command_succeeds(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = run(
        written(file, case("/data/age > 17", "boolean", False), case("1 +", "throws", None)), capsys
    )
    assert (printed["passed"], printed["failed"], printed["skipped"]) == (2, 0, 0)
    assert printed["cases"][0] == {
        "number": 0,
        "expression": "/data/age > 17",
        "status": "passed",
        "expected": False,
        "got": False,
        "reason": "",
    }


def test_a_case_that_fails_shows_what_was_given_and_fails_the_command(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(file, case("/data/age + 1", "number", 19), case("/data/*", "nodes", ["/*[1]/*[2]"]))
    with pytest.raises(SystemExit) as stopped:
        run(file, capsys)
    printed = json.loads(capsys.readouterr().out)
    assert stopped.value.code == 1
    assert [one["got"] for one in printed["cases"]] == [18, ["/?[1]/?[1]", "/?[1]/?[2]"]]


def test_a_share_of_failing_cases_may_be_allowed(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(file, case("1", "number", 1), case("1", "number", 2))
    assert run(file, capsys, "--at-least", "50")["failed"] == 1
    with pytest.raises(SystemExit):
        run(file, capsys, "--at-least", "51")


@pytest.mark.parametrize(
    "broken",
    [
        case({"location": None}, "boolean", True),
        case("1", "colour", 1),
        case("1", "number", "one"),
        case("1", "number", 10**400),
        case("1", "number", 1, document=7),
        case("1", "number", 1, context="/*[9]"),
        case("1", "number", 1, context="/@no"),
        case(".", "nodes", 5),
        case(".", "first", "/*[0]"),
    ],
)
def test_a_case_that_cannot_be_run_is_left_out_with_its_reason(
    file: Path, capsys: pytest.CaptureFixture[str], broken: dict[str, Any]
) -> None:
    printed = run(written(file, broken), capsys)
    assert printed["skipped"] == 1
    assert printed["cases"][0]["reason"]


@pytest.mark.parametrize(
    "xml", ["<data", "", '<!DOCTYPE d [<!ENTITY a "b">]><d>&a;</d>', "<d>" * 5_000 + "</d>" * 5_000]
)
def test_cases_of_a_document_that_cannot_be_read_are_left_out(
    file: Path, capsys: pytest.CaptureFixture[str], xml: str
) -> None:
    assert run(written(file, case("1", "number", 1), xml=xml), capsys)["skipped"] == 1


def test_dates_are_read_in_the_time_zone_of_the_recording(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(file, case("number(date('1970-01-02'))", "numround", 0.75))
    assert run(file, capsys, "--time-zone", "Asia/Dhaka")["passed"] == 1
    with pytest.raises(SystemExit):
        run(file, capsys)


def test_what_json_cannot_hold_is_named(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(
        json.dumps({"documents": [XML], "cases": [case("number('x')", "number", float("nan"))]}), "utf-8"
    )
    printed = run(file, capsys)["cases"][0]
    assert (printed["expected"], printed["got"], printed["status"]) == ("NaN", "NaN", "passed")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not json",
        b"\xff\xfe",
        b"[" * 100_000,
        b"[]",
        b"{}",
        b'{"documents": [], "cases": {}}',
        b'{"documents": [1], "cases": []}',
        b'{"documents": [], "cases": [1]}',
        b'{"documents": [], "cases": [{"expression": "1"}]}',
        b'{"documents": [], "cases": [{"document": 0, "context": "/", "kind": "number"}]}',
    ],
)
def test_a_file_that_holds_no_cases_is_refused_in_one_line(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    error = refused(file)
    assert error.returncode == 2
    assert str(file) in str(error)


def test_a_missing_file_and_a_folder_are_refused_in_one_line(file: Path) -> None:
    assert refused(file).returncode == 2
    assert refused(file.parent).returncode == 2


@pytest.mark.parametrize(
    "options",
    [("--time-zone", "Nowhere/Here"), ("--time-zone", "../x"), ("--at-least", "101"), ("--now", "yesterday")],
)
def test_options_that_mean_nothing_are_refused(file: Path, options: tuple[str, str]) -> None:
    assert options[1] in str(refused(written(file), *options))
