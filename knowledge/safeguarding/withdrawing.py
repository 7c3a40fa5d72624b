"""Taking a page back: at once, in every language, with its pictures and files. What was withdrawn is logged, not kept."""

from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.log_actions import log
from wagtail.models import Page, ReferenceIndex

from knowledge import papers
from knowledge.models.consent import MediaConsent
from knowledge.models.media import HubImage
from knowledge.models.review import Withdrawal
from knowledge.public import open_to_all
from knowledge.safeguarding import content
from knowledge.safeguarding.gate import revoke_reviews

if TYPE_CHECKING:
    from knowledge.models.page import HubPage

BY_HAND, CONSENT_WITHDRAWN, CONSENT_OVER = "by hand", "consent withdrawn", "consent over"


@transaction.atomic
def withdraw(page: "HubPage", user: Any, reason: str = BY_HAND) -> list[Withdrawal]:
    """Take the page and its translations off the public site.

    Commits together: pages unpublished, reviews revoked, pictures and files deleted that nothing else shows, a row
    for each address that answers 410 from now on. Files leave the disk, and posters and cards the cache, when the
    transaction commits. Browsers and shared caches ask before they show anything again (freshness.py).
    """
    pages = _wherever_it_stands(page)
    for one in pages:
        if one.live:
            # Who may withdraw is decided by the caller: a reviewer may, without a publisher's rights.
            UnpublishPageAction(one, user=user).execute(skip_permission_checks=True)
        one.revisions.update(approved_go_live_at=None)
        revoke_reviews(one)
    transaction.on_commit(partial(papers.forget, [one.pk for one in pages]))
    return [_note(one, user, reason, _delete_media(one)) for one in pages]


def _wherever_it_stands(page: "HubPage") -> list["HubPage"]:
    """The page in every language, after the pages that repeat it elsewhere."""
    originals = [other.specific for other in page.get_translations(inclusive=True)]
    aliases = Page.objects.filter(alias_of__in=[one.pk for one in originals]).specific()
    return [*aliases, *originals]


def _delete_media(page: "HubPage") -> tuple[int, int]:
    images = [image for image in content.images(page) if not shown_publicly(image)]
    documents = [document for document in content.documents(page) if not shown_publicly(document)]
    for image in images:
        for rendition in image.renditions.all():
            rendition.delete()
        image.delete()
    for document in documents:
        document.delete()
    return len(images), len(documents)


def shown_publicly(thing: Any) -> bool:
    """Whether a live page without a restriction shows this picture or offers this file, or an award has it for its mark."""
    if isinstance(thing, HubImage) and thing.awards.exists():
        return True
    references = ReferenceIndex.get_references_to(thing)
    pages = [
        row.object_id for row in references if issubclass(row.base_content_type.model_class() or object, Page)
    ]
    return open_to_all(Page.objects.filter(pk__in=pages)).exists()


def _note(page: "HubPage", user: Any, reason: str, deleted: tuple[int, int]) -> Withdrawal:
    log(instance=page, action="knowledge.withdraw", user=user, data={"reason": reason})
    return Withdrawal.objects.create(
        page_id=page.pk,
        url_path=page.url_path,
        reason=reason,
        by=user,
        images_deleted=deleted[0],
        documents_deleted=deleted[1],
    )


@transaction.atomic
def withdraw_consent(consent: MediaConsent, user: Any) -> list[Withdrawal]:
    """A person took their consent back: it ends today, and so does every page that rests on it. Commits all of it."""
    consent.withdrawn_on = timezone.localdate()
    consent.save(update_fields=["withdrawn_on"])
    return [row for page in pages_resting_on(consent) for row in withdraw(page, user, CONSENT_WITHDRAWN)]


def withdraw_where_consent_is_over() -> int:
    """The daily job: how many pages went because a consent ended."""
    count = 0
    for consent in MediaConsent.objects.over(timezone.localdate()):
        for page in pages_resting_on(consent):
            count += len(withdraw(page, None, CONSENT_OVER))
    return count


def pages_resting_on(consent: MediaConsent) -> list["HubPage"]:
    """Live pages whose review names the consent, or that show a picture taken with it; one of each set of translations."""
    named = set(consent.reviews.filter(revoked_at=None).values_list("page_id", flat=True))
    shown = {
        row.object_id
        for image in consent.images.all()
        for row in ReferenceIndex.get_references_to(image)
        if issubclass(row.base_content_type.model_class() or object, Page)
    }
    live = Page.objects.live().filter(pk__in=named | {int(key) for key in shown}).specific()
    return list({page.translation_key: page for page in live}.values())
