"""The forms that come with the project, as they would be published, and those of the example workbooks."""

from functools import cache
from pathlib import Path

from forms_builder.schema import Choice, Document
from forms_builder.xlsform.reading import check_file
from registry.packs.checking import with_choices
from registry.packs.demo import DEMO_PACK
from registry.packs.forms import choice_json, document_of
from registry.packs.loading import load_pack
from tests.xlsform.workbooks import corpus, listed


@cache
def pack_forms() -> dict[str, Document]:
    """Key → document as the pack has it: choices of reusable lists are not in it."""
    pack = load_pack(DEMO_PACK)
    return {file.form.key: document_of(file.form, pack.blocks) for file in pack.forms}


@cache
def pack_forms_with_choices() -> dict[str, Document]:
    pack = load_pack(DEMO_PACK)
    lists = {part.key: tuple(Choice(**choice_json(one)) for one in part.choices) for part in pack.lists}
    return {key: with_choices(form, lists)[0] for key, form in pack_forms().items()}


def example(name: str) -> Path:
    folder = corpus()
    assert folder is not None
    return folder / "files" / name


def example_forms() -> dict[str, Document]:
    """File name → document of every example that can be published here."""
    reports = {line["file"]: check_file(example(line["file"])) for line in listed() if line["valid"] == "yes"}
    return {name: report.document for name, report in reports.items() if report.document and report.ok}
