"""Receipt codes: what a visitor was told to quote after a public form, such as "4F7A-09BC".

The code is the beginning of the submission's id, so it is stored nowhere and leads to the record that came of it.
"""

import re
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from forms_builder.models import Submission
from forms_builder.public.opening import PURPOSE, code_of
from forms_builder.schema.text import clean_text, latin_digits

CODE = re.compile(r"^([0-9A-F]{4})[\s-]*([0-9A-F]{4})$")
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))


def range_of(text: str) -> tuple[UUID, UUID] | None:
    """First and last id of submissions with this code, as somebody types or reads it out; None for what is no code."""
    found = CODE.match(latin_digits(clean_text(text)).translate(DASHES).strip().upper())
    if found is None:
        return None
    start = found[1] + found[2]
    return UUID(start + "0" * 24), UUID(start + "f" * 24)


def sent_with(text: str) -> QuerySet[Submission]:
    """What visitors sent that has this code: one submission, nearly always, or none."""
    found = range_of(text)
    return Submission.objects.filter(pk__range=found, purpose=PURPOSE) if found else Submission.objects.none()


def quoted(text: str) -> Q:
    """Condition on records: taken in from what has this code."""
    return Q(submission__in=sent_with(text).values("pk"))


def codes_of(submissions: Iterable[UUID | None]) -> dict[UUID, str]:
    """Submission id → code, for those that visitors sent."""
    ids = [pk for pk in submissions if pk is not None]
    sent = Submission.objects.filter(pk__in=ids, purpose=PURPOSE).only("pk") if ids else ()
    return {one.pk: code_of(one) for one in sent}


def waits(text: str) -> bool:
    """Whether something with this code came in and is no record yet."""
    return sent_with(text).filter(record=None).exists()
