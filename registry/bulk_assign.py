"""Putting somebody in charge of several records at once: offered to those who may hand records over."""

from copy import copy
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from registry import access, assigning
from registry.bulk import BulkAction, Refused
from registry.models import Action, Record, RecordType
from registry.opening import NotVisible
from registry.workflow.document import Reason

KEY = "assign"


class PutInCharge:
    """Asks for a person first: `to` gives the action that can be run."""

    key = KEY
    reason = Reason.NO

    def __init__(self, user: Any, record_type: RecordType) -> None:
        self.user, self.record_type = user, record_type
        self.label = _("Put somebody in charge")
        self.person: Any = None

    @cached_property
    def people(self) -> QuerySet[Any]:
        """Those who can be chosen. Whether one works in a record's own office is asked for each record."""
        return assigning.people_for(self.record_type, assigning.offices_managed(self.user, self.record_type))

    def to(self, written: str) -> "PutInCharge | None":
        """The action for the person of this id; None where nobody was chosen who could be."""
        found = (
            self.people.filter(pk=int(written)).first() if written.isdecimal() and len(written) < 18 else None
        )
        if found is None:
            return None
        chosen = copy(self)
        chosen.person = found
        return chosen

    def objection(self, user: Any, record: Record) -> str:
        return "" if access.can(user, Action.MANAGE, record) else _("You may not hand over this record.")

    def run(self, user: Any, record: Record, seen: str, reason: str) -> str:
        try:
            assigning.assign(user, record.pk, self.person, lead=True)
        except assigning.Refused as refusal:
            raise Refused(str(refusal)) from refusal
        except NotVisible as error:
            raise Refused(_("You may not hand over this record.")) from error
        return _("%(who)s is in charge now.") % {"who": self.person}


def offered(user: Any, record_type: RecordType, language: str) -> list[BulkAction]:
    return [PutInCharge(user, record_type)] if access.can(user, Action.MANAGE, record_type) else []
