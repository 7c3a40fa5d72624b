"""A record by the number that somebody typed or read out: digits of either script, capital letters or not."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from forms_builder.schema.text import clean_text, latin_digits
from registry import access
from registry.models import Action, Alias, Record, RecordType
from registry.opening import NotVisible, get_record
from registry.query import Op, RecordQuery
from registry.receipts import DASHES


def by_number(user: Any, kinds: Iterable[RecordType], typed: str) -> Record | None:
    """The record of one of these types, as far as `user` may see it; the one that stayed, where it was merged.

    Looking is noted like a list.
    """
    plain = latin_digits(clean_text(typed)).translate(DASHES)
    spellings = [one for one in dict.fromkeys((plain, plain.upper())) if one]
    for kind in kinds:
        for spelling in spellings if access.can(user, Action.VIEW, kind) else ():
            query = RecordQuery(user, kind).where("_reference", Op.EQUAL, spelling)
            if rows := query.page().rows:
                return _that_stayed(user, rows[0].record.pk, rows[0].record.reference)
    return None


def _that_stayed(user: Any, pk: UUID, reference: str) -> Record | None:
    merged = Alias.objects.filter(reference=reference).first()
    try:
        return get_record(user, merged.record_id if merged else pk)
    except NotVisible:
        return None
