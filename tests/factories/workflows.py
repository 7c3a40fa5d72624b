"""A workflow of a case, roles to move it on, and types of records below it."""

from typing import Any

from django.contrib.auth.models import Group

from forms_builder.schema import Document
from registry import access
from registry.models import RecordType, Role, Workflow
from registry.workflow.configuring import save_workflow
from tests.factories.forms import ask, choices, document, page
from tests.factories.registry import make_type


def words(text: str) -> dict[str, str]:
    return {"en": text, "bn": f"{text} (bn)"}


def state(value: str, **more: Any) -> dict[str, Any]:
    return {"value": value, "label": words(value.replace("_", " ").capitalize()), **more}


def transition(key: str, sources: str, to: str, **more: Any) -> dict[str, Any]:
    """`sources` with spaces between."""
    return {"key": key, "label": words(key.capitalize()), "sources": sources.split(), "to": to, **more}


def task(key: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "label": words(key.replace("_", " ").capitalize()), **more}


def make_role(key: str, *people: Any) -> Role:
    role, _made = Role.objects.get_or_create(
        key=key,
        defaults={
            "name_en": key,
            "name_bn": f"{key} (bn)",
            "group": Group.objects.get_or_create(name=f"Group of {key}")[0],
        },
    )
    for person in people:
        person.groups.add(role.group)
        access.forget(person)
    return role


def make_workflow(key: str, content: dict[str, Any], *followers: RecordType) -> Workflow:
    """A workflow that these types follow, saved the way the admin saves one."""
    stored = Workflow(key=key, name_en=key, name_bn=f"{key} (bn)", document={"states": [state("open")]})
    save_workflow(stored)
    RecordType.objects.filter(pk__in=[one.pk for one in followers]).update(workflow=stored)
    stored.document = content
    save_workflow(stored)
    for one in followers:
        one.refresh_from_db()
    return stored


def child_form() -> Document:
    return document(
        page(
            "visit",
            ask("seen_on", "date", filterable=True),
            ask("level", "choose_one", choices=choices("low", "high"), filterable=True),
            ask("points", "integer"),
            ask("secret", "long_text", sensitivity="R", compartment="clinical"),
        )
    )


def make_child_type(parent: RecordType, key: str = "visit", **fields: Any) -> RecordType:
    return make_type(child_form(), key=key, parent_type=parent, **fields)


def case_workflow() -> dict[str, Any]:
    """Open → enrolled → closed: enrolling needs a second person and a visit, and leaves two tasks behind."""
    return {
        "states": [
            state("open"),
            state("enrolled"),
            state("in_service"),
            state("closed", end=True, locked=True),
        ],
        "at_start": [task("call_back", days=1)],
        "transitions": [
            transition(
                "enrol",
                "open",
                "enrolled",
                roles=["supervisor"],
                when="${visit_count} > 0 and ${district} != ''",
                when_message=words("A visit is needed first."),
                four_eyes=["creator"],
                closes=["call_back"],
                tasks=[
                    task("assess", days=14, opens="visit", escalate_after=3, escalate_to="supervisor"),
                    task("review", days=90, role="supervisor"),
                    task("urgent", days=0, when="${visits} > 100"),
                ],
            ),
            transition("serve", "enrolled", "in_service", automatic=True, when="${last_level} = 'high'"),
            transition("close", "*", "closed", roles=["supervisor"], reason="required"),
        ],
    }


ROLLUPS = [
    {"key": "visit_count", "label": words("Visits"), "record_type": "visit"},
    {
        "key": "last_level",
        "label": words("Last level"),
        "record_type": "visit",
        "measure": "latest",
        "question": "level",
        "by": "seen_on",
    },
    {
        "key": "points_sum",
        "label": words("Points"),
        "record_type": "visit",
        "measure": "sum",
        "question": "points",
    },
]
