"""`manage.py xlsform`: what a terminal and a program get to see; and an imported form that works."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from forms_builder.compiling import program_of
from forms_builder.logic import Moment, evaluate
from forms_builder.models import FormDefinition
from forms_builder.schema import Question
from forms_builder.xlsform.workbook import read_file
from tests.xlsform.workbooks import Rows, survey, workbook

RULE = "${boyosh}  >= 18 and ${boyosh}<'১২০'"
FORM: Rows = [
    [
        "type",
        "name",
        "label::বাংলা (bn)",
        "label::English (en)",
        "relevant",
        "constraint",
        "constraint_message::Bangla",
        "image",
    ],
    ["begin group", "porichoy", "পরিচয়", "Identity"],
    ["integer", "boyosh", "বয়স কত? (০–১২০)", "Age", "", ". >= 0 and . <= 120", "০ থেকে ১২০", "boyosh.png"],
    ["select_one hn", "kaj", "কাজ করেন?", "Works?", "${boyosh}  >= 18"],
    ["end group"],
]
CHOICES: Rows = [
    ["list_name", "name", "label::বাংলা (bn)", "label::English (en)", "zila"],
    ["hn", "ha", "হ্যাঁ", "Yes", "১"],
    ["hn", "na", "না", "No", "২"],
]


def saved(folder: Path, content: bytes, name: str = "form.xlsx") -> str:
    (folder / name).write_bytes(content)
    return str(folder / name)


def checked(*files: str) -> tuple[bool, list[dict[str, object]]]:
    out = StringIO()
    try:
        call_command("xlsform", "check", *files, "--json", stdout=out)
    except SystemExit:
        return False, [json.loads(line) for line in out.getvalue().splitlines()]
    return True, [json.loads(line) for line in out.getvalue().splitlines()]


def test_each_file_gets_one_object_and_one_bad_file_fails_the_call(tmp_path: Path) -> None:
    good, bad = saved(tmp_path, survey(["text", "a", "A"])), str(tmp_path / "none.xlsx")
    ok, objects = checked(good, bad, str(tmp_path))
    assert not ok
    assert [one["ok"] for one in objects] == [True, False, False]
    assert list(objects[0]) == "file ok title questions groups repeats languages errors warnings".split()
    assert objects[1]["errors"]


def test_the_ending_of_the_name_does_not_matter(tmp_path: Path) -> None:
    wrong = saved(tmp_path, survey(["text", "a", "A"]), "form.xls")
    text = saved(tmp_path, b"type,name,label\ntext,a,A\n", "form.xlsx")
    two = saved(
        tmp_path,
        b"survey,,,\n,type,name,label\n,select_one l,a,A\nchoices,,,\n,list_name,name,label\n,l,x,X\n",
        "b",
    )
    ok, objects = checked(wrong, text, two)
    assert ok, objects
    assert [one["questions"] for one in objects] == [1, 1, 1]


def test_a_terminal_gets_a_readable_report(tmp_path: Path) -> None:
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("xlsform", "check", saved(tmp_path, survey(["hologram", "a", "A"])), stdout=out)
    assert "survey 2: There is no question type" in out.getvalue()


@pytest.mark.django_db
def test_a_bangla_workbook_imports_publishes_and_evaluates(tmp_path: Path) -> None:
    file = saved(tmp_path, workbook(survey=FORM, choices=CHOICES))
    call_command("xlsform", "import", file, "--slug", "porichoy_form", "--publish", stdout=StringIO())
    version = FormDefinition.objects.get(key="porichoy_form").live_version
    assert version is not None
    document = version.parsed
    assert [page.key for page in document.pages] == ["porichoy"]
    age, work = document.pages[0].items
    assert isinstance(work, Question)
    assert work.show_if == "${boyosh}  >= 18"
    assert age.label["bn"] == "বয়স কত? (০–১২০)"
    assert isinstance(age, Question)
    assert [(one.kind, one.name) for one in age.media] == [("image", "boyosh.png")]
    assert work.choices[0].filters == {"zila": "১"}
    outcome = evaluate(program_of(document), {"boyosh": 17}, Moment(timezone.localtime()))
    assert ("kaj",) not in outcome.relevant
    outcome = evaluate(program_of(document), {"boyosh": 130}, Moment(timezone.localtime()))
    assert outcome.faults


@pytest.mark.django_db
def test_a_draft_is_saved_without_being_published_and_a_bad_file_saves_nothing(tmp_path: Path) -> None:
    call_command(
        "xlsform", "import", saved(tmp_path, survey(["text", "a", "A"])), "--slug", "small", stdout=StringIO()
    )
    assert FormDefinition.objects.get(key="small").live_version is None
    with pytest.raises(CommandError):
        call_command("xlsform", "import", saved(tmp_path, survey(["hologram", "a", "A"])), "--slug", "other")
    assert not FormDefinition.objects.filter(key="other").exists()


@pytest.mark.django_db
def test_an_imported_form_goes_out_with_every_rule_as_it_was(tmp_path: Path) -> None:
    file = saved(tmp_path, workbook(survey=FORM, choices=CHOICES))
    call_command("xlsform", "import", file, "--slug", "porichoy_form", "--publish", stdout=StringIO())
    out, xml = tmp_path / "out.xlsx", tmp_path / "out.xml"
    call_command("xlsform", "export", "porichoy_form", str(out), stdout=StringIO())
    survey_sheet = next(sheet for sheet in read_file(out) if sheet.name == "survey")
    assert survey_sheet.rows[3].cells[4] == "${boyosh}  >= 18"
    assert survey_sheet.rows[2].cells[7] == "boyosh.png"
    call_command("xform", "export", "porichoy_form", str(xml), "--version-number", "1", stdout=StringIO())
    assert 'id="porichoy_form" version="1"' in xml.read_text(encoding="utf-8")


@pytest.mark.django_db
def test_what_is_not_there_cannot_be_exported_and_is_told_in_one_line(tmp_path: Path) -> None:
    call_command(
        "xlsform", "import", saved(tmp_path, survey(["text", "a", "A"])), "--slug", "small", stdout=StringIO()
    )
    for command in ("xlsform", "xform"):
        with pytest.raises(CommandError, match="There is no form 'nothing'"):
            call_command(command, "export", "nothing", str(tmp_path / "out"))
        with pytest.raises(CommandError, match="There is no version 7"):
            call_command(command, "export", "small", str(tmp_path / "out"), "--version-number", "7")
        with pytest.raises(CommandError, match="cannot be written"):
            call_command(command, "export", "small", str(tmp_path / "none" / "out"))


@pytest.mark.django_db
def test_a_rule_that_requires_an_answer_works_and_goes_out_as_it_was(tmp_path: Path) -> None:
    rule = "${dead}  = 'yes'"
    head = ["type", "name", "label", "required"]
    file = saved(tmp_path, workbook(survey=[head, ["text", "dead", "Dead"], ["text", "why", "Why", rule]]))
    call_command("xlsform", "import", file, "--slug", "small", "--publish", stdout=StringIO())
    version = FormDefinition.objects.get(key="small").live_version
    assert version is not None
    outcome = evaluate(program_of(version.parsed), {"dead": "yes"}, Moment(timezone.localtime()))
    assert [fault.path for fault in outcome.faults] == [("why",)]
    assert version.installed_from == "workbook form.xlsx"
    call_command("xlsform", "export", "small", str(tmp_path / "out.xlsx"), stdout=StringIO())
    sheet = next(sheet for sheet in read_file(tmp_path / "out.xlsx") if sheet.name == "survey")
    assert rule in sheet.rows[2].cells.values()
