"""Lists kept under a name: who sees which, how one is kept, and which parts of an address are worth keeping."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from forms_builder.digits import in_readers_digits
from registry.access import offices_of
from registry.models import RecordType, SavedView
from registry.models.saved_view import LONGEST_QUERY
from registry.tables.address import PICK, PLACE, SEARCH, Address

MOST = 50
"""Views that one person keeps of one kind of record."""
PASSING = PLACE | {SEARCH, PICK}
"""What belongs to the moment: the place in the list, a number looked for, records picked one by one."""


SHOWN = ("name", "query", "shared", "owner__full_name", "owner__email")


class NotKept(Exception):
    """The view cannot be kept; the message says why."""


def views_for(user: Any, record_type: RecordType) -> QuerySet[SavedView]:
    """One's own, those for everybody, and those of colleagues who work in the same offices."""
    near = Q(shared=SavedView.Shared.OFFICE, owner__office_memberships__office__in=offices_of(user))
    wanted = Q(owner_id=user.pk) | Q(shared=SavedView.Shared.ALL) | near
    return (
        SavedView.objects.filter(wanted, record_type=record_type)
        .select_related("owner")
        .only(*SHOWN)
        .distinct()
    )


def keep(user: Any, record_type: RecordType, name: str, shared: str, address: Address) -> SavedView:
    """Keep a list under a name; one's own view of that name is replaced. `NotKept` says why it cannot be."""
    query = query_of(address)
    if len(query) > LONGEST_QUERY:
        raise NotKept(_("So many filters cannot be kept together. Take some of them away."))
    mine = SavedView.objects.filter(owner_id=user.pk, record_type=record_type)
    with transaction.atomic():
        if mine.exclude(name=name).count() >= MOST:
            raise NotKept(
                _("You keep %(number)s lists here already. Delete one first.")
                % {"number": in_readers_digits(MOST)}
            )
        view, _made = SavedView.objects.update_or_create(
            owner=user, record_type=record_type, name=name, defaults={"query": query, "shared": shared}
        )
    return view


def delete(user: Any, record_type: RecordType, view_id: UUID) -> bool:
    """Delete a view of one's own; False when there is none."""
    deleted, _by_model = SavedView.objects.filter(
        owner_id=user.pk, record_type=record_type, pk=view_id
    ).delete()
    return bool(deleted)


def query_of(address: Address) -> str:
    return urlencode([pair for pair in address.parameters if pair[0] not in PASSING])
