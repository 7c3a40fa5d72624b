"""A type of consents and one of referrals below the cases of a `World`, and records of both."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from registry.models import Organisation, Record, RecordType
from registry.workflow.moving import Move, added, move
from tests.factories.forms import ask, choices, document, page
from tests.factories.registry import grant, make_record, make_type
from tests.factories.workflows import make_role, make_workflow, state, transition

if TYPE_CHECKING:
    from tests.workflow.conftest import World

SECRET = {"sensitivity": "R", "compartment": "legal"}


def make_agreement(world: "World") -> RecordType:
    form = document(
        page(
            "agreement",
            ask("agreed", "yes_no", **SECRET),
            ask("instead", "yes_no", **SECRET),
            ask("share", "choose_many", choices=choices("health", "police", "legal"), **SECRET),
            ask("day", "date"),
            ask("until", "date", **SECRET),
            ask("withdrawn", "date", **SECRET),
        )
    )
    config = {
        "holds_when": "${agreed} = 'yes' and ${withdrawn} = '' and ${until} >= today()",
        "withdrawn_when": "${withdrawn} != ''",
        "share": "share",
        "given_on": "day",
        "withdrawn_on": "withdrawn",
        "withdrawn_in": ["withdrawn"],
        "decided_when": "${instead} = 'yes'",
        "decided_in": ["approved"],
    }
    kind = make_type(form, key="agreement", parent_type=world.case, casework={"consent": config})
    content = {
        "states": [
            state("open"),
            state("approved", end=True, locked=True),
            state("withdrawn", end=True, locked=True),
        ],
        "transitions": [
            transition("approve", "open", "approved", roles=["supervisor"]),
            transition("withdraw_consent", "open approved", "withdrawn", roles=["worker"], reason="required"),
        ],
    }
    make_workflow("agreement", content, kind)
    for person in (world.worker, world.supervisor):
        grant(person, kind, scope="office")
    return kind


def make_referral(world: "World") -> RecordType:
    form = document(
        page(
            "referral",
            ask("domain", "choose_one", choices=choices("doctor", "court", "bank"), **SECRET),
            ask("provider", "organisation", settings={"kind": "provider"}),
            ask("inside", "yes_no"),
            ask("needed", "long_text", **SECRET),
            ask("result", "long_text"),
        )
    )
    sharing = {
        "about": "domain",
        "kinds": {"doctor": ["health"], "court": ["legal", "police"]},
        "inside_when": "${inside} = 'yes'",
        "recipient": "provider",
        "unsent": ["draft", "allowed"],
        "allowed": ["allowed"],
        "cancel": "cancel",
        "letter": ["provider", "needed"],
    }
    kind = make_type(form, key="referral", parent_type=world.case, casework={"sharing": sharing})
    content = {
        "states": [
            state("draft"),
            state("allowed", locked=True),
            state("sent"),
            state("done", end=True),
            state("cancelled", end=True, locked=True),
        ],
        "transitions": [
            transition("send", "draft allowed", "sent", roles=["worker"], consent=True),
            transition(
                "override", "draft", "allowed", roles=["supervisor"], reason="required", four_eyes=["creator"]
            ),
            transition("finish", "sent", "done", roles=["worker"]),
            transition("cancel", "draft allowed sent", "cancelled", roles=["worker"]),
        ],
    }
    make_workflow("referral", content, kind)
    make_role("worker", world.worker)
    for person in (world.worker, world.supervisor):
        grant(person, kind, scope="office")
    for key in ("clinic", "other_clinic"):
        Organisation.objects.create(
            key=key, kind="provider", name_en=f"Example {key}", name_bn=f"উদাহরণ {key}"
        )
    return kind


def agree(world: "World", agreement: RecordType, case: Record, **answers: Any) -> Record:
    given = {
        "agreed": "yes",
        "share": ["health"],
        "until": (timezone.localdate() + timedelta(days=90)).isoformat(),
        **answers,
    }
    record = make_record(agreement, given, by=world.worker, office=world.office, parent=case)
    added(record, world.worker)
    record.refresh_from_db()
    return record


def refer(world: "World", referral: RecordType, case: Record, **answers: Any) -> Record:
    given = {"domain": "doctor", "provider": "clinic", "needed": "Example need", **answers}
    record = make_record(referral, given, by=world.worker, office=world.office, parent=case)
    added(record, world.worker)
    record.refresh_from_db()
    return record


def step(by: Any, record: Record, rule: str, reason: str = "") -> None:
    move(by, record.pk, Move(rule, record.status, reason, "en"))
    record.refresh_from_db()


def send(world: "World", record: Record) -> None:
    step(world.worker, record, "send")


def allow(world: "World", record: Record) -> None:
    step(world.supervisor, record, "override", "Example: life at risk")


def day(ahead: int) -> str:
    """So many days from today."""
    return (timezone.localdate() + timedelta(days=ahead)).isoformat()
