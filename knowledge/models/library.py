"""The library: documents with what a researcher needs to find, judge and cite them."""

from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, Panel
from wagtail.api import APIField
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Orderable

from knowledge import citing, places
from knowledge.api.fields import AWARDS_FIELD, COVER_FIELD
from knowledge.freshness import ASK_EACH_TIME
from knowledge.models.award import AWARDS_PANEL
from knowledge.models.media import HubDocument, HubImage
from knowledge.models.page import HubPage, Row
from knowledge.models.topic import TopicalPage
from knowledge.public import open_to_all


class ItemType(models.TextChoices):
    REPORT = "report", _("Report")
    BRIEF = "brief", _("Brief")
    EVALUATION = "evaluation", _("Evaluation")
    TOOL = "tool", _("Tool")
    LAW = "law", _("Law or policy")
    DATASET = "dataset", _("Data set")
    MATERIAL = "material", _("Campaign material")
    VIDEO = "video", _("Film")


class Audience(models.TextChoices):
    PUBLIC = "public", _("Everybody")
    FAMILIES = "families", _("Families and neighbours")
    PRACTITIONERS = "practitioners", _("People who work with children")
    OFFICIALS = "officials", _("Public officials")
    RESEARCHERS = "researchers", _("Researchers")


class FileLanguage(models.TextChoices):
    BANGLA = "bn", _("Bangla")
    ENGLISH = "en", _("English")
    BOTH = "both", _("Bangla and English")


class LibraryPage(HubPage):
    """The list of all items with its filters. How it filters is in listing.py."""

    needs_review = False
    parent_page_types: ClassVar[list[str]] = ["knowledge.HomePage"]
    subpage_types: ClassVar[list[str]] = ["knowledge.LibraryItemPage"]
    template = "knowledge/library_page.html"
    schema_type = "CollectionPage"

    class Meta:
        verbose_name = _("library")
        verbose_name_plural = _("libraries")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from knowledge.listing import listing

        return super().get_context(request, *args, **kwargs) | listing(self, request)


