"""Two rows that are one person become one, and two again if that was wrong. Nothing is copied away or lost.

The one that goes points at the one that stays; whoever counts people follows that pointer (`canonical`).
"""

from typing import Any

from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils import timezone

from trainings.models import Person, PersonMerge
from trainings.people.writing import Details, fill

TAKEN_OVER = ("name_bn", "name_en", "agency_kind", "agency", "designation", "district")
UNSAID = {
    "sex": Person.Sex.NOT_STATED,
    "age_band": Person.AgeBand.NOT_STATED,
    "disability": Person.Disability.NOT_ASKED,
}


class NotPossible(Exception):
    """The two cannot be joined, or not be parted any more. Nothing was changed."""


def canonical(path: str = "person") -> Coalesce:
    """For queries over rows that name a person: the id of the one they count as."""
    return Coalesce(f"{path}__merged_into_id", f"{path}_id")


def merge(user: Any, kept: Person, gone: Person) -> PersonMerge:
    """Join `gone` into `kept`, which takes over what it does not know yet."""
    with transaction.atomic():
        rows = {
            one.pk: one
            for one in Person.objects.select_for_update(of=("self",)).filter(pk__in=[kept.pk, gone.pk])
        }
        if len(rows) != 2 or any(one.merged_into_id for one in rows.values()):
            raise NotPossible
        kept, gone = rows[kept.pk], rows[gone.pk]
        done = PersonMerge(kept=kept, gone=gone, by=user, filled=_take_over(kept, gone))
        done.moved = [str(pk) for pk in gone.merged.values_list("pk", flat=True)]
        gone.merged.update(merged_into=kept)
        gone.merged_into = kept
        gone.save()
        kept.save()
        done.save(force_insert=True)
    return done


def undo(user: Any, done: PersonMerge) -> None:
    """Part the two again, as they were before; `NotPossible` when the one that stayed was joined to another since."""
    with transaction.atomic():
        held = (
            PersonMerge.objects.select_for_update(of=("self",)).select_related("kept", "gone").get(pk=done.pk)
        )
        if held.undone_at is not None or held.gone.merged_into_id != held.kept_id:
            raise NotPossible
        Person.objects.filter(pk__in=held.moved, merged_into=held.kept).update(merged_into=held.gone)
        _give_back(held)
        held.undone_by, held.undone_at = user, timezone.now()
        held.save()


def _take_over(kept: Person, gone: Person) -> list[str]:
    """Fill what the kept row lacks; gives the names of those fields."""
    filled = [name for name in TAKEN_OVER if not getattr(kept, name) and getattr(gone, name)]
    filled += [
        name for name, unsaid in UNSAID.items() if getattr(kept, name) == unsaid != getattr(gone, name)
    ]
    for name in filled:
        setattr(kept, name, getattr(gone, name))
    phone = kept.phone
    if not phone and gone.phone:
        phone = gone.phone
        filled.append("phone")
    fill(kept, Details(**{name: getattr(kept, name) for name in (*TAKEN_OVER, *UNSAID)}, phone=phone))
    return filled


def _give_back(held: PersonMerge) -> None:
    """What was taken over goes where it came from, unless it was changed since."""
    kept, gone = held.kept, held.gone
    phone = kept.phone
    for name in held.filled:
        if name == "phone":
            phone = "" if phone == gone.phone else phone
        elif getattr(kept, name) == getattr(gone, name):
            setattr(kept, name, UNSAID.get(name, None if name == "district" else ""))
    fill(kept, Details(**{name: getattr(kept, name) for name in (*TAKEN_OVER, *UNSAID)}, phone=phone))
    kept.save()
    gone.merged_into = None
    gone.save()
