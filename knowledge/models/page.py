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
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, Panel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import Page, Revision
from wagtail.url_routing import RouteResult
from wagtail_headless_preview.models import HeadlessPreviewMixin

from knowledge.blocks import BODY
from knowledge.models.review import Withdrawal
from knowledge.safeguarding import checks, gate
from knowledge.searching import index

logger = logging.getLogger(__name__)
SCHEDULED = "wagtail.publish.scheduled"
ELSEWHERE = "elsewhere"


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
        *Page.content_panels,
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
        """Pages also go live by copying and by the editor's own action, which do not ask `publish`."""
        if self._goes_live():
            gate.refuse_faults(self)
        super().save(*args, **kwargs)
        index.refresh(self)

    def _goes_live(self) -> bool:
        if not self.live or self.alias_of_id:
            return False
        now = type(self)._default_manager.filter(pk=self.pk).values_list("live", "live_revision_id").first()
        return now is None or now != (True, self.live_revision_id)

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
        response.headers["Cache-Control"] = "no-store" if self.discreet else "public, max-age=60"
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
        context = super().get_context(request, *args, **kwargs)
        home_depth = 2
        ancestors = self.get_ancestors().filter(depth__gte=home_depth).live()
        return context | {
            "above": [{"url": page.get_url(request), "label": page.title} for page in ancestors]
        }

    @property
    def shown_title(self) -> str:
        """In the tab and in lists of the browser. That of a discreet page never says what it is about."""
        return str(self.seo_title or (gettext("Information") if self.discreet else self.title))


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
    response.headers["Cache-Control"] = "no-store"
    return response
