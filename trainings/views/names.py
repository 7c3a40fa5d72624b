"""How somebody on a sheet is shown, and the note that they were."""

from collections.abc import Collection
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from forms_builder.schema import Sensitivity
from registry import audit
from registry.views.common import language
from trainings.models import Participant
from trainings.sheets.opening import OpenSheet


def shown_name(
    one: Participant, said_in: str = "", hidden: Collection[UUID] = frozenset()
) -> tuple[str, str]:
    """The name, and what tells two of one name apart. On a restricted sheet the chosen name and nothing else.

    A case stands by its reference, unless its row is among the `hidden` (`cases.hidden`).
    """
    if one.case is not None:
        return (_("A case that is not open to you") if one.pk in hidden else one.case.reference), ""
    if one.person is None:
        return str(one.opened().get("alias", "–")), ""
    person = one.person.merged_into or one.person
    about = ", ".join(filter(None, (person.designation, person.agency)))
    return person.name_in(said_in or language()), about


def note_seen(
    request: HttpRequest,
    opened: OpenSheet,
    people: Collection[Participant],
    kind: str = audit.AccessKind.VIEW,
) -> None:
    """An access event of the event's record: the names on its sheet were shown."""
    with audit.reading(request.user, kind, opened.record.type.key, address=audit.address_of(request)) as seen:
        tiers = {opened.tier if opened.sheet.restricted else Sensitivity.CONFIDENTIAL} if people else set()
        seen.add([opened.record.pk], tiers)
