"""What is wrong with a pack is told with file, line and place; nothing is written, and there is no traceback."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from registry.models import Office, PackEntry
from registry.packs.checking import check_pack
from registry.packs.loading import load_pack
from registry.packs.problems import PackError
from registry.packs.yaml_files import MAX_BYTES
from tests.packs.conftest import change, put

pytestmark = pytest.mark.django_db


def problems_of(folder: Path) -> list[str]:
    try:
        return [str(problem) for problem in check_pack(load_pack(folder)).problems]
    except PackError as error:
        return [str(problem) for problem in error.problems]


SLIPS = {
    "an attribute that does not exist": (
        "forms/visit.yaml",
        "list: colour",
        "lst: colour",
        "forms/visit.yaml:8: pages › page_one › colour › lst: There is no attribute 'lst' here.",
    ),
    "a list that does not exist": (
        "forms/visit.yaml",
        "list: colour",
        "list: colours",
        "forms/visit.yaml:8: colour: There is no list 'colours' in lists.yaml.",
    ),
    "a block that does not exist": (
        "forms/visit.yaml",
        "include: head",
        "include: heads",
        "forms/visit.yaml: There is no block 'heads' in blocks.yaml.",
    ),
    "a rule that cannot be read": (
        "forms/visit.yaml",
        "= 'red'",
        "= = 'red'",
        "forms/visit.yaml:9: why › relevant:",
    ),
    "a rule about a question that does not exist": (
        "forms/visit.yaml",
        "${colour} = 'red'",
        "${color} = 'red'",
        "forms/visit.yaml:9: why › relevant:",
    ),
    "a question type that does not exist": (
        "forms/boat.yaml",
        "type: integer",
        "type: whole",
        "forms/boat.yaml:12: age: There is no question type 'whole'.",
    ),
    "a key with a capital": (
        "forms/boat.yaml",
        "question: age",
        "question: Age",
        "forms/boat.yaml:12: pages › page_one › crew › Age › question:",
    ),
    "a key that is used twice": (
        "forms/boat.yaml",
        "question: age",
        "question: seen_on",
        "forms/boat.yaml:12: seen_on: The key seen_on is used twice.",
    ),
    "two forms with one key": (
        "forms/boat.yaml",
        "key: boat",
        "key: visit",
        "forms: 'visit' is there twice.",
    ),
    "a pattern without a counter": (
        "record_types.yaml",
        "{counter:03}",
        "{count}",
        "record_types.yaml:4: visit › pattern: {count} is not known.",
    ),
    "a type that lies below itself": (
        "record_types.yaml",
        "form: visit",
        "form: visit\n  parent: visit",
        "record_types.yaml: visit › parent: It would lie below itself.",
    ),
    "types that lie more than one level deep": (
        "record_types.yaml",
        "- key: visit",
        """- {key: far, bn: ক, en: Far, pattern: 'F-{counter:03}', form: boat, statuses: [{value: a, bn: ক, en: A}]}
