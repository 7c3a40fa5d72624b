"""Refuses to publish what is not fit for the public, whichever way somebody tries. `HubPage.publish` and `.save` call it."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from knowledge.models.consent import MediaConsent
from knowledge.models.review import CHECKLIST, SafeguardingReview, Subject
from knowledge.safeguarding.checks import faults
from knowledge.safeguarding.content import fingerprint

if TYPE_CHECKING:
    from knowledge.models.page import HubPage


class NotPublishable(ValidationError):
    """The page stays as it is. `messages` says what to mend."""


def refuse_faults(page: "HubPage") -> None:
    found = faults(page)
    if found:
        raise NotPublishable(found)


@transaction.atomic
def approve(
    page: "HubPage", reviewer: Any, subject: Subject, answers: dict[str, bool], consents: list[MediaConsent]
) -> SafeguardingReview:
    """Write down that `reviewer` looked at exactly this content. Commits the review with its consents.

    `NotPublishable` when the reviewer wrote it, an answer is no, or something else is wrong with the page.
    """
    review = SafeguardingReview(
        page_id=page.pk,
        fingerprint=fingerprint(page),
        subject=subject,
        reviewer=reviewer,
        **{name: bool(answers.get(name)) for name in CHECKLIST},
    )
    review.save()
    review.consents.set(consents)
    refuse_faults(page)
    return review


def approve_shipped(page: "HubPage") -> None:
    """For text that comes with the product and was reviewed with it. Everything but the reviewer is still checked."""
    SafeguardingReview.objects.create(
        page_id=page.pk,
        fingerprint=fingerprint(page),
        subject=Subject.NOBODY,
        shipped=True,
        **dict.fromkeys(CHECKLIST, True),
    )


def revoke_reviews(page: "HubPage") -> None:
    SafeguardingReview.objects.filter(page_id=page.pk, revoked_at=None).update(revoked_at=timezone.now())
