"""What a page of the hub is built from. How a block looks is in templates/knowledge/blocks/."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from knowledge.public_forms import offered

# Drawings of components/icons/ that say something to a visitor.
CARD_ICONS = [
    ("shield", _("Shield: protection")),
    ("people", _("People: working together")),
    ("book", _("Book: knowledge")),
    ("talk", _("Speech: asking, telling")),
    ("phone", _("Telephone: help")),
    ("place", _("Place")),
]
# No h2 by hand where a block has its own, no pictures inside text, no embeds of other sites.
TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]
LINE_FEATURES = ["bold", "italic", "link"]


class CardBlock(blocks.StructBlock):
    """A short text with a drawing; it may lead to another page of this site."""

    icon = blocks.ChoiceBlock(choices=CARD_ICONS, default="book", label=_("drawing"))
    title = blocks.CharBlock(max_length=80, label=_("title"))
    text = blocks.TextBlock(max_length=400, label=_("text"))
    page = blocks.PageChooserBlock(required=False, label=_("leads to"))

    class Meta:
        icon = "doc-full"
        label = _("Card")
        template = "knowledge/blocks/card.html"


class TextBlock(blocks.RichTextBlock):
    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "knowledge/blocks/text.html"


class HelplinesBlock(blocks.StaticBlock):
    """The three national numbers. They are the same everywhere, so there is nothing to fill in."""

    class Meta:
        icon = "help"
        label = _("Helplines")
        admin_text = _("Shows 1098, 999 and 109 as large links that dial.")
        template = "knowledge/blocks/helplines.html"


class KeyMessageBlock(blocks.StructBlock):
    text = blocks.CharBlock(max_length=200, label=_("message"))

    class Meta:
        icon = "pick"
        label = _("Key message")
        template = "knowledge/blocks/key_message.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(max_length=500, label=_("words"))
    who = blocks.CharBlock(
        max_length=120,
        label=_("who"),
        help_text=_("A role or a changed name, marked as changed. Never a child."),
    )

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "knowledge/blocks/quote.html"


class FigureRowBlock(blocks.StructBlock):
    label = blocks.CharBlock(max_length=80, label=_("label"))
    value = blocks.DecimalBlock(min_value=0, label=_("number"))


class FigureBlock(blocks.StructBlock):
    """Numbers as bars, with the same numbers in a table for those who cannot see or want to copy them."""

    title = blocks.CharBlock(max_length=160, label=_("title"))
    rows = blocks.ListBlock(FigureRowBlock(), min_num=1, max_num=20, label=_("numbers"))
    source = blocks.CharBlock(max_length=200, label=_("source and date"))

    class Meta:
        icon = "table"
        label = _("Figure with table")
        template = "knowledge/blocks/figure.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        largest = max((row["value"] or 0 for row in value["rows"]), default=0) or 1
        bars = [(row, round(100 * float(row["value"] or 0) / float(largest), 1)) for row in value["rows"]]
        return context | {"bars": bars}


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("picture"))
    caption = blocks.CharBlock(max_length=200, required=False, label=_("caption"))

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "knowledge/blocks/picture.html"


class DownloadBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("file"))
    title = blocks.CharBlock(max_length=120, label=_("title"))

    class Meta:
        icon = "download"
        label = _("Download")
        template = "knowledge/blocks/download.html"


class MediaBlock(blocks.StructBlock):
    """A film of our own. Other sites' players follow their viewers, so there is no block for them."""

    document = DocumentChooserBlock(label=_("file"), help_text=_("MP4 or WebM."))
    title = blocks.CharBlock(max_length=120, label=_("title"))
    captions = DocumentChooserBlock(required=False, label=_("captions"), help_text=_("A WebVTT file (.vtt)."))
    transcript = blocks.TextBlock(label=_("everything said and shown, in words"))

    class Meta:
        icon = "media"
        label = _("Film")
        template = "knowledge/blocks/media.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned["document"].file_extension.lower() not in {"mp4", "webm"}:
            problem = ValidationError(gettext("Choose a film in MP4 or WebM."))
            raise blocks.StructBlockValidationError(block_errors={"document": problem})
        return cleaned


