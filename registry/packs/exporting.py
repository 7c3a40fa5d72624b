"""Writing what is here as a pack: from staging to production, or as a copy to look at. People and records stay out.

The pack that comes out is loaded and checked before it is kept: one that could not be applied is not written.
"""

import tempfile
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from registry.models import RecordType
from registry.packs import more
from registry.packs.checking import check_pack
from registry.packs.form_kinds import ChoiceLists, Forms
from registry.packs.kinds import Grants, Offices, Organisations, Places, Roles
from registry.packs.loading import load_pack
from registry.packs.problems import PackError
from registry.packs.states import States
from registry.packs.type_kinds import RecordTypes, Workflows
from registry.packs.writing import dump

HEADING = "Written from a live system by `manage.py pack export`."


def export_pack(folder: Path, key: str, title: Mapping[str, str], *, places: bool = True) -> list[Path]:
    """Write the pack; gives its files. `FileExistsError` when the folder is not empty, `PackError` when what is here
    could not be applied elsewhere.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty.")
    files = {"pack.yaml": {"key": key, "title": dict(title)}, **_files(places=places)}
    with tempfile.TemporaryDirectory() as trial:
        _write(Path(trial), files)
        checked = check_pack(load_pack(Path(trial)))
        if checked.problems:
            raise PackError(checked.problems)
    return _write(folder, files)


def _write(folder: Path, files: Mapping[str, Any]) -> list[Path]:
    written = []
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dump(content, HEADING), encoding="utf-8")
        written.append(path)
    return written


def _files(*, places: bool) -> dict[str, Any]:
    """File → content; files with nothing in them are left out."""
    lists = ChoiceLists([]).present()
    live = set(RecordType.objects.filter(form__live_version__isnull=False).values_list("key", flat=True))
    found: dict[str, Any] = {
        "offices.yaml": _keyed(Offices([]).present()),
        "places.yaml": _tree(Places([]).present()) if places else [],
        "organisations.yaml": _keyed(Organisations([]).present()),
        "lists.yaml": _keyed(lists),
        "workflows.yaml": [
            {"key": key, "bn": state["bn"], "en": state["en"], **state["document"]}
            for key, state in Workflows([]).present().items()
        ],
        "record_types.yaml": _record_types(live),
        "roles.yaml": _keyed(Roles([]).present()),
        "grants.yaml": _of_types(live, _grants()),
    }
    found |= {f"{one.file}.yaml": _of_types(live, _entries(one)) for one in more.files()}
    return {name: content for name, content in found.items() if content} | _forms()


def _keyed(states: States) -> list[dict[str, Any]]:
    return [{"key": key, **state} for key, state in states.items()]


def _tree(states: States) -> list[dict[str, Any]]:
    """Places inside their places."""
    parts = {
        code: {"code": code, **{name: state[name] for name in ("bn", "en", "level", "aliases")}}
        for code, state in states.items()
    }
    roots: list[dict[str, Any]] = []
    for code, state in states.items():
        above = parts.get(state["parent"])
        (roots if above is None else above.setdefault("inside", [])).append(parts[code])
    return roots


def _record_types(live: Collection[str]) -> list[dict[str, Any]]:
    """Those without a form that was ever published could not be applied, and are left out."""
    return [{"key": key, **state} for key, state in RecordTypes([]).present().items() if key in live]


def _of_types(live: Collection[str], entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without what is said about record types that are left out."""
    return [one for one in entries if one.get("record_type") is None or one["record_type"] in live]


def _entries(file: more.File) -> list[dict[str, Any]]:
    """What another app brings with packs."""
    return [file.entry(key, state) for key, state in file.kind([]).present().items()]


def _grants() -> list[dict[str, Any]]:
    found = []
    for key, state in Grants([]).present().items():
        role, record_type, scope = key.split(" ")
        found.append({"role": role, "record_type": record_type, "scope": scope, **state})
    return found


def _forms() -> dict[str, Any]:
    """One file a form that was ever published, with its newest draft."""
    return {
        f"forms/{key}.yaml": {"key": key, "document": state} for key, state in Forms({}, {}).present().items()
    }
