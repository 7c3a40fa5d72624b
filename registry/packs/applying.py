"""Applying a pack: one transaction, everything or nothing. Applying it again writes nothing."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.module_loading import import_string

from registry import slots
from registry.models import RecordType
from registry.packs import more
from registry.packs.checking import Checked, check_pack
from registry.packs.form_kinds import ChoiceLists, Forms
from registry.packs.kinds import Grants, Offices, Organisations, Places, Roles
from registry.packs.loading import Pack, load_pack
from registry.packs.problems import PackError, PackProblem
from registry.packs.report import Report
from registry.packs.states import Kind, bring_to
from registry.packs.type_kinds import RecordTypes, Workflows
from registry.workflow.configuring import refuse_faults


def apply_pack(folder: Path, *, user: Any = None, overwrite: bool = False) -> tuple[Pack, Report]:
    """Load, check and apply the pack in `folder`. Commits all of it, or nothing and raises `PackError`.

    What somebody changed since the last apply is left alone and reported, unless `overwrite`.
    """
    pack = load_pack(folder)
    checked = check_pack(pack)
    if checked.problems:
        raise PackError(checked.problems)
    report = Report(warnings=[str(warning) for warning in checked.warnings])
    with transaction.atomic():
        _apply(pack, checked, report, user=user, overwrite=overwrite)
        for step in following_steps():
            step()
    return pack, report


def kinds_of(pack: Pack, checked: Checked, user: Any = None) -> list[Kind]:
    """The pack's things by kind, in the order in which they are written."""
    files = {file.form.key: file.source.name for file in pack.forms}
    return [
        Offices(pack.offices),
        Places(pack.places),
        Organisations(pack.organisations),
        ChoiceLists(pack.lists),
        Roles(pack.roles),
        Forms(checked.documents, files, user, f"pack {pack.about.key}"),
        Workflows(pack.workflows, user),
        RecordTypes(pack.record_types),
        Grants(pack.grants),
        *others(pack),
    ]


def _apply(pack: Pack, checked: Checked, report: Report, *, user: Any, overwrite: bool) -> None:
    for kind in kinds_of(pack, checked, user):
        bring_to(kind, pack.about.key, report, overwrite=overwrite)
        if isinstance(kind, Forms):
            report.was_updated_after_all(kind.name, len(kind.publish_with_new_lists()))
        if isinstance(kind, Roles):
            unknown = sorted(kind.unknown)
            report.warnings += [f"roles: there is no permission {name!r} here" for name in unknown]
    for record_type in RecordType.objects.filter(key__in=[part.key for part in pack.record_types]):
        _give_columns(record_type)
    _check_workflows(pack)


def others(pack: Pack) -> Iterator[Kind]:
    """Kinds of things that other apps bring with packs, in the order they were registered."""
    for one in more.files():
        yield one.kind(pack.more.get(one.file, []))


def _check_workflows(pack: Pack) -> None:
    """Against the types that follow them, which are all there only now."""
    problems = []
    for part in pack.workflows:
        followers = list(RecordType.objects.filter(workflow__key=part.key).select_related("form"))
        try:
            refuse_faults(part.workflow, followers)
        except ValidationError as error:
            problems += [PackProblem("workflows.yaml", message, (part.key,)) for message in error.messages]
    if problems:
        raise PackError(problems)


def _give_columns(record_type: RecordType) -> None:
    try:
        slots.allocate(record_type)
    except ValidationError as error:
        raise PackError(
            [PackProblem("record_types.yaml", message, (record_type.key,)) for message in error.messages]
        ) from error


def following_steps() -> list[Callable[[], object]]:
    """What the installation does after every apply (setting `PACK_STEPS`, dotted names of functions)."""
    return [import_string(name) for name in getattr(settings, "PACK_STEPS", ())]
