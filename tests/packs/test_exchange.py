"""From one system to another: what a pack would change, and a pack written from what is there."""

from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import QuerySet

from forms_builder import insert_only
from forms_builder.models import FormDefinition
from registry.models import Grant, Office, RecordType, Workflow
from registry.packs.applying import apply_pack
from registry.packs.comparing import changes_of, diff_pack
from registry.packs.exporting import export_pack
from registry.packs.report import Outcome
from registry.workflow.configuring import read
from tests.factories.registry import make_record, make_worker
from tests.packs.conftest import change, put
from trainings.models import Body, BodyKind, BodyRule, Capability

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_pages")]
TITLE = {"bn": "নদী", "en": "River"}


def run(*words: str) -> str:
    out = StringIO()
    call_command("pack", *words, stdout=out)
    return out.getvalue()


def test_everything_of_a_new_pack_is_a_difference(small_pack: Path) -> None:
    out = run("diff", str(small_pack))
    assert "+ offices river" in out
    assert "+ forms visit" in out
    assert "11 differences." in out
    assert not Office.objects.exists()


def test_after_applying_nothing_differs(small_pack: Path) -> None:
    apply_pack(small_pack)
    assert run("diff", str(small_pack)) == "0 differences.\n"


def test_what_the_pack_changed_is_told_with_before_and_after(small_pack: Path) -> None:
    apply_pack(small_pack)
    change(small_pack, "record_types.yaml", "sort: -seen_on", "sort: seen_on")
    change(small_pack, "lists.yaml", "en: Blue", "en: Azure")
    out = run("diff", str(small_pack))
    assert "~ record types visit\n    sort: -seen_on → seen_on" in out
    assert "choices[blue].en: Blue → Azure" in out


def test_what_somebody_changed_here_is_told_apart(small_pack: Path) -> None:
    apply_pack(small_pack)
    Office.objects.update(name_en="Renamed here")
    (found,) = diff_pack(small_pack)
    assert (found.sign, found.key) == ("!", "river")
    assert found.changes == ("en: Renamed here → River",)


def test_what_left_the_pack_is_told(small_pack: Path) -> None:
    apply_pack(small_pack)
    (small_pack / "organisations.yaml").unlink()
    assert [(one.sign, one.kind) for one in diff_pack(small_pack)] == [("-", "organisations")]


def test_a_pack_that_cannot_be_applied_is_not_compared(small_pack: Path) -> None:
    change(small_pack, "grants.yaml", "nurse", "nobody")
    with pytest.raises(CommandError, match="Nothing was written"):
        run("diff", str(small_pack))


def test_only_so_many_changes_of_one_thing_are_told() -> None:
    before, after = ({f"k{n}": value for n in range(40)} for value in (1, 2))
    assert len(list(changes_of(before, after))) == 40
    assert list(changes_of({"a": [1, 2]}, {"a": [1]})) == ["a[2]: 2 → nothing"]
    assert list(changes_of({"a": {}}, {"a": {"b": 1}})) == ["a.b: nothing → 1"]


def test_what_is_here_is_written_as_a_pack_and_applied_elsewhere(small_pack: Path, tmp_path: Path) -> None:
    put(
        small_pack,
        "workflows.yaml",
        """
        - key: care
          bn: সেবা
          en: Care
          states: [{value: open, label: {bn: খোলা, en: Open}}, {value: shut, label: {bn: বন্ধ, en: Shut}, end: true}]
          transitions: [{key: shut, label: {bn: বন্ধ, en: Shut}, sources: [open], to: shut, roles: [nurse]}]
        """,
    )
    change(small_pack, "record_types.yaml", "statuses: [{value: open, bn: চলমান, en: Open}]", "workflow: care")
    apply_pack(small_pack)
    out = run("export", str(tmp_path / "copy"), "--key", "copy", "--title-en", "A copy")
    assert "files written" in out
    assert list(diff_pack(tmp_path / "copy")) == []
    forget_all()
    _pack, report = apply_pack(tmp_path / "copy")
    assert report.total(Outcome.CREATED) == 12
    visit = RecordType.objects.get()
    assert visit.form.live_version is not None
    assert (visit.workflow and visit.workflow.key, visit.filter_keys) == ("care", ["colour", "_status"])
    assert list(diff_pack(tmp_path / "copy")) == []


