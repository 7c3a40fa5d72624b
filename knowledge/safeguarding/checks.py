"""What stands in the way of publishing a page. An empty list means: it may go out. Changes nothing."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from forms_builder.digits import in_readers_digits
from knowledge.models.media import HubImage, PictureKind
from knowledge.models.review import SafeguardingReview, Subject
from knowledge.safeguarding import content
from knowledge.safeguarding.wording import avoided_words

if TYPE_CHECKING:
    from knowledge.models.page import HubPage


def faults(page: "HubPage", *, with_review: bool = True) -> list[str]:
    """One sentence for each thing to mend, in the reader's language."""
    if page.alias_of_id:
        return _of_alias(page, with_review=with_review)
    found = [*_in_words(page), *_in_pictures(page), *_in_languages(page), *page.own_faults()]
    if with_review and page.needs_review:
        found += _in_review(page)
    return found


def _of_alias(page: "HubPage", *, with_review: bool) -> list[str]:
    """An alias says what its original says, so it may be public only while the original could be."""
    original = page.alias_of.specific
    if not original.live:
        return [_("This page repeats another one, which is not public itself.")]
    return faults(original, with_review=with_review)


def _in_words(page: "HubPage") -> Iterator[str]:
    for found in avoided_words(content.words(page)):
        yield _("“%(words)s” labels people. Write %(instead)s instead.") % {
            "words": found.words,
            "instead": found.instead,
        }
    if page.needs_helplines and "helplines" not in content.block_types(page):
        yield _("The helplines are missing. Add the block “Helplines”.")


def _in_pictures(page: "HubPage") -> Iterator[str]:
    for image in content.images(page):
        yield from _in_picture(image)


def _in_picture(image: HubImage) -> Iterator[str]:
    if not image.description.strip():
        yield _("The picture “%(title)s” has no description for people who do not see it.") % {
            "title": image.title
        }
    if image.kind == PictureKind.CHILD or image.kind not in PictureKind.values:
        yield _("The picture “%(title)s” shows a child. Use a drawing.") % {"title": image.title}
    if image.kind == PictureKind.ADULT and not (image.consent and image.consent.is_valid()):
        yield _("The consent for the picture “%(title)s” is missing or over.") % {"title": image.title}


def _in_languages(page: "HubPage") -> Iterator[str]:
    from knowledge.translating import counted, translation_into

    if page.needs_review and not page.one_language and not page.get_translations().exists():
        yield _("There is no translation yet. Translate the page, or mark it as being in one language only.")
    translation = translation_into(page)
    missing = counted(translation)[1] if translation else 0
    if missing:
        yield _("Texts still to be translated: %(count)s.") % {"count": in_readers_digits(missing)}


def _in_review(page: "HubPage") -> Iterator[str]:
    review = valid_review(page)
    if review is None:
        yield _("A safeguarding reviewer has to approve exactly this version first.")
        return
    if not review.all_yes:
        yield _("Not every point of the safeguarding review was answered with yes.")
    if not review.shipped and (review.reviewer_id is None or review.reviewer_id in authors(page)):
        yield _("The reviewer may not be one of the people who wrote the page.")
    consents = list(review.consents.all())
    if Subject(review.subject).needs_consent and not consents:
        yield _("A consent is missing for the people who are shown or described.")
    for consent in consents:
        if not consent.is_valid():
            yield _("The consent %(code)s is withdrawn or over.") % {"code": consent.code}


def valid_review(page: "HubPage") -> SafeguardingReview | None:
    """The newest review of exactly this content that was not taken back."""
    if page.pk is None:
        return None
    reviews = SafeguardingReview.objects.filter(page_id=page.pk, fingerprint=content.fingerprint(page))
    return reviews.filter(revoked_at=None).first()


def authors(page: "HubPage") -> set[int]:
    """Everybody who had a hand in what is not public yet: the owner and the writers of its versions since then.

    The editor also keeps a version when a reviewer only approves what is there: that is no hand in it.
    """
    revisions = page.revisions.order_by("pk")
    before = None
    if page.live_revision_id:
        before = revisions.filter(pk__lt=page.live_revision_id).last()
        revisions = revisions.filter(pk__gte=page.live_revision_id)
    found: set[int] = set()
    for revision in revisions:
        if revision.user_id and not (before and content.says_the_same(before, revision)):
            found.add(revision.user_id)
        before = revision
    return found | ({page.owner_id} if page.owner_id and not page.live_revision_id else set())
