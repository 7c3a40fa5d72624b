"""What every page of the hub has in common: a summary, the gate before the public, its place in the search.

Page types are in the modules beside this one.
"""

import logging
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.models import get_all_child_relations
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, Panel, TitleFieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import COMMENTS_RELATION_NAME, Page, PageViewRestriction, ReferenceIndex, Revision
from wagtail.url_routing import RouteResult
from wagtail_headless_preview.models import HeadlessPreviewMixin

from knowledge.admin.page_form import HubPageForm
from knowledge.blocks import BODY
from knowledge.freshness import ASK_EACH_TIME, KEEP_NOTHING
from knowledge.models.review import Withdrawal
from knowledge.models.state import PublicState
from knowledge.public import front_pages, ways_to
from knowledge.safeguarding import checks, content, gate
from knowledge.searching import index
from knowledge.slugs import slug_of

logger = logging.getLogger(__name__)
SCHEDULED = "wagtail.publish.scheduled"
ELSEWHERE = "elsewhere"
DRAFT_NOTES = frozenset(
    (
        COMMENTS_RELATION_NAME,
        "draft_title",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
    )
)
"""What Wagtail writes into the row of a page when somebody saves a draft of it."""


class HubPage(HeadlessPreviewMixin, Page):
    """A public page. Publishing it passes the safeguarding gate, whichever way somebody tries."""

    summary = models.TextField(
        _("summary"),
        max_length=400,
        help_text=_("Two or three plain sentences: for lists, search engines and shared links."),
    )
    one_language = models.BooleanField(
        _("in this language only"),
        default=False,
        help_text=_("Readers of the other language get this page with a notice."),
    )
    body = StreamField(BODY, verbose_name=_("content"), blank=True)

    needs_review: ClassVar[bool] = True
    needs_helplines: ClassVar[bool] = False
    discreet: ClassVar[bool] = False
    """A page with a neutral title and icon that no cache keeps: somebody may be watched while reading it."""
    schema_type: ClassVar[str] = "WebPage"

    content_panels: ClassVar[list[Panel]] = [
        HelpPanel(template="knowledge/admin/gate.html", heading=_("Before this page can be published")),
        # No address while one types: the editor's script would make "-" of a Bangla title. Saving makes it.
        TitleFieldPanel("title", targets=[]),
        FieldPanel("summary"),
        FieldPanel("body"),
    ]
    promote_panels: ClassVar[list[Panel]] = [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("one_language")],
            _("Address and language"),
        ),
    ]
    api_fields: ClassVar[list[APIField]] = [APIField("summary"), APIField("body")]
    show_in_menus_default = False
    base_form_class = HubPageForm

    class Meta:
        abstract = True

    # -- The gate ----------------------------------------------------------------------------------

    def publish(self, revision: Revision, user: Any = None, **options: Any) -> None:
        """Publish or schedule a revision. `NotPublishable` when something is in the way.

        A publication that was scheduled and has lost its approval since is dropped and noted, so that it does not
        hold up the others of the same minute.
        """
        try:
            gate.refuse_faults(revision.as_object())
        except gate.NotPublishable:
            if options.get("log_action") != SCHEDULED:
                raise
            Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
            logger.warning("The scheduled publication of page %s was refused at the gate", self.pk)
            return
        super().publish(revision, user=user, **options)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Pages also go live, and what is live changes, by copying, by the editor's own action and by translating.

        Those do not ask `publish`. When a draft is saved, nothing of the public page changes: Wagtail keeps the draft
        in a revision, and calls this with the draft in hand only to note so.
        """
        if _only_notes_a_draft(kwargs.get("update_fields")):
            super().save(*args, **kwargs)
            return
        if self._changes_in_public():
            gate.refuse_faults(self)
        super().save(*args, **kwargs)
        if index.refresh(self):
            # Wagtail leaves this to a job; whether a file is public has to be known now.
            ReferenceIndex.create_or_update_for_object(self)
            PublicState.changed()

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        deleted = super().delete(*args, **kwargs)
        PublicState.changed()
        return deleted

    def _set_core_field_defaults(self) -> None:
        """Wagtail calls it before it checks and before it saves a page."""
        parent_is_known = bool(self.path or getattr(self, "_cached_parent_obj", None))
        if parent_is_known and not getattr(self, "slug", ""):
            self.slug: str = self._get_autogenerated_slug(slug_of(self.title))
        super()._set_core_field_defaults()

    def _changes_in_public(self) -> bool:
        """Whether saving would show readers something that they do not see now."""
        if not self.live:
            return False
        now = type(self)._default_manager.filter(pk=self.pk).first()
        if now is None or (now.live, now.live_revision_id) != (True, self.live_revision_id):
            return True
        return content.fingerprint(now) != content.fingerprint(self)

    @property
    def faults_now(self) -> list[str]:
        """What stands in the way of the version saved last, for the editor. Nothing for a page not saved yet."""
        return checks.faults(self.get_latest_revision_as_object()) if self.pk else []

    def own_faults(self) -> Iterable[str]:
        """What only this page type asks for before it is published."""
        return ()

    def child_rows(self) -> Iterator[Any]:
        """The rows that belong to the page, such as its files: each knows its own `texts()`."""
        for relation in get_all_child_relations(type(self)):
            if issubclass(relation.related_model, Row):
                yield from getattr(self, relation.get_accessor_name()).all()

    # -- Finding and showing -----------------------------------------------------------------------

    def more_search_text(self) -> Iterable[str]:
        """Words that find the page and stand in none of its texts, such as the names of its topics."""
        return ()

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """A page that was withdrawn says so instead of pretending that it never was."""
        try:
            return super().route(request, path_components)
        except Http404:
            if path_components or not Withdrawal.objects.filter(page_id=self.pk).exists():
                raise
            return RouteResult(self)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.live and not getattr(request, "is_preview", False):
            return gone(request)
        response = super().serve(request, *args, **kwargs)
        response.headers["Cache-Control"] = KEEP_NOTHING if self.discreet else ASK_EACH_TIME
        return response

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        elsewhere = [(ELSEWHERE, _("On the other front end"))] if settings.HEADLESS_PREVIEW_URL else []
        return [*Page.DEFAULT_PREVIEW_MODES, *elsewhere]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        if mode_name == ELSEWHERE:
            return super().serve_preview(request, mode_name)
        return Page.serve_preview(self, request, mode_name)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        links = front_pages(request, self.locale_id)
        for link in links[:1]:
            self.locale = link.locale  # so that no template asks for it again
        above = [page for page in links if self.path.startswith(page.path) and page.pk != self.pk]
        context = super().get_context(request, *args, **kwargs)
        return context | {"above": [{"url": page.get_url(request), "label": page.title} for page in above]}

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        """Those of the page and of all above it, and of what they are aliases of. One query instead of two."""
        paths = ways_to(self.path)
        own, originals = models.Q(page__path__in=paths), models.Q(page__aliases__path__in=paths)
        return PageViewRestriction.objects.filter(own | originals).distinct()

    @property
    def shown_title(self) -> str:
        """In the tab and in lists of the browser. That of a discreet page never says what it is about."""
        return str(self.seo_title or (gettext("Information") if self.discreet else self.title))


def _only_notes_a_draft(update_fields: Iterable[str] | None) -> bool:
    return update_fields is not None and DRAFT_NOTES.issuperset(update_fields)


class Row(models.Model):
    """A row that belongs to a page, with words of its own."""

    class Meta:
        abstract = True

    def texts(self) -> list[str]:
        fields = (
            field
            for field in self._meta.get_fields()
            if isinstance(field, models.CharField | models.TextField)
        )
        return [str(getattr(self, field.name) or "") for field in fields if not field.choices]


def gone(request: HttpRequest) -> HttpResponse:
    """410 with the helplines and a way on, and no word about what stood here."""
    response = render(request, "knowledge/gone.html", status=410)
    response.headers["Cache-Control"] = KEEP_NOTHING
    return response
