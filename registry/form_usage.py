"""What the registry tells the designer about a form: its record types, who may read them, what is ever answered.

Told from set-up and from the names of changed questions in the history. No answer is opened for it.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from forms_builder import usage
from forms_builder.schema import Document, Sensitivity
from forms_builder.usage import Answered, Reader
from registry import taking_in
from registry.models import Action, Grant, Office, RecordRevision, RecordType, Scope
from registry.prefilling import office_keys

MOST_CHANGES = 50_000
"""The newest changes are counted; more would not tell anything else."""


def register() -> None:
    """Called once, when the app starts."""
    usage.register(Records())


class Records:
    """Forms that records are made of."""

    def kinds(self, definition_id: int) -> Sequence[str]:
        return [
            kind.name_in(_language()) for kind in RecordType.objects.filter(form=definition_id, active=True)
        ]

    def readers(self, definition_id: int) -> Sequence[Reader]:
        grants = Grant.objects.filter(record_type__form=definition_id, record_type__active=True)
        return [
            Reader(
                role=grant.group.name,
                what=grant.record_type.name_in(_language()),
                whose=str(Scope(grant.scope).label),
                tier=Sensitivity(grant.tier),
                compartments=tuple(grant.compartments),
            )
            for grant in grants.select_related("group", "record_type").order_by("group__name", "pk")
            if Action.VIEW in grant.actions
        ]

    def answered(self, definition_id: int, since: datetime) -> Answered:
        changes = RecordRevision.objects.filter(
            record__type__form=definition_id, record__is_test=False, at__gte=since
        )
        newest = changes.order_by("-at").values_list("changed_keys", flat=True)[:MOST_CHANGES]
        times: Counter[str] = Counter()
        looked_at = 0
        for keys in newest.iterator(chunk_size=2_000):
            looked_at += 1
            times.update(keys)
        return Answered(looked_at, times)

    def public_objections(self, definition_id: int, document: Document) -> Sequence[str]:
        if document.public and document.public.by_link:
            return self.link_objections(definition_id)
        if taking_in.public_type(definition_id) is None:
            return [
                _(
                    "No record type takes in what people send: choose this form for a record type "
                    "that belongs to no other record."
                )
            ]
        if Office.objects.count() > 1 and not _names_office(document):
            return [
                _(
                    "It would not be clear which office an answer belongs to: ask for the office, or say which one "
                    "is answered for everybody."
                )
            ]
        return []

    def link_objections(self, definition_id: int) -> Sequence[str]:
        """A link says what the answers are about, and with it the office."""
        below = RecordType.objects.filter(form=definition_id, active=True).exclude(parent_type=None)
        if below.exists():
            return []
        return [
            _(
                "No record type takes in what people send by a link: choose this form for a record type "
                "that belongs to another record, such as feedback on a training."
            )
        ]


def _names_office(document: Document) -> bool:
    """Whether visitors are asked for the office, or it is answered for them."""
    public = document.public
    left_out = public.left_out if public else ()
    return any(key not in left_out for key in office_keys(document))


def _language() -> str:
    return get_language() or "bn"
