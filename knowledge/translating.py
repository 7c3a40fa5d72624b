"""Translations made text by text in wagtail-localize, on their way through our review.

Its own editor only knows publishing, and writes into the public row on the way. Here the texts become a draft, which
goes the way of every draft; what is public stays as it is until the gate lets the draft pass.
"""

from django.utils.text import slugify
from wagtail.coreutils import find_available_slug
from wagtail.models import Revision
from wagtail_localize.models import Translation, TranslationSource

from knowledge.models.page import HubPage

SLUG = "slug"
"""A text like others to wagtail-localize; left as it is, it is the same in both languages."""


def translation_into(page: HubPage) -> Translation | None:
    """The translation whose result is this page; None for an original, and where somebody stopped it."""
    found: Translation | None = (
        Translation.objects.filter(
            source__object_id=page.translation_key, target_locale=page.locale_id, enabled=True
        )
        .select_related("source", "target_locale")
        .first()
    )
    return found


def counted(translation: Translation) -> tuple[int, int]:
    """How many texts there are, and how many of them still stand in the other language only."""
    texts = translation.source.stringsegment_set.exclude(context__path=SLUG)
    with_words = texts.annotate_translation(translation.target_locale)
    return texts.count(), with_words.filter(translation__isnull=True).count()


def is_behind(translation: Translation) -> bool:
    """Whether the original has changed since its texts were taken over."""
    original = translation.source.get_source_instance()
    changed = original.last_published_at if original.live else original.latest_revision_created_at
    return bool(changed and changed > translation.source.last_updated_at)


def original_to_translate(page: HubPage) -> HubPage:
    """What readers see; of a page that is not public yet its newest draft, as review will ask for both languages."""
    return page if page.live else page.get_latest_revision_as_object()


def take_over(source: TranslationSource) -> None:
    """The texts of the original as they are now."""
    source.update_from_db()
    original = source.get_source_instance()
    if not original.live:
        source.content_json = original_to_translate(original).to_json()
        source.save(update_fields=["content_json"])
        source.refresh_segments()


def save_draft(translation: Translation, user: object) -> Revision:
    """All texts as the newest draft of the page; those not translated yet in the words of the original."""
    page = translation.source.get_ephemeral_translated_instance(translation.target_locale, fallback=True)
    page.slug = find_available_slug(page.get_parent(), slugify(page.slug), ignore_page_id=page.pk)
    return page.save_revision(user=user, log_action=True)