class LinkCardBlock(blocks.StructBlock):
    """A link to somebody else's page or film. Nothing of it is loaded before the reader goes there."""

    title = blocks.CharBlock(max_length=120, label=_("title"))
    url = blocks.URLBlock(label=_("address"))
    host = blocks.CharBlock(max_length=80, label=_("whose site it is"))
    note = blocks.CharBlock(max_length=200, required=False, label=_("note"))

    class Meta:
        icon = "link"
        label = _("Link to another site")
        template = "knowledge/blocks/link_card.html"


class TimelineBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120, label=_("title"))
    points = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("when", blocks.CharBlock(max_length=40, label=_("when"))),
                ("text", blocks.TextBlock(max_length=400, label=_("what"))),
            ]
        ),
        min_num=1,
        label=_("points in time"),
    )

    class Meta:
        icon = "history"
        label = _("Timeline")
        template = "knowledge/blocks/timeline.html"


class CalloutBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120, required=False, label=_("title"))
    text = blocks.RichTextBlock(features=LINE_FEATURES, label=_("text"))

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        template = "knowledge/blocks/callout.html"


class ContentWarningBlock(blocks.StructBlock):
    """Says what follows, and folds it away until the reader wants it."""

    warning = blocks.CharBlock(max_length=200, label=_("what follows"))
    text = blocks.RichTextBlock(features=TEXT_FEATURES, label=_("text"))

    class Meta:
        icon = "warning"
        label = _("Content warning")
        template = "knowledge/blocks/content_warning.html"


class AccordionBlock(blocks.StructBlock):
    parts = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("title", blocks.CharBlock(max_length=160, label=_("title"))),
                ("text", blocks.RichTextBlock(features=[*LINE_FEATURES, "ul", "ol"], label=_("text"))),
            ]
        ),
        min_num=1,
        label=_("parts"),
    )

    class Meta:
        icon = "list-ul"
        label = _("Questions and answers")
        template = "knowledge/blocks/accordion.html"


class StepsBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120, label=_("title"))
    steps = blocks.ListBlock(blocks.TextBlock(max_length=400, label=_("step")), min_num=2, label=_("steps"))

    class Meta:
        icon = "order"
        label = _("Steps")
        template = "knowledge/blocks/steps.html"


class PartnersBlock(blocks.StructBlock):
    """Who pays and who works along, in the words their agreements ask for."""

    title = blocks.CharBlock(max_length=120, label=_("title"))
    partners = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("name", blocks.CharBlock(max_length=120, label=_("name"))),
                (
                    "acknowledgement",
                    blocks.CharBlock(max_length=300, required=False, label=_("acknowledgement")),
                ),
                ("url", blocks.URLBlock(required=False, label=_("address"))),
            ]
        ),
        min_num=1,
        label=_("partners"),
    )

    class Meta:
        icon = "group"
        label = _("Partners and donors")
        template = "knowledge/blocks/partners.html"


class PublicFormBlock(blocks.ChoiceBlock):
    """What a form that everybody may fill in is about, and the way to it; nothing once it is closed."""

    class Meta:
        icon = "form"
        label = _("Public form")
        template = "knowledge/blocks/public_form.html"


TEXT = TextBlock(features=TEXT_FEATURES)
BODY: list[tuple[str, blocks.Block]] = [
    ("text", TEXT),
    ("helplines", HelplinesBlock()),
    ("key_message", KeyMessageBlock()),
    ("callout", CalloutBlock()),
    ("steps", StepsBlock()),
    ("accordion", AccordionBlock()),
    ("picture", PictureBlock()),
    ("figure", FigureBlock()),
    ("quote", QuoteBlock()),
    ("timeline", TimelineBlock()),
    ("download", DownloadBlock()),
    ("media", MediaBlock()),
    ("link_card", LinkCardBlock()),
    ("content_warning", ContentWarningBlock()),
    ("partners", PartnersBlock()),
    ("public_form", PublicFormBlock(choices=offered)),
]
