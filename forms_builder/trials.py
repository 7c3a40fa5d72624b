"""Test submissions of a draft: kept sealed as the check page shows them, read again, and wiped when it goes live."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wagtail.log_actions import log

from forms_builder import sealing
from forms_builder.models.trials import TrialSubmission
from forms_builder.sealing import Binding

if TYPE_CHECKING:
    from wagtail.models import Revision

    from forms_builder.models import FormDefinition

COMPARTMENT = "drafts"
WIPED = "forms_builder.trials_wiped"
MOST = 500
"""Of one form; the oldest leaves when there are more."""


@dataclass(frozen=True, slots=True)
class Said:
    """A heading, and the questions under it with what was answered, in the language it was filled in."""

    heading: str
    rows: Sequence[tuple[str, str]]


def keep(definition: "FormDefinition", user: Any, language: str, said: Sequence[Said]) -> TrialSubmission:
    """Store one test submission."""
    key = sealing.new_data_key(COMPARTMENT)
    trial = TrialSubmission(definition_id=definition.pk, sent_by=user, language=language)
    content = json.dumps([[one.heading, list(one.rows)] for one in said])
    trial.sealed, trial.wrapped_key = key.seal(content.encode(), _binding(trial)), key.wrapped
    trial.save(force_insert=True)
    older = list(definition.trials.values_list("pk", flat=True)[MOST:])
    TrialSubmission.objects.filter(pk__in=older).delete()
    return trial


def said_in(trial: TrialSubmission) -> list[Said]:
    """What a test submission says; `SealingError` when its row was changed from outside."""
    content = sealing.unwrap(bytes(trial.wrapped_key)).open(bytes(trial.sealed), _binding(trial))
    return [Said(heading, [(label, value) for label, value in rows]) for heading, rows in json.loads(content)]


def count(definition: "FormDefinition") -> int:
    return TrialSubmission.objects.filter(definition_id=definition.pk).count()


def wipe(definition: "FormDefinition", revision: "Revision | None" = None, user: Any = None) -> int:
    """Delete all test submissions of a form, and say in its history how many there were."""
    number, _by_model = TrialSubmission.objects.filter(definition_id=definition.pk).delete()
    if number:
        log(instance=definition, action=WIPED, user=user, revision=revision, data={"count": number})
    return int(number)


def _binding(trial: TrialSubmission) -> Binding:
    return Binding(TrialSubmission._meta.db_table, str(trial.pk), COMPARTMENT)
