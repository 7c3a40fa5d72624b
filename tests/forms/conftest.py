"""What tests of the two-person rule begin with: a sensitive and a plain form, and what became of a draft."""

from typing import Any

import pytest
from wagtail.models import Revision

from forms_builder.models import FormDefinition
from forms_builder.publishing import NotApproved
from forms_builder.schema import Document, Question
from tests.factories.forms import ask, document, make_approver, make_form_admin, page


def secret(*more: Question) -> Document:
    return document(page("one", ask("name", sensitivity="R", compartment="identity"), *more))


def plain(*more: Question) -> Document:
    return document(page("one", ask("name"), *more))


@pytest.fixture
def author(db: None) -> Any:
    return make_form_admin(full_name="Author (example)")


@pytest.fixture
def second(db: None) -> Any:
    return make_approver(full_name="Second (example)")


def latest(definition: FormDefinition) -> Revision:
    revision = FormDefinition.objects.get(pk=definition.pk).get_latest_revision()
    assert revision is not None
    return revision


def live_number(definition: FormDefinition) -> int | None:
    version = FormDefinition.objects.select_related("live_version").get(pk=definition.pk).live_version
    return version.number if version else None


def refused(definition: FormDefinition, user: Any) -> list[str]:
    """Publishing is refused, nothing goes live, and these are the reasons."""
    with pytest.raises(NotApproved) as refusal:
        latest(definition).publish(user=user)
    assert live_number(definition) is None
    return [problem.code for problem in refusal.value.problems]
