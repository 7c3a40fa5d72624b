"""Puts faults where they are mended: nested validation errors that Wagtail's editor shows at each block."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.blocks import StreamBlockValidationError, StreamValue, StructBlockValidationError, StructValue

from forms_builder.designer.conversion import KEPT
from forms_builder.designer.faults import PartFault

Here = dict[str, list[PartFault]]


def located(value: StructValue, faults: Sequence[PartFault]) -> ValidationError:
    """One error for the whole document block; what has no place in it is said on top."""
    by_part: Here = defaultdict(list)
    for fault in faults:
        by_part[fault.block_id].append(fault)
    inside = _stream(value["pages"], by_part)
    lost = [fault for rest in by_part.values() for fault in rest]  # what was placed is gone from it
    names = value.block.child_blocks
    errors: dict[str, Any] = {
        fault.name: ValidationError(fault.message) for fault in lost if fault.name in names
    }
    if inside is not None:
        errors["pages"] = inside
    rest = [ValidationError(fault.message) for fault in lost if fault.name not in errors]
    return StructBlockValidationError(block_errors=errors, non_block_errors=rest)


def _stream(stream: StreamValue, by_part: Here) -> ValidationError | None:
    errors = {}
    for index, child in enumerate(stream):
        error = _struct(child, by_part)
        if error is not None:
            errors[index] = error
    return StreamBlockValidationError(block_errors=errors) if errors else None


def _struct(child: Any, by_part: Here) -> ValidationError | None:
    faults = by_part.pop(child.id, [])
    errors: dict[str, Any] = {}
    whole = []
    for fault in faults:
        if fault.name in child.block.child_blocks and child.block.name != KEPT and fault.name not in errors:
            errors[fault.name] = ValidationError(fault.message)
        else:
            whole.append(ValidationError(fault.message))
    if "items" in child.block.child_blocks:
        inside = _stream(child.value["items"], by_part)
        if inside is not None:
            errors["items"] = inside
    if not errors and not whole:
        return None
    return StructBlockValidationError(block_errors=errors, non_block_errors=whole)
