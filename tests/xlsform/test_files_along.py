"""Files that come with a workbook: choices from tables, tables that rules read, pictures and sound beside the words."""

import json
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from forms_builder.compiling import program_of
from forms_builder.filling.preview import pages
from forms_builder.form_files import contents
from forms_builder.logic import Moment, evaluate
from forms_builder.models import FormFile
from forms_builder.publishing import Installation
from forms_builder.schema import Question, questions, to_json
from forms_builder.xlsform.companions import sent_along
from forms_builder.xlsform.reading import check_file, check_workbook
from forms_builder.xlsform.report import Report
from forms_builder.xlsform.stored import draft_of, save, workbook_of, xform_of
from tests.factories.forms import make_user
from tests.xlsform.workbooks import workbook

pytestmark = pytest.mark.django_db

TOWNS = "code,label,label::বাংলা (bn),district,size\nsavar,Savar,সাভার,dhaka,3\nsadar,Sadar,সদর,jashore,2\nsavar,Again,,x,1\n"
MP3 = b"ID3\x04\x00 made up for a test"


def png() -> bytes:
    out = BytesIO()
    Image.new("RGB", (4, 4), "red").save(out, "PNG")
    return out.getvalue()


def towns_book() -> bytes:
    return workbook(
        survey=[
            ["type", "name", "label", "choice_filter", "parameters", "calculation"],
            ["select_one districts", "district", "District", "", "", ""],
            ["select_one_from_file towns.csv", "town", "Town", "district = ${district}", "value=code", ""],
            ["select_multiple_from_file towns.csv", "towns", "Towns", "", "value=code", ""],
            ["calculate", "size", "", "", "", "instance('towns')/root/item[name = ${town}]/size"],
            ["calculate", "price", "", "", "", "pulldata('prices', 'price', 'what', 'rice')"],
        ],
        choices=[
            ["list_name", "name", "label"],
            ["districts", "dhaka", "Dhaka"],
            ["districts", "jashore", "Jashore"],
        ],
    )


def question(report: Report, key: str) -> Question:
    assert report.document is not None, report.errors
    return next(found for found, _repeat in questions(report.document) if found.key == key)


def test_the_rows_of_a_table_beside_the_workbook_are_choices_that_filters_and_rules_read(
    tmp_path: Path,
) -> None:
    (tmp_path / "form.xlsx").write_bytes(towns_book())
    (tmp_path / "form-media").mkdir()
    (tmp_path / "form-media" / "towns.csv").write_text(TOWNS, encoding="utf-8")
    (tmp_path / "prices.csv").write_text("what;price\nflour;40\nrice;52\n")
    report = check_file(tmp_path / "form.xlsx")
    assert report.ok, report.errors
    assert report.warnings == []
    town = question(report, "town")
    assert town.type == "choose_one"
    assert [(one.value, one.label) for one in town.choices] == [
        ("savar", {"en": "Savar", "bn": "সাভার"}),
        ("sadar", {"en": "Sadar", "bn": "সদর"}),
    ]
    assert question(report, "towns").type == "choose_many"
    assert report.document is not None
    program = program_of(report.document)
    seen = evaluate(program, {"district": "dhaka", "town": "savar"}, Moment(timezone.localtime(), "en"))
    assert [choice.value for choice in seen.choices[("town",)]] == ["savar"]
    assert seen.answers["size"] == "3"
    assert seen.answers["price"] == "52"


def test_a_table_that_did_not_come_is_told_by_sheet_and_row() -> None:
    report = check_workbook(towns_book())
    assert report.ok, report.errors
    told = {(one.sheet, one.row) for one in report.warnings if "did not come" in one.message}
    assert told == {("survey", 3), ("survey", 4), ("survey", 6)}
    assert question(report, "town").type == "text"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("t.xml", "<root><item><name>a</name><label>A</label><x>1</x></item></root>"),
        (
            "t.geojson",
            json.dumps(
                {
                    "type": "FeatureCollection",
                    "features": [
                        {
                            "id": "a",
                            "properties": {"title": "A", "x": 1},
                            "geometry": {"type": "Point", "coordinates": [90.4, 23.8]},
                        }
                    ],
                }
            ),
        ),
    ],
)
def test_choices_come_from_xml_and_geojson_too(name: str, content: str) -> None:
    book = workbook(survey=[["type", "name", "label"], [f"select_one_from_file {name}", "q", "Q"]])
    report = check_workbook(book, find=sent_along({name: content.encode()}))
    assert report.ok, report.errors
    (choice,) = question(report, "q").choices
    assert (choice.value, choice.label, choice.filters["x"]) == ("a", {"en": "A"}, "1")
    assert choice.filters.get("geometry") in (None, "23.8 90.4 0 0")


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("t.csv", b"label,x\nA,1\n", "no column"),
        ("t.csv", b"\xff\xfe\x00", "no text in UTF-8"),
        ("t.csv", b"name,label\n", "no row"),
        ("t.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><root>&b;</root>", "no XML"),
        ("t.geojson", b"[]", "no features"),
        ("t.geojson", b"[" * 100_000, "no GeoJSON"),
        ("t.txt", b"name", ".csv, .xml or .geojson"),
        ("t.csv", b"name,label\n" + b"".join(b"a%d,x\n" % n for n in range(20_001)), "20000 rows"),
        ("t.csv", b"x" * (10 * 1024 * 1024 + 1), "larger than"),
    ],
)
def test_a_table_that_cannot_be_used_is_told_where_it_is_named(name: str, content: bytes, told: str) -> None:
    book = workbook(survey=[["type", "name", "label"], [f"select_one_from_file {name}", "q", "Q"]])
    report = check_workbook(book, find=sent_along({name: content}))
    remarks = [one for one in (*report.errors, *report.warnings) if told in one.message]
    assert {(one.sheet, one.row) for one in remarks} == {("survey", 2)}


