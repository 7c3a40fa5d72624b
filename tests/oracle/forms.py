"""The forms that both engines look at: the project's pack, and the example workbooks where this machine has them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyxform.xls2xform import convert  # type: ignore[import-untyped]

import registry.packs
from forms_builder.schema import Choice, Document
from forms_builder.xlsform.limits import Sheet
from forms_builder.xlsform.opinion import as_dictionaries
from forms_builder.xlsform.reading import read_sheets
from forms_builder.xlsform.report import Report
from forms_builder.xlsform.workbook import read_file
from forms_builder.xlsform.writing.xform import to_xform
from registry.packs.checking import with_choices
from registry.packs.forms import choice_json, document_of
from registry.packs.loading import load_pack
from tests.oracle.as_xform import as_xform
from tests.oracle.known_differences import OURS_INSTEAD
from tests.xlsform.workbooks import corpus, listed

PACK = Path(registry.packs.__file__).parent / "cst_bangladesh"


@dataclass(frozen=True)
class Form:
    """A document, and an XForm that says the same."""

    name: str
    document: Document
    xform: str


def pack_forms() -> Iterator[Form]:
    pack = load_pack(PACK)
    lists = {part.key: tuple(Choice(**choice_json(choice)) for choice in part.choices) for part in pack.lists}
    for file in pack.forms:
        document, missing = with_choices(document_of(file.form, pack.blocks), lists)
        assert not missing, file.form.key
        yield Form(file.form.key, document, as_xform(document))


def example_forms() -> Iterator[Form]:
    """Every valid workbook: our reader makes the document, pyxform alone the XForm.

    What JavaRosa cannot open as pyxform makes it, it is given as we export it.
    """
    folder = corpus()
    for line in listed() if folder else ():
        if line["valid"] != "yes":
            continue
        assert folder is not None
        path = folder / "files" / line["file"]
        found, report = read_file(path), Report()
        read_sheets(found, report, path.stem)
        assert report.document is not None, line["file"]
        assert report.ok, (line["file"], report.errors)
        ours = line["file"] in OURS_INSTEAD
        yield Form(line["file"], report.document, to_xform(report.document).xml if ours else _theirs(found))


def _theirs(found: list[Sheet]) -> str:
    sheets = {sheet.name.strip().lower(): sheet for sheet in found}
    if len(found) == 1:
        sheets = {"survey": found[0]}
    return str(convert(as_dictionaries(sheets), validate=False, form_name="data").xform)
