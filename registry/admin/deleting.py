"""Why a record type or a workflow cannot be deleted: what points at it, in words. Records are counted, never named."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forms_builder.digits import in_readers_digits
from registry.admin.readiness import leaving
from registry.models import RecordType, Workflow
from registry.workflow.checking import tasks_of
from registry.workflow.configuring import read


def what_needs_type(record_type: RecordType) -> Iterator[str]:
    """Records, forms that were begun, and other set-up that names the type."""
    held = leaving(record_type)
    if held.records:
        said = ngettext("It has %(number)s record.", "It has %(number)s records.", held.records)
        yield said % {"number": in_readers_digits(held.records)}
        yield _("You can take it out of use instead: then nothing is lost.")
    if held.drafts:
        said = ngettext(
            "Somebody began %(number)s form for it.", "Somebody began %(number)s forms for it.", held.drafts
        )
        yield said % {"number": in_readers_digits(held.drafts)}
    for other in record_type.child_types.all():
        yield _("“%(type)s” belongs to it.") % {"type": other}
    for workflow in Workflow.objects.all():
        if any(rule.opens == record_type.key for _move, rule in tasks_of(read(workflow.document))):
            yield _("A task of the workflow “%(workflow)s” is done by filling it in.") % {
                "workflow": workflow
            }
    for other in RecordType.objects.exclude(pk=record_type.pk):
        if _says(other.rollups, record_type.key) or _says(other.casework, record_type.key):
            yield _("The set-up of “%(type)s” names it.") % {"type": other}


def what_needs_workflow(workflow: Workflow) -> Iterator[str]:
    for record_type in workflow.record_types.all():
        yield _("Records of “%(type)s” follow it.") % {"type": record_type}


def _says(document: Any, key: str) -> bool:
    """Whether a piece of set-up has this text anywhere."""
    if isinstance(document, dict):
        return any(_says(one, key) for one in document.values())
    if isinstance(document, list):
        return any(_says(one, key) for one in document)
    return bool(document == key)
