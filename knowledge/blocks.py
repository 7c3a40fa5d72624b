"""What a page of the hub is built from. How a block looks is in templates/knowledge/blocks/."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

# Drawings of components/icons/ that say something to a visitor.
CARD_ICONS = [
    ("shield", _("Shield: protection")),
    ("people", _("People: working together")),
    ("book", _("Book: knowledge")),
    ("talk", _("Speech: asking, telling")),
    ("phone", _("Telephone: help")),
    ("place", _("Place")),
]


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