@pytest.mark.usefixtures("applied_pack")
def test_the_whole_pack_comes_out_as_it_went_in(tmp_path: Path) -> None:
    files = export_pack(tmp_path / "one", "copy", TITLE)
    names = {path.name for path in files}
    assert {"uses.yaml", "committee_kinds.yaml", "bodies.yaml"} <= names
    assert list(diff_pack(tmp_path / "one")) == []
    forget_all()
    apply_pack(tmp_path / "one")
    again = export_pack(tmp_path / "two", "copy", TITLE)
    assert [path.name for path in again] == [path.name for path in files]
    for before, after in zip(files, again, strict=True):
        assert _things(after) == _things(before), before.name


def _things(path: Path) -> object:
    """What a file says, whatever the order in which the database gave its things."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    return sorted(map(repr, data)) if isinstance(data, list) else data


@pytest.mark.usefixtures("applied_pack")
def test_what_a_pack_lacks_is_named(tmp_path: Path) -> None:
    export_pack(tmp_path / "copy", "copy", TITLE)
    (tmp_path / "copy" / "bodies.yaml").unlink()
    (tmp_path / "copy" / "uses.yaml").unlink()
    lacking = list(diff_pack(tmp_path / "copy"))
    assert [(one.sign, one.kind) for one in lacking] == [
        ("<", "uses of record types"),
        ("<", "committees and groups"),
    ]
    assert "ctc_dhaka_1" in str(lacking[1])


def test_what_another_pack_brought_is_not_lacking(small_pack: Path, tmp_path: Path) -> None:
    apply_pack(small_pack)
    put(tmp_path / "other", "pack.yaml", "key: other\ntitle: {bn: অন্য, en: Other}\n")
    put(tmp_path / "other", "offices.yaml", "- {key: hill, code: HIL, bn: পাহাড়, en: Hill}\n")
    assert {one.sign for one in diff_pack(tmp_path / "other")} == {"+", "<"}
    apply_pack(tmp_path / "other")
    Office.objects.create(key="made_here", code="MAD", name_bn="এখানে", name_en="Here")
    (found,) = diff_pack(tmp_path / "other")
    assert (found.sign, found.kind, found.changes) == ("<", "offices", ("made_here",))


def test_a_workflow_stored_with_all_that_goes_without_saying_is_no_difference(small_pack: Path) -> None:
    put(
        small_pack,
        "workflows.yaml",
        """
        - key: care
          bn: সেবা
          en: Care
          states: [{value: open, label: {bn: খোলা, en: Open}}]
        """,
    )
    apply_pack(small_pack)
    stored = Workflow.objects.get()
    whole = read(stored.document).model_dump(mode="json")
    assert whole != stored.document
    Workflow.objects.update(document=whole)
    assert list(diff_pack(small_pack)) == []


def forget_all() -> None:
    """Another system, where nothing is yet."""
    Grant.objects.all().delete()
    Capability.objects.all().delete()
    Body.objects.all().delete()
    with insert_only.lifted(connection):
        QuerySet(BodyRule).delete()
    BodyKind.objects.all().delete()
    RecordType.objects.update(parent_type=None)
    RecordType.objects.all().delete()
    Workflow.objects.all().delete()
    for form in FormDefinition.objects.all():
        FormDefinition.objects.filter(pk=form.pk).update(key=f"gone_{form.pk}", live_version=None)
    from forms_builder.models import ChoiceList
    from registry.models import Organisation, PackEntry, Place, Role

    Place.objects.update(parent=None)
    for model in (Organisation, Place, Role, PackEntry, ChoiceList):
        model.objects.all().delete()
    Office.objects.all().delete()


def test_people_and_records_are_never_in_a_pack(small_pack: Path, tmp_path: Path) -> None:
    apply_pack(small_pack)
    kind = RecordType.objects.get()
    worker = make_worker(kind, Office.objects.get())
    make_record(kind, {"seen_on": "2026-01-02", "why": "MARKreason"}, by=worker)
    files = export_pack(tmp_path / "copy", "copy", TITLE)
    text = "".join(path.read_text(encoding="utf-8") for path in files)
    assert "MARK" not in text
    assert worker.email not in text
    assert worker.full_name not in text


def test_a_folder_with_something_in_it_is_left_alone(small_pack: Path) -> None:
    with pytest.raises(CommandError, match="is not empty"):
        run("export", str(small_pack), "--key", "copy")


def test_a_key_that_is_none_writes_nothing(small_pack: Path, tmp_path: Path) -> None:
    apply_pack(small_pack)
    with pytest.raises(CommandError):
        run("export", str(tmp_path / "copy"), "--key", "Not A Key")
    assert not (tmp_path / "copy").exists()


def test_places_can_stay_out(small_pack: Path, tmp_path: Path) -> None:
    apply_pack(small_pack)
    export_pack(tmp_path / "copy", "copy", TITLE, places=False)
    assert not (tmp_path / "copy" / "places.yaml").exists()