- {key: near, bn: খ, en: Near, pattern: 'N-{counter:03}', form: boat, parent: far, statuses: [{value: a, bn: ক, en: A}]}
- key: visit
  parent: near""",
        "record_types.yaml: visit › parent: 'near' lies below another record type itself.",
    ),
    "a record above that no question names": (
        "record_types.yaml",
        "form: visit",
        "form: visit\n  parent_key: colour",
        "record_types.yaml: visit › parent_key: 'colour' is not a question for another record.",
    ),
    "a form that does not exist": (
        "record_types.yaml",
        "form: visit",
        "form: visits",
        "record_types.yaml:5: visit › form: There is no form 'visits'.",
    ),
    "a sealed column": (
        "record_types.yaml",
        "[seen_on, colour]",
        "[seen_on, why]",
        "record_types.yaml: visit › list_columns: 'why' is sealed: lists cannot show it or filter by it.",
    ),
    "a role that does not exist": (
        "grants.yaml",
        "role: nurse",
        "role: doctor",
        "grants.yaml:1: 1 › role: There is no role 'doctor'.",
    ),
    "a scope that does not exist": (
        "grants.yaml",
        "scope: own",
        "scope: mine",
        "grants.yaml:1: 1 › scope: Input should be 'own', 'assigned', 'office' or 'all'.",
    ),
    "a choice that is there twice": (
        "lists.yaml",
        "value: blue",
        "value: red",
        "lists.yaml:3: colour › choices: The value 'red' is there twice.",
    ),
    "a name that is written twice": (
        "offices.yaml",
        "key: river,",
        "key: river, key: lake,",
        "offices.yaml:1: 'key' is written twice.",
    ),
    "YAML that cannot be read": ("offices.yaml", "en: River}", "en: River", "offices.yaml:2:"),
    "an alias": (
        "pack.yaml",
        "key: river_clinic",
        "key: &name river_clinic\ndescription: {en: *name}",
        "pack.yaml:2: Aliases (*name) are not allowed.",
    ),
    "a tag that would run code": (
        "pack.yaml",
        "key: river_clinic",
        "key: !!python/object/apply:os.getcwd []",
        "pack.yaml:1: Could not determine a constructor",
    ),
}
"""What is wrong → file, words in it, what stands there instead, and how the problem begins."""


@pytest.mark.parametrize(("file", "before", "after", "told"), SLIPS.values(), ids=SLIPS.keys())
def test_a_slip_is_told_with_its_place(
    small_pack: Path, file: str, before: str, after: str, told: str
) -> None:
    change(small_pack, file, before, after)
    found = problems_of(small_pack)
    assert any(problem.startswith(told) for problem in found), found


def test_every_fault_is_told_at_once_and_not_only_the_first(small_pack: Path) -> None:
    change(small_pack, "forms/visit.yaml", "list: colour", "lst: colour")
    change(small_pack, "offices.yaml", "code: RIV", "code: river-office")
    change(small_pack, "lists.yaml", "name: Colour", "title: Colour")
    assert {problem.partition(":")[0] for problem in problems_of(small_pack)} >= {
        "forms/visit.yaml",
        "offices.yaml",
        "lists.yaml",
    }


def test_a_bomb_of_aliases_is_refused_at_its_first_alias(small_pack: Path) -> None:
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "\n".join(
        f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]"
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    put(small_pack, "roles.yaml", bomb)
    assert problems_of(small_pack) == ["roles.yaml:2: Aliases (*name) are not allowed."]


def test_a_huge_file_is_refused_unread(small_pack: Path) -> None:
    (small_pack / "places.yaml").write_bytes(b"#" * (MAX_BYTES + 1))
    assert problems_of(small_pack) == ["places.yaml: The file is larger than 2 MB."]


def test_a_file_that_is_not_text_is_refused(small_pack: Path) -> None:
    (small_pack / "places.yaml").write_bytes(b"\xff\xfe\x00")
    assert problems_of(small_pack) == ["places.yaml: The file is not UTF-8 text."]


def test_a_file_that_nests_without_end_is_refused(small_pack: Path) -> None:
    (small_pack / "places.yaml").write_text("[" * 5_000 + "]" * 5_000)
    assert problems_of(small_pack) == ["places.yaml:1: More than 40 levels."]


def test_a_file_with_a_slip_in_its_name_is_not_overlooked(small_pack: Path) -> None:
    (small_pack / "grants.yaml").rename(small_pack / "grant.yaml")
    assert problems_of(small_pack)[0].startswith("grant.yaml: Not a file of a pack.")


def test_a_folder_that_is_no_pack_is_told(tmp_path: Path) -> None:
    assert problems_of(tmp_path / "nowhere")[0].endswith("There is no such folder.")
    assert problems_of(tmp_path)[0].endswith("This is not a pack: it has no pack.yaml.")


def test_the_command_tells_the_problems_and_fails(small_pack: Path) -> None:
    change(small_pack, "forms/visit.yaml", "list: colour", "list: colours")
    told = StringIO()
    for action in ("check", "apply"):
        with pytest.raises(CommandError, match=r"1 problem. Nothing was written"):
            call_command("pack", action, str(small_pack), stderr=told)
    assert "forms/visit.yaml:8: colour" in told.getvalue()
    assert not Office.objects.filter(key="river").exists()
    assert not PackEntry.objects.exists()


def test_two_types_whose_numbers_could_meet_are_told(small_pack: Path) -> None:
    second = """
        - key: boat
          bn: নৌকা
          en: Boat
          pattern: 'RIV-{counter:03}'
          form: boat
          statuses: [{value: open, bn: চলমান, en: Open}]
    """
    first = (small_pack / "record_types.yaml").read_text(encoding="utf-8")
    put(small_pack, "boats.yaml", second)
    added = (small_pack / "boats.yaml").read_text(encoding="utf-8")
    (small_pack / "boats.yaml").unlink()
    (small_pack / "record_types.yaml").write_text(f"{first}{added}", encoding="utf-8")
    (said,) = problems_of(small_pack)
    assert "boat › pattern: Its numbers could be those of 'visit'" in said
