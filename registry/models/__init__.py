"""Models of the registry, one module an aggregate. Read records through `registry.query`, never from here."""

from registry.models.access import AccessedRecord, AccessEvent, Action, Grant, Scope, Watch
from registry.models.backfill import Backfill
from registry.models.cases import (
    Alias,
    Assignment,
    CalendarFeed,
    ContactAttempt,
    GuardedName,
    GuardedRecord,
    Handover,
    Merge,
)
from registry.models.data_import import DataImport, ImportChunk, ImportedPast, ImportedRecord, PastReplay
from registry.models.event import RecordEvent
from registry.models.pack import PackEntry, Role
from registry.models.places import Office, OfficeMembership, Organisation, Place
from registry.models.proposal import GrantProposal
from registry.models.record import (
    Record,
    RecordFile,
    RecordIndex,
    RecordKey,
    RecordLink,
    RecordRevision,
    RecordValue,
)
from registry.models.record_type import RecordType, ReferenceCounter, SlotMap
from registry.models.saved_view import SavedView
from registry.models.workflow import ConfigVersion, RecordTransition, Task, Workflow

__all__ = [
    "AccessEvent",
    "AccessedRecord",
    "Action",
    "Alias",
    "Assignment",
    "Backfill",
    "CalendarFeed",
    "ConfigVersion",
    "ContactAttempt",
    "DataImport",
    "Grant",
    "GrantProposal",
    "GuardedName",
    "GuardedRecord",
    "Handover",
    "ImportChunk",
    "ImportedPast",
    "ImportedRecord",
    "Merge",
    "Office",
    "OfficeMembership",
    "Organisation",
    "PackEntry",
    "PastReplay",
    "Place",
    "Record",
    "RecordEvent",
    "RecordFile",
    "RecordIndex",
    "RecordKey",
    "RecordLink",
    "RecordRevision",
    "RecordTransition",
    "RecordType",
    "RecordValue",
    "ReferenceCounter",
    "Role",
    "SavedView",
    "Scope",
    "SlotMap",
    "Task",
    "Watch",
    "Workflow",
]