def pictured_book() -> bytes:
    return workbook(
        survey=[
            [
                "type",
                "name",
                "label::English (en)",
                "media::image::English (en)",
                "media::audio",
                "image::বাংলা (bn)",
                "label::বাংলা (bn)",
            ],
            ["select_one fruit", "fruit", "Fruit", "q.png", "q.mp3", "bn.png", "ফল"],
            ["note", "n", "Note", "gone.png", "", "", "নোট"],
        ],
        choices=[
            ["list_name", "name", "label::English (en)", "media::image", "media::big-image", "media::video"],
            ["fruit", "mango", "Mango", "m.png", "large.png", ""],
            ["fruit", "guava", "Guava", "", "", "fake.mp4"],
        ],
        settings=[["form_title", "default_language"], ["Fruit", "English (en)"]],
    )


def zipped(files: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def package() -> bytes:
    files = {"media/q.png": png(), "Q.MP3": MP3, "media/bn.png": png(), "m.png": png(), "large.png": png()}
    return zipped(
        {"fruit/fruit.xlsx": pictured_book(), **files, "fake.mp4": b"no film", "__MACOSX/._x": b"x"}
    )


def test_pictures_and_sound_from_a_zip_are_shown_with_words_for_who_cannot_see_them(client: Client) -> None:
    report = check_workbook(package())
    assert report.ok, report.errors
    told = {(one.sheet, one.row, one.message) for one in report.warnings}
    assert ("survey", 3, "The file “gone.png” did not come with the workbook.") in told
    assert any(sheet == "choices" and row == 3 and "fake.mp4" in text for sheet, row, text in told)
    assert report.document is not None
    definition = save(
        report.document, "fruit", brought=report.brought, publish=True, behalf=Installation("tests")
    )
    version = definition.live_version
    assert version is not None
    (only,) = pages(version.program, "en", make_user())
    fruit = only.parts[0]
    assert [(one.use, one.words) for one in fruit.media] == [
        ("image", "Picture: Fruit"),
        ("audio", "Listen: Fruit"),
    ]
    html = str(fruit.bound)
    assert 'alt="Picture: Mango"' in html
    assert "Larger picture" in html
    assert only.parts[1].media == []
    client.force_login(make_user())
    answer = client.get(fruit.media[0].url)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    part = client.get(fruit.media[1].url, headers={"Range": "bytes=0-2"})
    assert (part.status_code, part.content, part["Content-Range"]) == (206, b"ID3", f"bytes 0-2/{len(MP3)}")
    assert Client().get(fruit.media[0].url).status_code == 404


def test_a_form_with_files_goes_out_with_them_and_comes_back_the_same(tmp_path: Path) -> None:
    for key, report in (
        ("fruit", check_workbook(package())),
        (
            "towns",
            check_workbook(
                zipped(
                    {
                        "t.xlsx": towns_book(),
                        "towns.csv": TOWNS.encode(),
                        "prices.csv": b"what,price\nrice,52\n",
                    }
                )
            ),
        ),
    ):
        assert report.document is not None
        issue = draft_of(save(report.document, key, brought=report.brought))
        back = check_workbook(zipped({"again.xlsx": workbook_of(issue), **contents(issue.document)}))
        assert back.document is not None, back.errors
        assert to_json(back.document) == to_json(issue.document)
        assert "jr://" in xform_of(issue).xml


def test_a_zip_without_or_with_too_many_workbooks_is_refused() -> None:
    assert not check_workbook(zipped({"a.png": png()})).ok
    two = check_workbook(zipped({"a.xlsx": towns_book(), "b.xlsx": towns_book()}))
    assert [one.message for one in two.errors] == [
        "The zip holds several workbooks (a.xlsx, b.xlsx). Leave the one that is meant."
    ]
    bomb = BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xlsx", towns_book())
        archive.writestr("b.png", b"\0" * (30 * 1024 * 1024))
    assert "far more" in check_workbook(bomb.getvalue()).errors[0].message


def test_a_name_that_leads_elsewhere_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("name,label\na,A\n")
    (tmp_path / "in").mkdir()
    book = workbook(survey=[["type", "name", "label"], ["select_one_from_file ../secret.csv", "q", "Q"]])
    (tmp_path / "in" / "form.xlsx").write_bytes(book)
    report = check_file(tmp_path / "in" / "form.xlsx")
    assert FormFile.objects.count() == 0
    assert question(report, "q").type == "text"