class LibraryItemPage(RoutablePageMixin, TopicalPage):  # type: ignore[django-manager-missing]  # the manager is Wagtail's, which ships no types
    item_type = models.CharField(_("type"), max_length=12, choices=ItemType.choices)
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(1900), MaxValueValidator(2100)]
    )
    authors = models.TextField(
        _("authors"), max_length=1000, blank=True, help_text=_("One a line, as printed.")
    )
    publisher = models.CharField(_("publisher"), max_length=160)
    place = models.CharField(
        _("district"),
        max_length=20,
        choices=places.CHOICES,
        blank=True,
        help_text=_("No place smaller than a district. Leave it empty for the whole country."),
    )
    audience = models.CharField(
        _("for whom"), max_length=16, choices=Audience.choices, default=Audience.PUBLIC
    )
    licence = models.CharField(_("licence"), max_length=80, default="CC BY-NC 4.0")
    doi = models.CharField(_("DOI"), max_length=120, blank=True, help_text=_("For example 10.1234/abcd."))
    cover = models.ForeignKey(
        HubImage, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("cover")
    )
    external_url = models.URLField(
        _("address on another site"), blank=True, help_text=_("When we do not host it.")
    )
    survivors_involved = models.BooleanField(_("made together with survivors"), default=False)
    funder_line = models.CharField(_("acknowledgement of the donor"), max_length=300, blank=True)
    corrected_on = models.DateField(_("corrected on"), null=True, blank=True)
    review_on = models.DateField(_("look at it again on"), null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="replaces",
        verbose_name=_("newer version"),
    )

    content_panels: ClassVar[list[Panel]] = [
        *HubPage.content_panels,
        InlinePanel("files", heading=_("Files"), label=_("file")),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("item_type", "year", "authors", "publisher", "doi", "licence")],
            _("Citation"),
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("topics", "place", "audience", "survivors_involved")],
            _("Finding it"),
        ),
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in ("cover", "external_url", "funder_line", "corrected_on", "review_on")
            ],
            _("More"),
        ),
        AWARDS_PANEL,
        FieldPanel("replaced_by"),
    ]
    api_fields: ClassVar[list[APIField]] = [
        *HubPage.api_fields,
        *(
            APIField(name)
            for name in ("item_type", "year", "authors", "publisher", "place", "audience", "licence", "doi")
        ),
        *(
            APIField(name)
            for name in ("external_url", "survivors_involved", "funder_line", "corrected_on", "files")
        ),
        COVER_FIELD,
        AWARDS_FIELD,
    ]
    parent_page_types: ClassVar[list[str]] = ["knowledge.LibraryPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "knowledge/library_item_page.html"
    schema_type = "Report"

    class Meta:
        verbose_name = _("library item")
        verbose_name_plural = _("library items")

    def clean(self) -> None:
        super().clean()
        if self.doi:
            self.doi = self.checked_doi()

    def checked_doi(self) -> str:
        try:
            doi = citing.clean_doi(self.doi)
        except ValueError as error:
            raise ValidationError({"doi": gettext("A DOI begins with 10, such as 10.1234/abcd.")}) from error
        # The same item in the other language has the same DOI.
        same = LibraryItemPage.objects.filter(doi=doi).exclude(translation_key=self.translation_key).first()
        if same:
            raise ValidationError(
                {"doi": gettext("“%(title)s” has this DOI already.") % {"title": same.title}}
            )
        return doi

    def own_faults(self) -> list[str]:
        if self.files.all() or self.external_url:
            return []
        return [gettext("Add a file, or the address of the site that has it.")]

    def more_search_text(self) -> list[str]:
        found = super().more_search_text()
        district = places.BY_CODE.get(self.place)
        return [*found, *(district.spellings if district else ()), str(self.year)]

    def source(self) -> citing.Source:
        """What citations are made of. The address is that of the public site."""
        return citing.Source(
            key=f"nirapod-{self.pk}",
            title=self.title,
            authors=tuple(line.strip() for line in self.authors.splitlines() if line.strip()),
            publisher=self.publisher,
            year=self.year,
            url=self.full_url or "",
            doi=self.doi,
            language=self.locale.language_code,
            abstract=self.summary,
            kind=self.item_type,
        )

    def related(self) -> models.QuerySet["LibraryItemPage"]:
        """Up to three other items about one of the same topics, newest first."""
        same = open_to_all(
            LibraryItemPage.objects.filter(locale=self.locale_id, topics__in=self.topics.all())
        )
        return same.exclude(pk=self.pk).distinct().defer("body").order_by("-year", "-pk")[:3]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        newer = self.replaced_by if self.replaced_by and self.replaced_by.live else None
        return context | {
            "citation": citing.plain(self.source()),
            "newer": newer,
            "related": self.related(),
            "files": self.files.select_related("document"),
            "topics": self.topics.all(),
        }

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().serve(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", ASK_EACH_TIME)
        return response

    @path("cite/bibtex/")
    def as_bibtex(self, request: HttpRequest) -> HttpResponse:
        return _citation(self, citing.bibtex(self.source()), "application/x-bibtex", "bib")

    @path("cite/ris/")
    def as_ris(self, request: HttpRequest) -> HttpResponse:
        return _citation(self, citing.ris(self.source()), "application/x-research-info-systems", "ris")

    @path("cite/csl/")
    def as_csl(self, request: HttpRequest) -> HttpResponse:
        return _citation(
            self, citing.csl_json(self.source()), "application/vnd.citationstyles.csl+json", "json"
        )


def _citation(item: LibraryItemPage, text: str, kind: str, ending: str) -> HttpResponse:
    response = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{item.slug}.{ending}"'
    return response


class LibraryFile(Row, Orderable):
    """One file of an item: in one language, in one format."""

    page = ParentalKey(LibraryItemPage, on_delete=models.CASCADE, related_name="files")
    document = models.ForeignKey(
        HubDocument, on_delete=models.CASCADE, related_name="+", verbose_name=_("file")
    )
    language = models.CharField(_("language"), max_length=4, choices=FileLanguage.choices)
    label = models.CharField(_("title"), max_length=120, blank=True)

    panels: ClassVar[list[Panel]] = [FieldPanel("document"), FieldPanel("language"), FieldPanel("label")]
    api_fields: ClassVar[list[APIField]] = [APIField("document"), APIField("language"), APIField("label")]

    class Meta(Orderable.Meta):
        verbose_name = _("file")
        verbose_name_plural = _("files")


class DownloadCount(models.Model):
    """How often a file was fetched on a day. No cookie, no address: only the sum."""

    document = models.ForeignKey(HubDocument, on_delete=models.CASCADE, related_name="downloads")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("downloads of a day")
        verbose_name_plural = _("downloads of a day")
        constraints = [models.UniqueConstraint(fields=["document", "day"], name="one_count_a_day")]

    def __str__(self) -> str:
        return f"{self.document_id} {self.day}: {self.count}"

    @staticmethod
    def add(document: int, day: date) -> None:
        row, _made = DownloadCount.objects.get_or_create(document_id=document, day=day)
        DownloadCount.objects.filter(pk=row.pk).update(count=models.F("count") + 1)
