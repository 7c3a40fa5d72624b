"""Template helpers of the look: digits and dates in the reader's script, this page in the other language.

Says how things are shown, never what. Every template may load it: `{% load nirapod %}`.
"""

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.forms import BaseForm
from django.http import HttpRequest
from django.template import Context
from django.urls import reverse, translate_url
from django.utils import translation
from django.utils.formats import localize
from wagtail.models import Page

from forms_builder.digits import in_readers_digits, readers_day, readers_moment

register = template.Library()


class KeptNode(template.Node):
    """Renders once a language and process, then gives what came out."""

    def __init__(self, nodes: template.NodeList) -> None:
        self.nodes = nodes
        self.made: dict[str, str] = {}

    def render(self, context: Context) -> str:
        language = translation.get_language() or ""
        if language not in self.made:
            self.made[language] = self.nodes.render(context)
        return self.made[language]


@register.tag
def kept(parser: template.base.Parser, token: template.base.Token) -> KeptNode:
    """`{% kept %}…{% endkept %}` around what is the same on every page of a language and for everybody."""
    nodes = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodes)


@register.filter
def digits(value: object) -> str:
    """Any text or number with its digits in the reader's script. Never for addresses or form values."""
    if value is None:
        return ""
    return in_readers_digits(localize(value))


@register.filter
def local_date(value: date | datetime | None) -> str:
    """Day, month, year in Dhaka, such as 05/11/2026."""
    return readers_day(value) if value else ""


@register.filter
def local_datetime(value: datetime | None) -> str:
    """Day, month, year, hour and minute in Dhaka, such as 05/11/2026 14:30."""
    return readers_moment(value) if value else ""


@register.filter
def table_cell(value: object, raw: object) -> object:
    """A number or a day in the reader's digits; a text as it stands, for it may be a key or a reference.

    `raw`: what `value` was before Wagtail wrote it out, which it does with numbers.
    """
    if isinstance(value, datetime):
        return readers_moment(value)
    if isinstance(value, date):
        return readers_day(value)
    is_number = isinstance(raw, int | float | Decimal) and not isinstance(raw, bool)
    return in_readers_digits(value) if is_number else value


@register.simple_tag(takes_context=True)
def language_url(context: Context, language: str, or_notice: bool = False) -> str:
    """Where this page is in `language` (a code), or "" when it has one address for all languages.

    For a page without a translation, `or_notice` gives the address that shows it as it is, with a notice.
    """
    request: HttpRequest | None = context.get("request")
    if request is None:
        return ""
    page = context.get("page")
    if isinstance(page, Page):
        return translated_page_url(page, language, request) or (
            notice_url(page, language) if or_notice else ""
        )
    address = request.get_full_path()
    other = translate_url(address, language)
    return other if other != address or request.path.startswith(f"/{language}/") else ""


def translated_page_url(page: Page, language: str, request: HttpRequest) -> str:
    """The address, empty where there is none. All languages are asked for once a request."""
    kept = request.__dict__.setdefault("_translated_page_urls", {})
    if page.pk not in kept:
        others = page.get_translations(inclusive=True).live().select_related("locale")
        kept[page.pk] = {other.locale.language_code: other.get_url(request) or "" for other in others}
    return str(kept[page.pk].get(language, ""))


def notice_url(page: Page, language: str) -> str:
    with translation.override(language):
        return reverse("hub_only_in", args=[page.pk]) if page.pk else ""


@register.simple_tag
def form_errors(form: BaseForm) -> list[dict[str, str]]:
    """What components/error_summary.html wants: each error of a bound form with its field's name and a link to it."""
    found = [{"href": "", "text": str(text)} for text in form.non_field_errors()]
    for field in form:
        target = field.id_for_label or f"{field.auto_id}_0"
        label = str(field.label)
        named = label if label.endswith("?") else f"{label}:"
        found += [{"href": f"#{target}", "text": f"{named} {text}"} for text in field.errors]
    return found
