"""Turning a catalogue of forms into pack files."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from registry.packs.domain_compartments import NotThoughtAbout
from registry.packs.domain_forms import convert_form, import_forms
from registry.packs.yaml_files import parse_yaml


def field(key: str, kind: str = "text", **more: Any) -> dict[str, Any]:
    base = {"kind": "field", "key": key, "en": key.title(), "bn": "প্রশ্ন", "type": kind, "req": "O", "s": "I"}
    return base | {"list": "", "rule": {}} | more


def form(*items: dict[str, Any]) -> dict[str, Any]:
    base = {
        "id": "F99",
        "en": "A form (trial)",
        "bn": "ফরম",
        "who": "Anyone",
        "when": "Now",
        "link": "Act 0",
        "s": "I",
    }
    return base | {"items": list(items)}


def catalogue(*items: dict[str, Any]) -> dict[str, Any]:
    none = {"code": "none", "en": "None", "bn": "নেই"}
    return {
        "lists": {"need": [none], "other": [none]},
        "blocks": {"HDR": [field("record_no", "calc")]},
        "forms": [form(*items)],
    }


def items_of(page: dict[str, Any]) -> list[str]:
    return [item.get("question") or item.get("repeat") or item["include"] for item in page["items"]]


def test_headings_and_the_supervisor_s_block_begin_pages() -> None:
    found = convert_form(
        form(
            {"kind": "block", "name": "HDR"},
            field("one"),
            {"kind": "section", "en": "Second", "bn": "দ্বিতীয়"},
            field("two"),
            {"kind": "block", "name": "SUP"},
        )
    )
    assert [page["label"]["en"] for page in found["pages"]] == ["General", "Second", "Supervisor's decision"]
    assert items_of(found["pages"][0]) == ["hdr", "one"]


def test_a_repeat_holds_what_stands_before_its_end() -> None:
    found = convert_form(
        form(
            {"kind": "repeat", "key": "rows", "en": "Row", "bn": "সারি"},
            field("inside"),
            {"kind": "end"},
            field("after"),
        )
    )
    repeat, after = found["pages"][0]["items"]
    assert items_of(repeat) == ["inside"]
    assert after["question"] == "after"


def test_a_rule_comes_out_of_the_file_letter_for_letter(tmp_path: Path) -> None:
    awkward = r"regex(., '^(\+?880|0)1[3-9]: #[0-9]{8}$')  and  . != ''"
    source = tmp_path / "forms.json"
    source.write_text(json.dumps(catalogue(field("phone", "phone", rule={"con": awkward}))))
    import_forms(source, tmp_path / "pack")
    text = (tmp_path / "pack" / "forms" / "F99_a_form.yaml").read_text()
    assert parse_yaml(text, "form").data["pages"][0]["items"][0]["check"] == awkward
    assert "প্রশ্ন" in text


def test_none_stands_alone_only_in_lists_of_questions_that_say_so(tmp_path: Path) -> None:
    rule = {"con": "not(selected(., 'none') and count-selected(.) > 1)"}
    source = tmp_path / "forms.json"
    questions = (field("a", "many", list="need", rule=rule), field("b", "many", list="other"))
    source.write_text(json.dumps(catalogue(*questions)))
    import_forms(source, tmp_path)
    lists = parse_yaml((tmp_path / "lists.yaml").read_text(), "lists").data
    assert {one["key"]: one["choices"][0].get("exclusive", False) for one in lists} == {
        "need": True,
        "other": False,
    }


def test_converting_twice_gives_the_same_files(tmp_path: Path) -> None:
    source = tmp_path / "forms.json"
    source.write_text(json.dumps(catalogue(field("one"), field("two", "int"))))
    first = [path.read_bytes() for path in import_forms(source, tmp_path / "first")]
    second = [path.read_bytes() for path in import_forms(source, tmp_path / "second")]
    assert first == second


def test_a_confidential_answer_nobody_thought_about_is_refused() -> None:
    with pytest.raises(NotThoughtAbout, match=r"F99\.secret"):
        convert_form(form(field("secret", s="R")))


@pytest.mark.parametrize("text", ["not json", "[]", '{"lists": {}}'])
def test_a_file_that_is_no_catalogue_is_told_without_a_traceback(tmp_path: Path, text: str) -> None:
    source = tmp_path / "forms.json"
    source.write_text(text)
    with pytest.raises(CommandError, match="not a catalogue"):
        call_command("pack", "import-forms", str(source), str(tmp_path / "pack"))
