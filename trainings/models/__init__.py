"""The tables of people, sheets and committees, one idea a module. Nothing outside asks for a module by name."""

from trainings.models.capability import Capability
from trainings.models.certificate import Certificate
from trainings.models.check_in import CheckIn
from trainings.models.committee import Body, BodyKind, BodyRule, Membership
from trainings.models.meeting import ActionPoint, Commitment, ConfidentialPart, Meeting
from trainings.models.offline import OfflineEntry, OfflineKey
from trainings.models.partner import Facilitator, ServiceProvider
from trainings.models.person import Person, PersonMerge
from trainings.models.sheet import CAME, Mark, MarkChange, Participant, Session, Sheet, State
from trainings.models.signature import Signature

__all__ = [
    "CAME",
    "ActionPoint",
    "Body",
    "BodyKind",
    "BodyRule",
    "Capability",
    "Certificate",
    "CheckIn",
    "Commitment",
    "ConfidentialPart",
    "Facilitator",
    "Mark",
    "MarkChange",
    "Meeting",
    "Membership",
    "OfflineEntry",
    "OfflineKey",
    "Participant",
    "Person",
    "PersonMerge",
    "ServiceProvider",
    "Session",
    "Sheet",
    "Signature",
    "State",
]
